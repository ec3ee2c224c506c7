package ui

import "errors"

// ErrNoDisplay says that there is no display to open a window on.
var ErrNoDisplay = errors.New("the display cannot be opened")
