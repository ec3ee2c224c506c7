//go:build e2e && linux

package main

import (
	"bytes"
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dobro/internal/lesson"
)

// Parts of the window of a lesson: the line over the task in the strip.
var numberOf = image.Rect(150, 656, 420, 674)

// pupil does the lesson in the window that the lock screen of a real till opened.
type pupil struct{ *workday }

// takes opens the shelf and scans a package of it, whatever the till says of it.
func (p pupil) takes(number string) {
	p.t.Helper()
	p.changes("the shelf opens", titleOf, func() { p.keys(p.t, "Tab") })
	p.keys(p.t, number)
	waitFor(p.t, "the shelf is shut", func() bool { return bytes.Equal(p.pixels(totalOf), p.total) })
}

// puts scans a package of the shelf into the basket.
func (p pupil) puts(number string) {
	p.t.Helper()
	p.changes("the package is in the basket", basketOf, func() { p.takes(number) })
}

// done waits until the strip turns to the next task, closes what tells of a receipt and leaves a picture.
func (p pupil) done(before []byte, name string) {
	p.t.Helper()
	waitFor(p.t, "the task "+name+" is done", func() bool { return !bytes.Equal(before, p.pixels(numberOf)) })
	p.keep(name)
	waitFor(p.t, "the next buyer can be served", func() bool {
		if bytes.Equal(p.pixels(titleOf), p.calm) {
			return true
		}
		p.keys(p.t, "Return")
		return bytes.Equal(p.pixels(titleOf), p.calm)
	})
}

func (p pupil) cash(sum ...string) {
	p.t.Helper()
	p.opens("F9")
	p.keys(p.t, append(sum, "Return")...)
}

// TestTheWholeLessonFromTheLockScreen does all ten tasks in a real window. Meanwhile the real till behind it stays locked, no socket of the
// lesson leads anywhere but to its own simulators, and afterwards the real journal and the real printer know of nothing.
func TestTheWholeLessonFromTheLockScreen(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	t.Setenv("DOBRO_TSPIOT_TOKEN", "real-secret-of-the-shop")
	p := pupil{newWorkday(t, newScreen(t, o), "training", "", 61)}
	p.start(t)
	p.keep("lock-screen")
	lock := p.pixels(bannerOf)
	p.changes("the page of lessons", titleOf, func() { p.keys(t, "F2") })
	p.keep("school")
	p.keys(t, "Return")
	waitFor(t, "the lesson's window with its strip", p.striped)
	p.rests(titleOf)
	child := childOf(t, p.till.Process.Pid)
	guard := watchSockets(t, child)
	p.keep("lesson-login")

	p.changes("somebody is logged in", titleOf, func() { p.keys(t, append(spell("1111"), "Return")...) })
	p.keep("first-task")
	task := p.pixels(numberOf)
	p.keys(t, "F11")
	waitFor(t, "the shift is open", func() bool {
		if !bytes.Equal(task, p.pixels(numberOf)) {
			return true
		}
		p.keys(t, "Return")
		return !bytes.Equal(task, p.pixels(numberOf))
	})
	p.keys(t, "Escape")
	p.turns(t, "plain")
	p.rests(titleOf)
	p.calm, p.total = p.pixels(titleOf), p.pixels(totalOf)

	next := func() []byte { return p.pixels(numberOf) }
	was := next() // an ordinary product
	p.changes("the shelf opens", titleOf, func() { p.keys(t, "Tab") })
	p.keep("plain-shelf")
	p.changes("the loaf is in the basket", basketOf, func() { p.keys(t, "1") })
	waitFor(t, "the sale screen", func() bool { return bytes.Equal(p.pixels(totalOf), p.total) })
	p.cash()
	p.done(was, "plain")

	was = next() // a marked one, by the real till's scanner
	p.put(p.goods.code())
	p.turns(t, "green")
	p.cash()
	p.done(was, "marked")

	was = next() // a ban, and another package
	p.takes("1")
	p.turns(t, "red")
	p.keep("ban-red")
	p.keys(t, "Escape")
	p.turns(t, "plain")
	p.puts("2")
	p.turns(t, "green")
	p.cash()
	p.done(was, "ban")

	was = next() // the bars of marked goods
	p.changes("the code is asked for", bannerOf, func() { p.takes("1") })
	p.keep("ean-code-wanted")
	p.takes("2")
	p.turns(t, "green")
	p.cash()
	p.done(was, "ean")

	was = next() // no paper, change
	p.puts("1")
	p.opens("F9")
	p.keys(t, append(spell("1000"), "Return")...)
	roll := image.Rect(700, 656, 860, 712)
	empty := p.pixels(roll)
	waitFor(t, "the roll is offered", func() bool { return !bytes.Equal(empty, p.pixels(roll)) || p.rolls() })
	p.keep("change-no-paper")
	p.click(t, 760, 684)
	waitFor(t, "the receipt with its change", func() bool {
		p.keys(t, "Return")
		return !bytes.Equal(was, p.pixels(numberOf))
	})
	p.done(was, "change")

	was = next() // no Internet, card
	p.puts("1")
	p.turns(t, "green")
	p.keep("card-offline")
	p.opens("F10")
	p.keys(t, "Return")
	p.done(was, "card")

	was = next() // put aside
	p.puts("1")
	p.changes("the receipt is put aside", basketOf, func() { p.keys(t, "F5") })
	p.puts("2")
	p.turns(t, "green")
	p.cash()
	waitFor(t, "the other buyer is served", func() bool {
		p.keys(t, "Return")
		return bytes.Equal(p.pixels(titleOf), p.calm)
	})
	p.changes("the receipt is back", basketOf, func() { p.keys(t, "F5") })
	p.cash()
	p.done(was, "hold")

	was = next() // a return, with a hint and the senior
	p.changes("the lesson's panel", titleOf, func() { p.keys(t, "Tab") })
	p.keys(t, "F1")
	p.keep("return-hint")
	p.keys(t, "Escape")
	p.opens("F6")
	list := p.pixels(titleOf)
	waitFor(t, "the receipt of the return", func() bool {
		p.keys(t, "Return")
		return !bytes.Equal(list, p.pixels(titleOf))
	})
	p.changes("the senior is wanted", titleOf, func() { p.keys(t, "F6") })
	p.keys(t, append(spell("2222"), "Return")...)
	p.done(was, "return")

	was = next() // X and Z
	p.opens("F11")
	p.keys(t, "1")
	p.keep("close-x")
	results := filepath.Join(o.dir, trainingFolder, trainingResults)
	waitFor(t, "the lesson is over", func() bool {
		p.keys(t, "Return")
		list, err := lesson.Read(results)
		return err == nil && len(list) == 1
	})
	waitFor(t, "the result", func() bool { // the green button under it
		at := p.at(t, 900, 640)
		return at.G > at.R+60 && at.G > at.B
	})
	p.keep("finished")

	guard()
	p.keys(t, "Return") // «end the training», when a receipt's panel does not lie over it
	waitFor(t, "the lesson's window is closed", func() bool {
		if _, err := os.Stat(filepath.Join("/proc", child, "exe")); err != nil {
			return true
		}
		p.keys(t, "Return")
		return false
	})
	p.rests(numberOf)
	p.keep("school-results")
	p.keys(t, "Escape")
	waitFor(t, "the lock screen is back", func() bool { return bytes.Equal(lock, p.pixels(bannerOf)) })

	nothingReal(t, o)
	finished(t, o, results)
	p.till.Process.Signal(syscall.SIGTERM)
	p.till.Wait()
	if said := p.errs.String(); strings.Contains(said, "Error in Fyne call thread") || strings.Contains(said, "goroutine ") {
		t.Errorf("the windows complained: %s", said)
	}
}

// nothingReal proves that the shop's own printer, journal and folder did not notice the lesson.
func nothingReal(t *testing.T, o *outside) {
	t.Helper()
	if docs := o.world.ATOL.Documents(); len(docs) != 0 {
		t.Errorf("the real printer made %d documents: %+v", len(docs), docs[0])
	}
	if f := o.journal(); len(f.Receipts) != 0 || len(f.Checks) != 0 {
		t.Errorf("the real journal has %d receipts and %d checks", len(f.Receipts), len(f.Checks))
	}
	if sold := o.world.LocalModule.Sold(); len(sold) != 0 {
		t.Errorf("the real local module was told of %d sales", len(sold))
	}
	for _, name := range everyFile(t, filepath.Join(o.dir, trainingFolder)) {
		if b, err := os.ReadFile(name); err != nil || bytes.Contains(b, []byte("real-secret-of-the-shop")) {
			t.Errorf("a secret of the shop stands in %s (%v)", name, err)
		}
	}
}

// finished looks at the result that the owner sees, and at the books of the training till.
func finished(t *testing.T, o *outside, results string) {
	t.Helper()
	list, err := lesson.Read(results)
	if err != nil || len(list) != 1 || list[0].Who != "Анна" || list[0].Tasks() != lesson.Count {
		t.Fatalf("the result is %+v (%v)", list, err)
	}
	mistakes, hints, _ := list[0].Sums()
	if mistakes != 0 || hints != 1 || list[0].Score < 70 {
		t.Errorf("%d mistakes, %d hints, %d points: %+v", mistakes, hints, list[0].Score, list[0].Marks)
	}
	var said struct{ Who string }
	if out := o.want(exitYes, "", "train", "--results", "--json"); json.Unmarshal([]byte(out), &said) != nil || said.Who != "Анна" {
		t.Errorf("train --results says %q", out)
	}
	till := &outside{t: t, dir: filepath.Join(o.dir, trainingFolder, trainingTill), exe: o.exe}
	till.write("dobro.toml", "[shop]\nname = \"x\"\ninn = \"7700000009\"\n") // only to read it by a command
	f := till.journal()
	kinds := map[string]int{}
	for _, r := range f.Receipts {
		if r.State == "fiscalized" {
			kinds[r.Kind]++
		}
	}
	if kinds["sale"] != 8 || kinds["return"] != 1 {
		t.Errorf("the training till has %v, want 8 sales and a return", kinds)
	}
}

// striped tells whether the amber strip of a lesson is on the screen.
func (p pupil) striped() bool {
	pix := p.pixels(image.Rect(4, 690, 5, 691))
	return pix[0] > 230 && pix[1] > 150 && pix[1] < 190 && pix[2] < 20
}

func (p pupil) rolls() bool { return p.at(p.t, 700, 664).R > 240 && p.at(p.t, 700, 664).B > 240 }

func (s *screen) click(t *testing.T, x, y int) {
	t.Helper()
	if _, err := s.x("xdotool", "mousemove", itoa(x), itoa(y), "click", "1"); err != nil {
		t.Fatalf("click at %d, %d: %v", x, y, err)
	}
	<-time.After(50 * time.Millisecond)
	s.x("xdotool", "mousemove", "512", "400")
}
