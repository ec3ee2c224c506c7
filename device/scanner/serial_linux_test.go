package scanner

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// cable is a pseudo-terminal: we are the scanner at its far end.
type cable struct {
	far  *os.File
	near *os.File // our own eye on what the program has not read yet
	name string
}

func plug(t *testing.T) *cable {
	t.Helper()
	far, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	fd := int(far.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{far: far, name: fmt.Sprintf("/dev/pts/%d", n)}
	if c.near, err = os.OpenFile(c.name, os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.unplug)
	return c
}

func (c *cable) unplug() {
	c.far.Close()
	c.near.Close()
}

func (c *cable) send(t *testing.T, s string) {
	t.Helper()
	if _, err := c.far.WriteString(s); err != nil {
		t.Fatal(err)
	}
}

// drained waits until the program has read all that was sent.
func (c *cable) drained(t *testing.T) {
	t.Helper()
	until(t, "all is read", func() bool {
		n, err := unix.IoctlGetInt(int(c.near.Fd()), unix.TIOCINQ)
		return err == nil && n == 0
	})
}

// machine is a computer with ports that come and go; opening is the real thing.
type machine struct {
	System
	mu    sync.Mutex
	ports []Port
	err   error
}

func (m *machine) List() ([]Port, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.ports), m.err
}

func (m *machine) have(ports ...Port) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ports = ports
}

func (c *cable) honeywell(serial string) Port {
	return Port{Name: c.name, VID: "0C2E", PID: "0B6A", SerialNumber: serial}
}

// serve runs a listener until the test ends and checks that it ends.
func serve(t *testing.T, p Params, out chan Scan) *Serial {
	t.Helper()
	p.Pause, p.MaxPause = 5*time.Millisecond, 20*time.Millisecond
	if p.Quiet == 0 { // a busy machine may hold a test up between two bytes
		p.Quiet = 400 * time.Millisecond
	}
	s, err := Open(p)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, out) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("serve ended with %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("serve did not end with its context")
		}
	})
	return s
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	limit := time.After(10 * time.Second)
	for !ok() {
		select {
		case <-look.C:
		case <-limit:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func (s *Serial) statusIs(name string, want Status) func() bool {
	return func() bool { got, ok := s.status(name); return ok && got == want }
}

func receive(t *testing.T, out <-chan Scan) Scan {
	t.Helper()
	select {
	case s := <-out:
		return s
	case <-time.After(10 * time.Second):
		t.Fatal("no scan came")
		return Scan{}
	}
}

func expect(t *testing.T, out <-chan Scan, source string, want ...string) {
	t.Helper()
	for _, w := range want {
		if s := receive(t, out); s.Raw != w || s.Source != source || s.At.IsZero() {
			t.Fatalf("got %q from %s at %v, want %q from %s", s.Raw, s.Source, s.At, w, source)
		}
	}
}

func TestScansArriveAsTheyWereSent(t *testing.T) {
	c := plug(t)
	out := make(chan Scan)
	s := serve(t, Params{Port: c.name, Ports: &machine{}}, out)
	until(t, "the port is open", s.statusIs(c.name, Listening))

	for i := range len(milk) { // one byte at a time
		c.send(t, milk[i:i+1])
		c.drained(t)
	}
	expect(t, out, c.name, milk) // ended by silence: separator kept, no suffix
	c.send(t, milk+"\r"+pack+"\r")
	expect(t, out, c.name, milk, pack) // two scans in one write
	c.send(t, "\xE8\x1d\x04"+milk+"\r\n")
	expect(t, out, c.name, "\xE8\x1d\x04"+milk) // neither the terminal nor we eat a byte
	if st := s.State(); !st.Listening() || len(st.Ports) != 1 || st.Ports[0].Scans != 4 || st.Ports[0].LastScan.IsZero() {
		t.Errorf("state %+v, want one listening port with 4 scans", st)
	}
}

func TestTenScansInASecondWithoutASuffix(t *testing.T) {
	c := plug(t)
	out := make(chan Scan)
	s := serve(t, Params{Port: c.name, Ports: &machine{}, Quiet: 40 * time.Millisecond}, out)
	until(t, "the port is open", s.statusIs(c.name, Listening))
	pace := time.NewTicker(100 * time.Millisecond)
	defer pace.Stop()
	for i := range 10 {
		want := fmt.Sprintf("%s%d", milk, i)
		c.send(t, want)
		expect(t, out, c.name, want)
		<-pace.C
	}
}

func TestNothingIsLostWhileNobodyReceives(t *testing.T) {
	c := plug(t)
	out := make(chan Scan)
	s := serve(t, Params{Port: c.name, Ports: &machine{}}, out)
	until(t, "the port is open", s.statusIs(c.name, Listening))
	var want []string
	for i := range 30 {
		want = append(want, fmt.Sprintf("%s%02d", milk, i))
		c.send(t, want[i]+"\r")
	}
	until(t, "all are read", func() bool { return s.State().Ports[0].Scans == len(want) })
	expect(t, out, c.name, want...)
}

func TestUnpluggedInTheMiddleAndBackUnderAnotherName(t *testing.T) {
	for _, named := range []bool{false, true} {
		t.Run(fmt.Sprintf("port named in the settings: %v", named), func(t *testing.T) {
			first, m := plug(t), &machine{}
			m.have(first.honeywell("42"))
			p := Params{Port: auto, Ports: m}
			if named {
				p.Port = first.name
			}
			out := make(chan Scan)
			s := serve(t, p, out)
			until(t, "the port is open", s.statusIs(first.name, Listening))
			first.send(t, pack+"\r")
			expect(t, out, first.name, pack)
			first.send(t, milk[:12])
			first.drained(t)
			second := plug(t) // before the first is gone, so that its name differs
			m.have()
			first.unplug()
			until(t, "it is seen to be gone", s.statusIs(first.name, Gone))
			if s.State().Listening() {
				t.Errorf("state after unplugging: %+v", s.State())
			}
			m.have(Port{Name: "/dev/ttyS0"}, second.honeywell("42"))
			until(t, "it is found again", s.statusIs(second.name, Listening))
			second.send(t, milk+"\r")
			expect(t, out, second.name, milk) // the half scan is no scan
			if st := s.State(); len(st.Ports) != 1 || st.Ports[0].Scans != 2 {
				t.Errorf("state %+v, want the one device with its 2 scans", st)
			}
		})
	}
}

func TestTwoScannersAtOnce(t *testing.T) {
	a, b, m := plug(t), plug(t), &machine{}
	m.have(a.honeywell("1"), b.honeywell("2"), Port{Name: "/dev/nobody-opens-this", VID: "1A86", PID: "7523"})
	out := make(chan Scan)
	s := serve(t, Params{Port: auto, Ports: m}, out)
	until(t, "both are open", func() bool { return s.statusIs(a.name, Listening)() && s.statusIs(b.name, Listening)() })
	for i := range len(milk) { // interleaved byte by byte
		a.send(t, milk[i:i+1])
		if i < len(pack) {
			b.send(t, pack[i:i+1])
		}
	}
	got := map[string]string{}
	for range 2 {
		scan := receive(t, out)
		got[scan.Source] = scan.Raw
	}
	if got[a.name] != milk || got[b.name] != pack {
		t.Errorf("got %q", got)
	}
	if n := len(s.State().Ports); n != 2 {
		t.Errorf("%d ports were tried: %+v", n, s.State())
	}
}

func TestAGuessIsGivenUpWhenARealScannerComes(t *testing.T) {
	guess, real, m := plug(t), plug(t), &machine{}
	cheap := Port{Name: guess.name, VID: "1A86", PID: "7523"}
	m.have(cheap)
	out := make(chan Scan)
	s := serve(t, Params{Port: auto, Ports: m}, out)
	until(t, "the guess is open", s.statusIs(guess.name, Listening))
	m.have(cheap, real.honeywell("1"))
	until(t, "the scanner is open and the guess forgotten", func() bool {
		_, known := s.status(guess.name)
		return !known && s.statusIs(real.name, Listening)()
	})
	real.send(t, milk+"\r")
	expect(t, out, real.name, milk)
}

func TestPortThatComesLater(t *testing.T) {
	dir := t.TempDir()
	link := dir + "/scanner"
	out := make(chan Scan)
	s := serve(t, Params{Port: link, Ports: &machine{err: fmt.Errorf("no list today")}}, out)
	until(t, "it is missed", s.statusIs(link, Missing))
	c := plug(t)
	if err := os.Symlink(c.name, link); err != nil {
		t.Fatal(err)
	}
	until(t, "it is open", s.statusIs(link, Listening))
	c.send(t, milk+"\r")
	expect(t, out, link, milk)
}

// stuck is a driver that hangs wherever it can.
type stuck struct{ release chan struct{} }

func (s stuck) List() ([]Port, error)              { return nil, nil }
func (s stuck) Open(string, int) (Line, error)     { return s, nil }
func (s stuck) SetReadTimeout(time.Duration) error { return nil }
func (s stuck) Read([]byte) (int, error)           { <-s.release; return 0, os.ErrClosed }
func (s stuck) Close() error                       { <-s.release; return nil }

func TestDriverThatHangsDoesNotHoldTheProgram(t *testing.T) {
	driver := stuck{make(chan struct{})}
	t.Cleanup(func() { close(driver.release) })
	s := serve(t, Params{Port: "COM3", Ports: driver}, make(chan Scan))
	until(t, "it is open", s.statusIs("COM3", Listening))
}

func TestChangesAreTold(t *testing.T) {
	c, m := plug(t), &machine{}
	m.have(c.honeywell("1"))
	var mu sync.Mutex
	var told []string
	s := serve(t, Params{Port: auto, Ports: m, Changed: func(s State) {
		mu.Lock()
		defer mu.Unlock()
		var all []string
		for _, p := range s.Ports {
			all = append(all, string(p.Status))
		}
		told = append(told, strings.Join(all, " "))
	}}, make(chan Scan))
	until(t, "it is open", s.statusIs(c.name, Listening))
	c.unplug()
	until(t, "it is gone", s.statusIs(c.name, Gone))
	until(t, "both are told", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(told) >= 2 && told[0] == "listening" && slices.Contains(told, "gone")
	})
}

func TestSystemListsPorts(t *testing.T) {
	ports, err := System{}.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ports {
		if p.Name == "" || p.VID != strings.ToUpper(p.VID) {
			t.Errorf("port %+v", p)
		}
	}
}
