package scanner

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

const auto = "auto"

// Params of serial scanners. Only Port is needed.
type Params struct {
	Port     string   // auto, or the name of a port
	Baud     int      // 9600; USB scanners do not care
	Reserved []string // ports that automatic search leaves alone: the fiscal printer's
	Logger   zerolog.Logger
	Changed  func(State) // is told every change of a port's status, from several goroutines
	Ports    Ports       // System
	Clock    func() time.Time

	Quiet    time.Duration // silence that ends a scan without a suffix: 40 ms
	Patience time.Duration // the same on a port that sends suffixes: 300 ms
	Pause    time.Duration // first pause before a port is tried again: 200 ms, doubled up to MaxPause
	MaxPause time.Duration // 2 s; also how often automatic search looks for new ports
}

// Serial listens to serial scanners.
type Serial struct {
	p        Params
	reserved map[string]bool
	mu       sync.Mutex
	ports    map[string]PortState
	last     Port // the device that the named port was
}

// Open makes a listener; nothing is opened before Serve.
func Open(p Params) (*Serial, error) {
	if p.Port == "" {
		return nil, errors.New("open scanner: no port named")
	}
	if p.Baud == 0 {
		p.Baud = 9600
	}
	if p.Changed == nil {
		p.Changed = func(State) {}
	}
	if p.Ports == nil {
		p.Ports = System{}
	}
	if p.Clock == nil {
		p.Clock = time.Now
	}
	for d, standard := range map[*time.Duration]time.Duration{&p.Quiet: 40 * time.Millisecond, &p.Patience: 300 * time.Millisecond,
		&p.Pause: 200 * time.Millisecond, &p.MaxPause: 2 * time.Second} {
		if *d == 0 {
			*d = standard
		}
	}
	s := &Serial{p: p, reserved: map[string]bool{}, ports: map[string]PortState{}}
	for _, name := range p.Reserved {
		s.reserved[strings.ToUpper(name)] = true
	}
	return s, nil
}

// Serve listens until the context ends and sends scans to out in the order in which they ended, also while nobody receives. It
// survives everything that a cable can do: a port that fails is closed and looked for again, under another name too. Serve
// may be called once. It returns when all ports are closed, at the latest two seconds after the context ended: a driver that
// hangs in its own Close is left behind.
func (s *Serial) Serve(ctx context.Context, out chan<- Scan) error {
	q := newQueue(out)
	relayed := make(chan struct{})
	go func() { defer close(relayed); q.run(ctx) }()

	ended := make(chan ending, 64) // room for listeners that end after nobody waits for them
	running := map[string]context.CancelFunc{}
	retry := map[string]attempt{}
	ports := lister{ports: s.p.Ports}
	pause := s.p.Pause
	for {
		for _, port := range s.wanted(ctx, &ports, running) {
			if running[port.Name] != nil || s.p.Clock().Before(retry[port.Name].after) {
				continue
			}
			own, stop := context.WithCancel(ctx)
			running[port.Name] = stop
			go func() {
				opened := s.listen(own, port, q)
				ended <- ending{port.Name, opened}
			}()
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
			pause = min(2*pause, s.p.MaxPause)
		case e := <-ended:
			running[e.port]()
			delete(running, e.port)
			a := retry[e.port]
			if e.opened {
				a.pause, pause = 0, s.p.Pause
			}
			a.pause = min(max(2*a.pause, s.p.Pause), s.p.MaxPause)
			a.after = s.p.Clock().Add(a.pause)
			retry[e.port] = a
			pause = min(pause, a.pause)
		case <-ctx.Done():
			timer.Stop()
			s.windUp(ended, running)
			<-relayed
			return nil
		}
		timer.Stop()
	}
}

// ending is how listening to a port ended.
type ending struct {
	port   string
	opened bool
}

// attempt is when a port may be tried again.
type attempt struct {
	pause time.Duration
	after time.Time
}

// windUp waits for the listeners after the context ended.
func (s *Serial) windUp(ended <-chan ending, running map[string]context.CancelFunc) {
	limit := time.NewTimer(2 * time.Second)
	defer limit.Stop()
	for len(running) > 0 {
		select {
		case e := <-ended:
			running[e.port]()
			delete(running, e.port)
		case <-limit.C:
			s.p.Logger.Error().Int("ports", len(running)).Msg("a serial driver hangs, its port is left behind")
			for _, stop := range running {
				stop()
			}
			return
		}
	}
}

// wanted lists the ports to listen to now, and stops listening to those that automatic search no longer wants. A named port
// that is open needs no look at the list.
func (s *Serial) wanted(ctx context.Context, ports *lister, running map[string]context.CancelFunc) []Port {
	if s.p.Port != auto && len(running) > 0 {
		return nil
	}
	list, err := ports.list(ctx)
	if ports.news(err) && ctx.Err() == nil {
		s.p.Logger.Warn().Err(err).Msg("serial ports could not be listed")
	}
	s.mu.Lock()
	last := s.last
	s.mu.Unlock()
	chosen := choose(s.p.Port, list, last, s.reserved)
	if s.p.Port != auto || err != nil {
		return chosen
	}
	listed, want := map[string]bool{}, map[string]bool{}
	for _, p := range list {
		listed[p.Name] = true
	}
	for _, p := range chosen {
		want[p.Name] = true
	}
	for _, ps := range s.State().Ports { // some drivers keep an unplugged port readable for ever; some ports were only a guess
		if stop := running[ps.Name]; stop != nil && (!listed[ps.Name] || !want[ps.Name] && ps.Scans == 0) {
			stop()
		}
	}
	s.forget(want)
	return chosen
}

// listen opens a port and reads it until it fails or the context ends.
func (s *Serial) listen(ctx context.Context, port Port, q *queue) (opened bool) {
	line, err := s.p.Ports.Open(port.Name, s.p.Baud)
	if err != nil {
		status := statusOf(err)
		if known, ok := s.status(port.Name); ok && known == Gone && status == Missing {
			status = Gone
		}
		s.set(port, status, err)
		return false
	}
	defer s.close(port, line)
	if s.p.Port != auto && port.usb() {
		s.mu.Lock()
		s.last = port
		s.mu.Unlock()
	}
	s.set(port, Listening, nil)
	s.set(port, Gone, s.read(ctx, port, line, q))
	return true
}

func (s *Serial) status(name string) (Status, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.ports[name]
	return p.Status, ok
}

// idle is how long a Read waits when no scan has begun, which bounds how late the end of the context is seen.
const idle = 200 * time.Millisecond

// read is the loop over one open port; bufio would give up at a Read of nothing.
func (s *Serial) read(ctx context.Context, port Port, line Line, q *queue) error {
	f := newFramer(s.p.Quiet, s.p.Patience)
	buf := make([]byte, 1024)
	timeout := time.Duration(0)
	send := func(r read) {
		s.scanned(port.Name, f.last)
		q.put(Scan{Raw: r.raw, Source: port.Name, At: f.last, Ending: r.ending})
	}
	lost := 0
	for ctx.Err() == nil {
		want := idle
		if f.pending() {
			want = s.p.Quiet / 2
		}
		if want != timeout {
			if err := line.SetReadTimeout(want); err != nil {
				return err
			}
			timeout = want
		}
		n, err := line.Read(buf)
		now := s.p.Clock()
		if n > 0 {
			for _, r := range f.feed(buf[:n], now) {
				send(r)
			}
		} else if r, ok := f.tick(now); ok {
			send(r)
		}
		if f.lost > lost {
			lost = f.lost
			s.p.Logger.Warn().Str("port", port.Name).Int("limit", MaxLength).Msg("a scan was too long and was thrown away")
		}
		if err != nil { // a scan that the cable cut is no scan: the rest of it may come after the return, as another
			return err
		}
	}
	return nil
}

// close ends a port without trusting its driver: some USB drivers never come back from Close.
func (s *Serial) close(port Port, line Line) {
	_, err := within(context.Background(), time.Second, func() (struct{}, error) { return struct{}{}, line.Close() })
	if err != nil {
		s.p.Logger.Warn().Err(err).Str("port", port.Name).Msg("serial port could not be closed")
	}
}
