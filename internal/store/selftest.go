package store

// SelfTest is the outcome of a self-test of the bans, kept in the chain: when the till was shown to stop what is forbidden.
type SelfTest struct {
	Passed    bool         `json:"passed"`
	Held      int          `json:"held"`
	All       int          `json:"all"`
	Rules     string       `json:"rules"`
	Version   string       `json:"version"`
	FN        string       `json:"fn"`
	Installer string       `json:"installer"`
	Real      []RealAnswer `json:"real,omitempty"`
}

// RealAnswer is what one of the shop's own services said about the installer's code. Cis is without its check part.
type RealAnswer struct {
	Way      string `json:"way"`
	Cis      string `json:"cis"`
	Stopped  bool   `json:"stopped"`
	Evidence string `json:"evidence"`
}

// NoteSelfTest records it.
func (tx *Tx) NoteSelfTest(s SelfTest) error { return tx.append("selftest", s.FN, s) }
