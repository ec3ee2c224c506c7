// Package touch mends how a tap finds its place. A touch screen moves the pointer and presses it in the same instant. The toolkit (Fyne
// 2.8.0) keeps a move until it has polled all events, but handles a press at once, so the press lands where the pointer was
// before: the cashier taps one button and the one tapped last goes off. Here presses wait until the move before them is known.
package touch

import (
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// Mend lets presses of the window wait for the moves before them. It is called on the UI thread, after the toolkit has started, and
// does nothing to windows that are not real (tests).
func Mend(win fyne.Window) { mend(win, 100) }

func mend(win fyne.Window, tries int) {
	real, ok := win.(interface{ RunWithContext(func()) })
	if !ok || tries == 0 {
		return
	}
	done := false
	real.RunWithContext(func() {
		if w := glfw.GetCurrentContext(); w != nil {
			wrap(w)
			done = true
		}
	})
	if !done { // the window is not there yet
		time.AfterFunc(20*time.Millisecond, func() { fyne.Do(func() { mend(win, tries-1) }) })
	}
}

// wrap queues every press behind the poll that brought it: the toolkit takes the moves of a poll in as soon as the poll is over, and
// only then what was queued.
func wrap(w *glfw.Window) {
	var toolkit glfw.MouseButtonCallback
	toolkit = w.SetMouseButtonCallback(func(w *glfw.Window, b glfw.MouseButton, a glfw.Action, m glfw.ModifierKey) {
		fyne.Do(func() { toolkit(w, b, a, m) })
	})
}
