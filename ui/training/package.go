// Package training is what a lesson adds to the window: the strip with the task, the lesson with its packages, the result, the watermark,
// and on the real till the page from which a lesson is begun.
package training

import "dobro/internal/money"

// Kind is how a package of the lesson is scanned.
type Kind string

// Kinds of packages.
const (
	Barcode Kind = "barcode" // its EAN
	Code    Kind = "code"    // its square code
)

// Package lies on the shelf of the lesson: a tap scans it, and a scanner reads its picture from the screen.
type Package struct {
	Name  string
	Price money.Kopecks
	Kind  Kind
	Raw   string // what a scanner sends
	Note  string // tells two packages of the same product apart; "" where there is one
}
