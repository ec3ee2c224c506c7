// Package conformance is the one suite that every fiscal printer adapter passes against its simulator, faults included. It
// holds what the till relies on: one receipt is one document, a failure that is called certain left nothing behind, an
// unknown fate is settled by the drive.
package conformance

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// Rig is one simulated device with the switches of its faults. A nil switch leaves out what needs it, and the suite says so.
type Rig struct {
	// New makes an adapter over the device; further ones are the same till after a restart. The suite closes them.
	New func() fiscal.Printer
	// Memory lists the receipts, returns and corrections in the fiscal memory, oldest first.
	Memory func() []Entry
	// Printed are the tags of the last of them, as the drive keeps it.
	Printed func() Tags
	// Drained waits until nothing of a dead program is on its way to the device any more; nil where nothing can be.
	Drained func()
	// Queued says that the way to the device has a queue that may stand.
	Queued bool
	// Calm switches every fault off: paper in, cover shut, power on.
	Calm func()

	LoseAnswer  func() // the next receipt is made, and nobody hears of it
	LoseRequest func() // the next receipt is lost on its way to the printer
	LosePower   func() // the printer loses its power in the middle of the next receipt, before it exists
	NoPaper     func()
	CoverOpen   func()
	TearPaper   func() // the next receipt is made, and does not come out
	Age         func() // the shift becomes older than 24 hours
	SwapDrive   func()
	Know        func(code string, sold bool) // tells the operator of a good code
	DenyMarks   func()
	// Disturb switches on one random fault for the next commands; the campaign calms it down before it settles.
	Disturb func(*rand.Rand)
}

// Entry is a receipt in the fiscal memory. Kind is sale, return or correction.
type Entry struct {
	FD                  int64
	Kind                sale.Kind
	Back                bool
	Total               int64
	Mark                string
	Operator            string
	Cash, Card, Prepaid int64 // what stayed
	Lines               []EntryLine
}

// EntryLine is one line of it. Quantity is in thousandths.
type EntryLine struct {
	Name     string
	Quantity int64
	Sum      int64
	VAT      sale.VAT
	Code     string
	Tag1265  string
	Object   int    // tag 1212
	Part     string // of a pack, tag 1292
}

var cashier = fiscal.Operator{Name: "Кассир Иванова", INN: "123456789047"}

// Run runs the suite; each part gets a fresh rig.
func Run(t *testing.T, fresh func(t *testing.T) Rig) {
	var matrix []string
	for _, part := range []struct {
		name string
		test func(*bench)
	}{
		{"a new printer is closed, has paper and names itself", newPrinter},
		{"a shift opens once and closes once", shifts},
		{"a receipt is refused while the shift is closed", closedShift},
		{"every kind of receipt reaches the drive as it was meant", receipts},
		{"a document is found by its number", found},
		{"a lost answer is settled as registered", lostAnswer},
		{"a lost request leaves nothing and may be repeated", lostRequest},
		{"power lost in the middle leaves nothing", lostPower},
		{"no paper and an open cover are certain failures", paper},
		{"what did not come out is finished later", torn},
		{"a shift of more than a day only closes", aged},
		{"a swapped drive is noticed", swapped},
		{"cash goes in and out", cash},
		{"codes are checked on the printer", marks},
		{"a part of a pack reaches the drive as a part", partial},
		{"every tag of a receipt reaches the drive", tags},
		{"many goroutines get one document each", crowd},
		{"a cancelled call leaves a fate that can be settled", cancelled},
		{"abilities", abilities},
	} {
		sign := "passed"
		var b *bench
		good := t.Run(part.name, func(t *testing.T) {
			t.Cleanup(func() {
				if t.Skipped() {
					sign = "no switch"
				}
			})
			b = newBench(t, fresh(t))
			part.test(b)
		})
		if !good {
			sign = "FAILED"
		}
		matrix = append(matrix, fmt.Sprintf("%-10s %s", sign, part.name))
		if b != nil {
			matrix = append(matrix, b.can...)
		}
	}
	t.Logf("%s\n%s", t.Name(), strings.Join(matrix, "\n"))
}

// bench is a rig in one test.
type bench struct {
	*testing.T
	Rig
	ctx     context.Context
	printer fiscal.Printer
	can     []string // lines of the matrix: abilities, tried, and what the printer has not
	n       int
}

func newBench(t *testing.T, rig Rig) *bench {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	b := &bench{T: t, Rig: rig, ctx: ctx}
	b.restart()
	t.Cleanup(func() { b.printer.Close() })
	return b
}

func (b *bench) restart() {
	if b.printer != nil {
		b.printer.Close()
	}
	if b.Drained != nil {
		b.Drained()
	}
	b.printer = b.New()
}

func (b *bench) needs(f func()) {
	b.Helper()
	if f == nil {
		b.Skip("the simulator has no switch for it")
	}
}

func (b *bench) open() {
	b.Helper()
	if _, err := b.printer.OpenShift(b.ctx, cashier); err != nil {
		b.Fatalf("open shift: %v", err)
	}
}

// receipt makes a receipt over one marked and one weighed line.
func (b *bench) receipt() fiscal.Receipt {
	b.n++
	return fiscal.Receipt{
		ID: uuid.NewString(), Mark: fmt.Sprintf("D%015d", b.n), Kind: sale.Sale, Operator: cashier, Taxation: "usn_income", Total: 15050,
		Lines: []fiscal.Line{
			{Name: "Вода «Родник» 0,5 л", Price: 5000, Quantity: 1000, Sum: 5000, Unit: sale.Piece, VAT: sale.VAT22, Code: b.code(), Tag1265: "UUID=2f0e1c7e-5ea1-4d3c-9d4e-0a6a3d1f0001&Time=1773404760587"},
			{Name: "Сыр", Price: 28310, Quantity: 355, Sum: 10050, Unit: sale.Kilogram, VAT: sale.VAT10},
		},
		Payments: []sale.Payment{{Type: sale.Cash, Sum: 20000}},
	}
}

func (b *bench) code() string {
	b.n++
	return fmt.Sprintf("0104601234567893215%012d\x1d91EE10\x1d92%s", b.n, "dGVzdGNvZGV0ZXN0Y29kZXRlc3Rjb2RldGVzdGNvZGU=")
}

func (b *bench) intent(r fiscal.Receipt) fiscal.Intent {
	b.Helper()
	st, err := b.printer.Status(b.ctx)
	if err != nil {
		b.Fatalf("status before a receipt: %v", err)
	}
	return fiscal.Intent{ReceiptID: r.ID, Mark: r.Mark, Serial: st.Serial, FN: st.FN, LastFD: st.LastFD, Total: r.Total, Kind: r.Kind, At: time.Now()}
}

// settle asks until the printer can be asked and the fate is decided.
func (b *bench) settle(in fiscal.Intent) fiscal.Outcome {
	b.Helper()
	var last error
	var why string
	for range 200 {
		out, err := fiscal.Ask(b.ctx, b.printer, in)
		if err == nil && out.Result != fiscal.Undecided {
			return out
		}
		last, why = err, out.Why
		b.Calm()
	}
	b.Fatalf("receipt %s could not be settled: %s, %v", in.Mark, why, last)
	return fiscal.Outcome{}
}

func (b *bench) memory(want int) []Entry {
	b.Helper()
	m := b.Memory()
	if len(m) != want {
		b.Fatalf("%d receipts in the fiscal memory, want %d: %+v", len(m), want, m)
	}
	return m
}
