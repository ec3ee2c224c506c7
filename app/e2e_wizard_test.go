//go:build e2e && linux

package main

import (
	"bytes"
	"encoding/json"
	"image/color"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dobro/internal/sim"
	"dobro/ui/wizard"
)

// simulated runs `dobro simulate` on its fixed ports, as an installer who trains would.
func simulated(t *testing.T, exe string) {
	t.Helper()
	waitFor(t, "the fixed ports are free", func() bool {
		for _, address := range []string{"127.0.0.1:16732", "127.0.0.1:5995", "127.0.0.1:51401", "127.0.0.1:51077", "127.0.0.1:18099"} {
			if c, err := net.Dial("tcp", address); err == nil {
				c.Close()
				return false
			}
		}
		return true
	})
	cmd := exec.Command(exe, "--data", t.TempDir(), "simulate")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	waitFor(t, "the simulators listen", func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:18099")
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

// installer works the wizard by keys and mouse.
type installer struct {
	*screen
	t *testing.T
}

// state is where the wizard says that it is.
func (i *installer) state() progress {
	var p progress
	b, err := os.ReadFile(filepath.Join(i.o.dir, wizardFile))
	if err != nil || json.Unmarshal(b, &p) != nil {
		return progress{}
	}
	return p
}

// check presses the big button and waits for the tick; then it goes on to the next step.
func (i *installer) check(step, next string) {
	i.t.Helper()
	i.shot(i.t, "wizard-"+step)
	i.click(858, 730)
	waitFor(i.t, "the tick of "+step, func() bool { return i.state().Marks[step] == wizard.Done })
	i.next(step, next)
}

// next goes from a step that has its tick to the next one, if there is one.
func (i *installer) next(step, next string) {
	i.t.Helper()
	i.onward(step)
	i.shot(i.t, "wizard-"+step+"-done")
	if next == "" {
		return
	}
	i.click(858, 730)
	waitFor(i.t, "the step "+next, func() bool { return i.state().At == next })
}

// scans is the scanner's step: the check alone brings no tick, a bar code neither, a marking code does.
func (i *installer) scans(step, next string) {
	i.t.Helper()
	i.shot(i.t, "wizard-scanner-untried")
	i.click(858, 730)
	waitFor(i.t, "the scanner's port without a tick", func() bool { return i.state().Marks[step] == wizard.Ill })
	goods := newShelf(i.t, 6)
	before := i.picture(i.t)
	i.wedge(goods.barcode())
	waitFor(i.t, "the bar code is told", func() bool { return differs(before, i.picture(i.t), 520, 300) })
	if m := i.state().Marks[step]; m != wizard.Ill {
		i.t.Errorf("a bar code makes the mark %v", m)
	}
	i.shot(i.t, "wizard-scanner-barcode")
	i.wedge(goods.code())
	waitFor(i.t, "the tick of the scanner", func() bool { return i.state().Marks[step] == wizard.Done })
	i.next(step, next)
}

// wedge types a code as a scanner at the keyboard socket does.
func (i *installer) wedge(code string) {
	i.t.Helper()
	if _, err := i.x("xdotool", append([]string{"key", "--delay", "5"}, i.keycodes(i.t, keysOf(code, "F8"))...)...); err != nil {
		i.t.Fatal(err)
	}
}

// onward waits until the big button is green and leads on.
func (i *installer) onward(step string) {
	i.t.Helper()
	waitFor(i.t, step+" leads on", func() bool {
		c := i.at(i.t, 730, 742)
		return c.R < 40 && c.G > 90 && c.B < 100
	})
}

func (i *installer) click(x, y int) {
	i.t.Helper()
	if _, err := i.x("xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1"); err != nil {
		i.t.Fatalf("click at %d, %d: %v", x, y, err)
	}
}

// fill types answers into the fields of a step, one after the other.
func (i *installer) fill(answers ...string) {
	i.t.Helper()
	for n, a := range answers {
		if n > 0 {
			i.keys(i.t, "Tab")
		}
		if a != "" {
			i.typed(i.t, a)
		}
	}
}

// TestWizardFromAnEmptyFolderToASale sets a till up as an installer does, with the simulators outside and nothing typed that the wizard
// can find, leaves in the middle, comes back, and sells a marked product.
func TestWizardFromAnEmptyFolderToASale(t *testing.T) {
	exe := os.Getenv("DOBRO")
	if exe == "" {
		t.Fatal("DOBRO does not name the built program")
	}
	simulated(t, exe)
	o := &outside{t: t, dir: filepath.Join(t.TempDir(), "Касса #1"), exe: exe}
	goods := filepath.Join(t.TempDir(), "goods.csv")
	b, err := os.ReadFile(filepath.Join("..", "assets", "demo", "goods.csv"))
	if err == nil {
		// As another program would call it: the wizard has to ask.
		err = os.WriteFile(goods, bytes.Replace(b, []byte("price"), []byte("Почём"), 1), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	i := &installer{screen: newScreen(t, o), t: t}
	i.start(t)
	i.fill("Romashka", "7700000009", "Moskva, ul. Mira, 1")
	i.check("shop", "printer")
	i.click(419, 286) // «find the printer»
	white := color.RGBA{255, 255, 255, 255}
	waitFor(t, "two printers are found", func() bool { // two rows where the keyboard was
		return i.at(t, 600, 600) != white && i.at(t, 600, 430) == white
	})
	i.check("printer", "scanner")

	// Left here and resumed.
	i.till.Process.Signal(syscall.SIGTERM)
	i.till.Wait()
	i.start(t)
	i.scans("scanner", "tspiot")
	i.check("tspiot", "token")
	i.fill(sim.Key)
	i.check("token", "module")
	i.check("module", "goods")
	i.fill(goods)
	before := i.picture(t)
	i.click(858, 730)
	waitFor(t, "the columns of the table", func() bool { return differs(before, i.picture(t), 600, 150) })
	i.shot(t, "wizard-goods-columns")
	i.click(800, 284) // «Почём» holds the price
	i.check("goods", "people")
	i.fill("Vera", "3333")
	i.check("people", "quick")
	i.check("quick", "backup")
	i.fill(filepath.Join(o.dir, "..", "copies"))
	i.check("backup", "selftest")
	i.fill("Ivan", "")
	i.check("selftest", "summary")
	waitFor(t, "the summary", func() bool { return i.state().Marks["summary"] == wizard.Done })
	i.onward("summary")
	i.shot(t, "wizard-summary")
	i.click(858, 730)
	waitFor(t, "the wizard is finished", func() bool { return i.state().Finished })

	// The till sells at once.
	waitFor(t, "the PIN pad", func() bool { return i.at(t, 512, 20) != i.at(t, 512, 400) })
	i.shot(t, "wizard-login")
	before = i.picture(t)
	waitFor(t, "somebody is logged in", func() bool {
		i.typed(t, "3333")
		i.keys(t, "Return")
		<-time.After(500 * time.Millisecond)
		return differs(before, i.picture(t), 520, 520)
	})
	// An owner begins with the day.
	waitFor(t, "the owner's day stands still", func() bool {
		day := i.picture(t)
		<-time.After(500 * time.Millisecond)
		return !differs(day, i.picture(t), 520, 520)
	})
	i.shot(t, "wizard-owner-day")
	i.keys(t, "Escape")
	i.keys(t, "F11")
	opened := func() bool {
		out, err := exec.Command("curl", "-s", "http://127.0.0.1:18099/atol/documents").Output()
		return err == nil && strings.Contains(string(out), "openShift")
	}
	waitFor(t, "the shift is open", func() bool {
		i.keys(t, "Return")
		<-time.After(500 * time.Millisecond)
		return opened()
	})
	i.keys(t, "Escape")
	i.turns(t, "plain")
	i.wedge(newShelf(t, 5).code())
	i.turns(t, "green")
	i.shot(t, "wizard-first-scan")
	i.keys(t, "F9")
	i.keys(t, "Return")
	waitFor(t, "the receipt is in the journal", func() bool {
		f := o.journal()
		return len(f.Receipts) == 1 && f.Receipts[0].State == "fiscalized" && len(f.Receipts[0].Lines) == 1
	})
	i.shot(t, "wizard-sold")
	i.till.Process.Signal(syscall.SIGTERM)
	i.till.Wait()
	if strings.Contains(i.errs.String(), "Error in Fyne call thread") || strings.Contains(i.errs.String(), "goroutine ") {
		t.Errorf("the window complained: %s", i.errs.String())
	}
	for _, name := range everyFile(t, o.dir) {
		if b, err := os.ReadFile(name); err != nil || strings.Contains(string(b), sim.Key) {
			t.Errorf("the key stands in %s (%v)", name, err)
		}
	}
}
