package trueapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/trueapi"
	"dobro/checks/wire/sourcetest"
)

const (
	infoPath   = "/api/v4/true-api/cdn/info"
	healthPath = "/api/v4/true-api/cdn/health/check"
	checkPath  = "/api/v4/true-api/codes/check"
)

// platform is one stand-in server: the list, a delivery platform, or both.
type platform struct {
	*httptest.Server
	mu      sync.Mutex
	got     []string // "path body key"
	answers map[string]http.HandlerFunc
}

func newPlatform(t testing.TB, averageMs int) *platform {
	t.Helper()
	p := &platform{answers: map[string]http.HandlerFunc{
		healthPath: sourcetest.Status(200, fmt.Sprintf(`{"code":0,"description":"ok","avgTimeMs":%d}`, averageMs)),
		checkPath:  sourcetest.Status(200, sourcetest.Good),
	}}
	p.Server = sourcetest.Serve(t, false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(strings.NewReader(string(b)))
		p.mu.Lock()
		p.got = append(p.got, r.URL.Path+" "+string(b)+" "+r.Header.Get("X-Api-Key"))
		answer := p.answers[r.URL.Path]
		p.mu.Unlock()
		if answer == nil {
			http.NotFound(w, r)
			return
		}
		answer(w, r)
	}))
	return p
}

func (p *platform) on(path string, answer http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers[path] = answer
}

// count of requests to path.
func (p *platform) count(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, g := range p.got {
		if strings.HasPrefix(g, path+" ") {
			n++
		}
	}
	return n
}

func (p *platform) host() string { return strings.TrimPrefix(p.URL, "http://") }

// newOperator makes platforms whose averages are 10, 20, 30 … ms, and a list of them.
func newOperator(t testing.TB, n int) (list *platform, platforms []*platform) {
	t.Helper()
	var hosts []string
	for i := range n {
		p := newPlatform(t, 10*(i+1))
		platforms = append(platforms, p)
		hosts = append(hosts, fmt.Sprintf(`{"host":%q}`, p.URL))
	}
	list = newPlatform(t, 0)
	list.answers = map[string]http.HandlerFunc{
		infoPath: sourcetest.Status(200, `{"code":0,"description":"ok","hosts":[`+strings.Join(hosts, ",")+`]}`),
	}
	return list, platforms
}

// clock is moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// memory is a Store.
type memory struct {
	mu   sync.Mutex
	body []byte
}

func (m *memory) Load(context.Context) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.body), nil
}

func (m *memory) Save(_ context.Context, b []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.body = slices.Clone(b)
	return nil
}

func newClient(t testing.TB, p trueapi.Params) *trueapi.Client {
	t.Helper()
	if p.Token == "" {
		p.Token = sourcetest.Secret
	}
	if p.Random == nil {
		p.Random = func() float64 { return 0.5 }
	}
	c, err := trueapi.New(p)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// ready makes a client that has the list and the health of all platforms.
func ready(t testing.TB, p trueapi.Params) *trueapi.Client {
	t.Helper()
	c := newClient(t, p)
	until(t, "all platforms are measured", func() bool {
		hosts := c.Hosts()
		return len(hosts) > 0 && !slices.ContainsFunc(hosts, func(h trueapi.Host) bool { return h.RoundTrip == 0 })
	})
	return c
}

// until waits for a condition that another goroutine brings about.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); {
		if time.Now().After(end) {
			t.Fatalf("in 10 seconds it did not happen that %s", what)
		}
		time.Sleep(time.Millisecond) // polling a condition, not guessing a time
	}
}

func ask(t testing.TB, c *trueapi.Client, limit time.Duration) (checks.Answer, *checks.Failure) {
	t.Helper()
	a, err := c.Ask(sourcetest.Within(t, limit), checks.Query{Code: sourcetest.Milk})
	if err != nil {
		return a, sourcetest.Failed(t, err)
	}
	return a, nil
}

func asked(steps []checks.Step) (all []string) {
	for _, s := range steps {
		all = append(all, fmt.Sprintf("%s %s", s.Host, s.Outcome))
	}
	return all
}

func mustJSON(t testing.TB, b []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatalf("%q: %v", b, err)
	}
	return m
}
