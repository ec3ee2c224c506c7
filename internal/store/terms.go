package store

// AgeAnswer is what the cashier answered when the till asked for the buyer's age.
type AgeAnswer struct {
	Receipt string `json:"receipt"`
	Age     int    `json:"age"`
	Enough  bool   `json:"enough"`
	Cashier string `json:"cashier"`
}

// PutAge records an answer about the buyer's age.
func (tx *Tx) PutAge(a AgeAnswer) error { return tx.append("age", a.Receipt, a) }

// Leftover is a sale of marked goods without their code, in the term that the owner set.
type Leftover struct {
	Receipt string `json:"receipt"`
	GTIN    string `json:"gtin"`
	Name    string `json:"name"`
	Until   string `json:"until"`
	Reason  string `json:"reason"`
	Cashier string `json:"cashier"`
}

// PutLeftover records that marked goods went into a basket without their code.
func (tx *Tx) PutLeftover(l Leftover) error { return tx.append("leftover", l.Receipt, l) }
