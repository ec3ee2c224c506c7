//go:build race

package golden

// Raced says that the race detector watches: painting is ten times slower then.
const Raced = true
