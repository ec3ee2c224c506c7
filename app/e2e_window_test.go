//go:build e2e && linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dobro/internal/logging"
	"dobro/internal/sim"

	"golang.org/x/sys/unix"
)

// screen is a virtual display with a till on it, worked by keys as a cashier would and by a scanner on a pseudo-terminal.
type screen struct {
	o       *outside
	display string
	till    *exec.Cmd
	errs    *console
	scanner *os.File
	shots   string
	n       int
}

// console keeps what a program says while it runs.
type console struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (c *console) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.Write(b)
}

func (c *console) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.said.String()
}

func newScreen(t *testing.T, o *outside) *screen {
	t.Helper()
	return newDisplay(t, o, "1024x768x24")
}

// newDisplay starts a virtual display of a size and depth.
func newDisplay(t *testing.T, o *outside, size string) *screen {
	t.Helper()
	s := &screen{o: o, errs: &console{}, shots: filepath.Join(os.Getenv("SHOTS"), "window")}
	if err := os.MkdirAll(s.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// -noreset: a server that begins anew whenever the last glance at the screen is over refuses who comes at that moment.
	x := exec.Command("Xvfb", "-noreset", "-displayfd", "3", "-screen", "0", size, "+extension", "GLX", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatalf("start a virtual display: %v", err)
	}
	w.Close()
	t.Cleanup(func() { x.Process.Kill(); x.Wait() })
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("the virtual display did not start: %v", err)
	}
	s.display = ":" + strings.TrimSpace(number)
	return s
}

// plug makes a pseudo-terminal; the till gets its name, the test writes what a scanner would.
func (s *screen) plug(t *testing.T) string {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	s.scanner = master
	return fmt.Sprintf("/dev/pts/%d", n)
}

func (s *screen) start(t *testing.T, args ...string) {
	t.Helper()
	s.launch(t, args...)
	s.appears(t)
}

// launch starts the program and waits for nothing.
func (s *screen) launch(t *testing.T, args ...string) {
	t.Helper()
	s.till = exec.Command(s.o.exe, append([]string{"--data", s.o.dir, "--windowed"}, args...)...)
	s.till.Env = append(os.Environ(), "DISPLAY="+s.display, "LANG=ru_RU.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1")
	s.till.Stderr = s.errs
	if err := s.till.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.till.ProcessState == nil {
			s.till.Process.Kill()
			s.till.Wait()
		}
	})
	t.Cleanup(func() {
		if t.Failed() {
			s.shot(t, "failed")
			s.lastWords(t)
		}
	})
}

// lastWords tells what the program said before a test failed.
func (s *screen) lastWords(t *testing.T) {
	t.Helper()
	const most = 4000
	logs, _ := filepath.Glob(filepath.Join(s.o.dir, logging.Folder, "*.log"))
	for _, name := range logs {
		b, err := os.ReadFile(name)
		t.Logf("%s (%v):\n%s", filepath.Base(name), err, b[max(0, len(b)-most):])
	}
	said := s.errs.String()
	t.Logf("on the console:\n%s", said[max(0, len(said)-most):])
}

// appears waits for the drawn window and gives it the keys.
func (s *screen) appears(t *testing.T) {
	t.Helper()
	waitFor(t, "the window", func() bool {
		out, err := s.x("xdotool", "search", "--onlyvisible", "--name", ".")
		return err == nil && strings.TrimSpace(out) != ""
	})
	// Without a window manager nobody gives the window the keys; it gets them by being under the pointer.
	s.x("xdotool", "mousemove", "512", "400")
	waitFor(t, "a drawn window", func() bool { return s.at(t, 12, 600) != color.RGBA{A: 255} })
}

func (s *screen) x(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := cmd.Output()
	return string(out), err
}

func (s *screen) keys(t *testing.T, keys ...string) {
	t.Helper()
	if _, err := s.x("xdotool", append([]string{"key", "--delay", "30"}, keys...)...); err != nil {
		t.Fatalf("press %v: %v", keys, err)
	}
}

func (s *screen) typed(t *testing.T, text string) {
	t.Helper()
	if _, err := s.x("xdotool", "type", "--delay", "60", text); err != nil {
		t.Fatalf("type %q: %v", text, err)
	}
}

func (s *screen) scan(t *testing.T, raw string) {
	t.Helper()
	if _, err := s.scanner.WriteString(raw + "\r\n"); err != nil {
		t.Fatal(err)
	}
}

func (s *screen) picture(t *testing.T) image.Image {
	t.Helper()
	out, err := s.x("import", "-window", "root", "png:-")
	if err != nil {
		t.Fatalf("take a picture: %v", err)
	}
	img, err := png.Decode(bytes.NewReader([]byte(out)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func (s *screen) at(t *testing.T, x, y int) color.RGBA {
	r, g, b, _ := s.picture(t).At(x, y).RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
}

// banner names the colour of the permit banner by most of its ground.
func (s *screen) banner(t *testing.T) string {
	img := s.picture(t)
	count := map[string]int{}
	for x := 150; x < 720; x += 6 {
		for y := 4; y < 178; y += 6 {
			r, g, b, _ := img.At(x, y).RGBA()
			r, g, b = r>>8, g>>8, b>>8
			switch {
			case g > r+40 && g > b+30:
				count["green"]++
			case r > g+80 && r > b+80:
				count["red"]++
			case b > g+60 && r > g+40:
				count["violet"]++
			default:
				count["plain"]++
			}
		}
	}
	for _, name := range []string{"green", "red", "violet"} {
		if n := count[name]; n > count["plain"] {
			return name
		}
	}
	return "plain"
}

func (s *screen) turns(t *testing.T, want string) {
	t.Helper()
	waitFor(t, "the banner turns "+want, func() bool { return s.banner(t) == want })
}

// differs tells whether the squares of 200 units at (x, y) are not the same.
func differs(a, b image.Image, x, y int) bool {
	for dx := range 200 {
		for dy := range 200 {
			if a.At(x+dx, y+dy) != b.At(x+dx, y+dy) {
				return true
			}
		}
	}
	return false
}

// shot keeps a picture for people.
func (s *screen) shot(t *testing.T, name string) {
	t.Helper()
	s.n++
	f, err := os.Create(filepath.Join(s.shots, fmt.Sprintf("%02d-%s.png", s.n, name)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.picture(t)); err != nil {
		t.Fatal(err)
	}
}

func (o *outside) documents(kind string) int {
	n := 0
	for _, d := range o.world.ATOL.Documents() {
		if d.Kind == kind {
			n++
		}
	}
	return n
}

func TestFirstSaleInARealWindow(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newScreen(t, o)
	port := s.plug(t)
	old, err := os.ReadFile(filepath.Join(o.dir, "dobro.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.write("dobro.toml", string(old)+fmt.Sprintf("[scanner]\nmode = \"serial\"\nport = %q\n", port))
	s.start(t)
	goods := newShelf(t, 5)
	s.shot(t, "login")
	s.typed(t, "1111")
	before := s.picture(t)
	s.keys(t, "Return")
	waitFor(t, "somebody is logged in", func() bool { return differs(before, s.picture(t), 520, 520) })
	s.shot(t, "no-shift")
	s.keys(t, "F11")
	waitFor(t, "the shift is open", func() bool {
		s.keys(t, "Return")
		<-time.After(500 * time.Millisecond)
		return o.documents("openShift") == 1
	})
	s.shot(t, "shift-open")
	s.keys(t, "Escape")
	s.turns(t, "plain")
	s.shot(t, "ready")

	first := goods.code()
	s.scan(t, first)
	s.turns(t, "green")
	s.shot(t, "allowed")
	s.scan(t, goods.barcode())
	s.scan(t, certification[4].code)
	s.turns(t, "red")
	s.shot(t, "forbidden")
	s.scan(t, goods.code()) // refused while the banner is red
	s.shot(t, "refused")
	s.keys(t, "Escape")
	s.turns(t, "plain")
	s.scan(t, first)
	s.turns(t, "red")
	s.shot(t, "same-code-twice")
	s.keys(t, "Escape")
	s.turns(t, "plain")

	// A scan works while something else has the keys: here the search.
	s.keys(t, "F2")
	second := goods.code()
	s.scan(t, second)
	s.turns(t, "green")
	s.shot(t, "scan-while-searching")
	s.keys(t, "Escape")

	s.keys(t, "F9")
	s.shot(t, "cash")
	s.keys(t, "Return")
	waitFor(t, "the receipt reaches the printer", func() bool { return o.documents("sell") == 1 })
	waitFor(t, "the receipt is in the journal", func() bool {
		f := o.journal()
		return len(f.Receipts) == 1 && f.Receipts[0].State == "fiscalized"
	})
	s.shot(t, "paid")
	s.keys(t, "Return")
	s.turns(t, "plain")

	f := o.journal()
	sameBooks(t, o.world.ATOL.Documents(), f)
	if len(f.Receipts[0].Lines) != 3 {
		t.Errorf("the receipt has %d lines, want 3: %+v", len(f.Receipts[0].Lines), f.Receipts[0].Lines)
	}

	// Everything outside is gone: a sentence, and the code waits for a senior.
	for _, service := range []string{sim.TSPIoT, sim.LocalModule} {
		if err := o.world.Faults.Set(service, refused); err != nil {
			t.Fatal(err)
		}
	}
	s.scan(t, goods.code())
	s.turns(t, "violet")
	s.shot(t, "cannot-be-checked")
	o.world.Faults.ClearAll()

	s.till.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { s.till.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("the window did not close when it was asked to")
	}
	if strings.Contains(s.errs.String(), "Error in Fyne call thread") || strings.Contains(s.errs.String(), "goroutine ") {
		t.Errorf("the window complained: %s", s.errs.String())
	}
}
