// Package card is the contract of a card terminal: what the till asks of one and what it may rely on. A charge whose answer was lost is
// unknown, never an error, and is never repeated: the till asks Status under the operation's own name until the terminal tells. An
// adapter for a maker's terminal is a subpackage that implements Terminal; nothing else of the program has to know it, see DESIGN.md.
package card

import "context"

// Terminal takes money from cards. Every call blocks until the terminal answered or the context ended, and one goroutine calls at a
// time. An adapter repeats nothing by itself. An error means that the outcome is not known, unless it is a *Declined.
type Terminal interface {
	// Charge takes a sum in kopecks. The ID is the till's, unique, and names the operation ever after, also after a restart of both.
	Charge(ctx context.Context, id string, sum int64) (Slip, error)
	// Reverse gives a sum of an earlier charge back, all of it or a part. The ID names the giving back, charge the taking.
	Reverse(ctx context.Context, id, charge string, slip Slip, sum int64) error
	// Status tells what became of an operation by its ID; it changes nothing and may be repeated. Unknown only when the terminal cannot
	// tell yet. A terminal that keeps no names of the till has its adapter keep the pairs on disk, written before the money is asked for.
	Status(ctx context.Context, id string) (Fate, Slip, error)
}

// Slip is how the terminal names an operation: number of the slip, RRN and the like, for the journal and for a reversal.
type Slip string

// Fate is what became of an operation of the terminal.
type Fate uint8

// Fates. The numbers never change.
const (
	Unknown Fate = 0 // the terminal cannot tell yet
	Nothing Fate = 1 // no money moved
	Done    Fate = 2 // the money moved
)

// Declined is an operation that the bank or the buyer refused: certainly no money moved. Text are the terminal's words.
type Declined struct{ Text string }

func (d *Declined) Error() string { return "declined by the terminal: " + d.Text }
