// Package wire is what the channels of the permit engine share on the wire: it reads the operator's code object field by
// field, bounds every body, makes the connections and names how an HTTP exchange ended.
//
// Nothing in an answer is trusted: a field of the wrong type is a field that was not said, a body has a limit, and no
// answer makes a panic. Secrets and check parts never reach an error, a step or a detail.
package wire

// Limits of one exchange.
const (
	MaxBody  = 1 << 20  // a longer body is a bad answer
	KeptBody = 64 << 10 // how much of a body the journal keeps
)
