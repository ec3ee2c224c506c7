//go:build e2e && linux

package main

import (
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// almostEmpty tells this binary to be the program that is measured beside ours.
const almostEmpty = "DOBRO_ALMOST_EMPTY"

func TestMain(m *testing.M) {
	if os.Getenv(almostEmpty) != "" {
		showAlmostNothing()
		return
	}
	os.Exit(m.Run())
}

// showAlmostNothing is a window of the toolkit as large as ours with one square in it, which changes its colour with every key.
func showAlmostNothing() {
	win := fyneapp.NewWithID("ru.dobro.floor").NewWindow("floor")
	square := canvas.NewRectangle(color.White)
	square.Resize(fyne.NewSize(40, 40))
	win.SetPadded(false)
	win.SetContent(container.NewWithoutLayout(square))
	on := false
	win.Canvas().SetOnTypedRune(func(rune) {
		on = !on
		square.FillColor = color.White
		if on {
			square.FillColor = color.Black
		}
		square.Refresh()
	})
	win.Resize(fyne.NewSize(1024, 768))
	win.ShowAndRun()
}

func stopAlmostNothing(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if cmd == nil || cmd.Process == nil {
		return
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	cmd.Wait() // it was killed
}

// TestTheFloorUnderTheFigures measures what the toolkit and the virtual display themselves need from a start until the window is painted and
// from a key until a changed square is seen, so that our own share of the window's figures can be told.
func TestTheFloorUnderTheFigures(t *testing.T) {
	s := newDisplay(t, nil, "1024x768x24")
	var cmd *exec.Cmd
	t.Cleanup(func() { stopAlmostNothing(t, cmd) })
	h := openHand(t, s.display)
	seen := func() color.RGBA { return h.at(t, 20, 20) }
	var starts []time.Duration
	for range 5 {
		if len(starts) > 0 { // the last one stays
			stopAlmostNothing(t, cmd)
			waitFor(t, "the window is gone", func() bool { return seen() == color.RGBA{A: 255} })
		}
		begun := time.Now()
		cmd = exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), almostEmpty+"=1", "DISPLAY="+s.display, "LANG=ru_RU.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for seen() != (color.RGBA{255, 255, 255, 255}) {
			if time.Since(begun) > 30*time.Second {
				t.Fatal("an almost empty window was not painted")
			}
			time.Sleep(2 * time.Millisecond) // between looks: the window needs the processor
		}
		starts = append(starts, time.Since(begun))
	}
	slices.Sort(starts)
	t.Logf("start until an almost empty window of the toolkit is painted: p50 %v, slowest %v of %d", starts[len(starts)/2].Round(time.Millisecond),
		starts[len(starts)-1].Round(time.Millisecond), len(starts))
	s.x("xdotool", "mousemove", "512", "400") // without a window manager the window under the pointer has the keys
	var took []time.Duration
	for i := range 40 {
		before, at := seen(), time.Now()
		h.press(t, fmt.Sprint(1+i%9))
		for seen() == before && time.Since(at) < 10*time.Second {
			time.Sleep(time.Millisecond / 2) // between looks: the display has to draw, too
		}
		took = append(took, time.Since(at))
	}
	slices.Sort(took)
	if worst := took[len(took)-1]; worst >= 10*time.Second {
		t.Fatal("a key changed nothing")
	}
	t.Logf("a key until an almost empty window of the toolkit has changed: p50 %v, p95 %v of %d",
		took[len(took)/2].Round(100*time.Microsecond), took[len(took)*95/100].Round(100*time.Microsecond), len(took))
}
