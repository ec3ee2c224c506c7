//go:build race

package ui

// raced says that the race detector watches: painting is ten times slower then.
const raced = true
