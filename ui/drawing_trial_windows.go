package ui

import "fmt"

// tried is what came of trying to draw. The window library panics over what its authors thought cannot happen: a remote desktop without
// any pixel format did. For the till that is one more computer that cannot draw so.
func tried(try func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the window library gave up: %v", v)
		}
	}()
	return try()
}
