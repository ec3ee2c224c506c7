package sourcetest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dobro/checks"
)

// Good is a plain good answer about Milk, flat.
const Good = `{"code":0,"description":"ok","codes":[{"cis":"0104670540176099215'W9Um","printView":"0104670540176099215'W9Um","gtin":"04670540176099",` +
	`"groupIds":[8],"found":true,"valid":true,"verified":true,"utilised":true,"realizable":true,"sold":false,"isBlocked":false,"isGreyGtin":false,` +
	`"errorCode":0}],"reqId":"c117ab9a-8514-4084-a690-954af05e9b2b","reqTimestamp":1773404760587}`

// ReusesConnections asks many times in a row and counts the requests that had to open a connection: a handshake within the deadline is
// time taken from the answer. What a channel does beside the questions (its health, its list of platforms) has connections of its own and does not count.
func ReusesConnections(t *testing.T, s Subject) {
	server := Serve(t, s.TLS, body(s.wrap(Good)))
	source := s.New(t, server)
	var requests, fresh atomic.Int32
	trace := &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		requests.Add(1)
		if !got.Reused {
			fresh.Add(1)
		}
	}}
	for i := range 50 {
		ctx := httptrace.WithClientTrace(Within(t, 5*time.Second), trace)
		if _, err := source.Ask(ctx, checks.Query{Code: Milk}); err != nil {
			t.Fatalf("question %d: %v", i, err)
		}
	}
	if n := requests.Load(); n < 50 {
		t.Fatalf("50 questions made %d requests that could be seen", n)
	}
	// The first opens one. The library gives a connection up whose request was not yet told to be written 50 ms after its answer came, which a
	// machine that stands still can bring about once or twice.
	if n := fresh.Load(); n > 3 {
		t.Errorf("50 questions opened %d connections", n)
	}
}

// SurvivesDeadConnections cuts the kept connection between two questions: the second must not notice.
func SurvivesDeadConnections(t *testing.T, s Subject) {
	server := Serve(t, s.TLS, body(s.wrap(Good)))
	source := s.New(t, server)
	for i := range 5 {
		if _, err := source.Ask(Within(t, 5*time.Second), checks.Query{Code: Milk}); err != nil {
			t.Fatalf("question %d after a cut: %v", i, err)
		}
		server.CloseClientConnections()
	}
}

// ManyAtOnce asks from many goroutines while the server answers well, badly, late and not at all; run it with the race detector.
// Nothing may be left behind.
func ManyAtOnce(t *testing.T, s Subject) {
	before := runtime.NumGoroutine()
	var n atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1) % 7 {
		case 0:
			Status(500, `{"code":1}`)(w, r)
		case 1:
			body("<html>")(w, r)
		case 2:
			Hang(w, r)
		case 3:
			raw("")(w, r)
		default:
			_, _ = io.Copy(io.Discard, r.Body)
			_, _ = io.WriteString(w, s.wrap(Good))
		}
	}))
	server.Config.ErrorLog = quiet
	if s.TLS {
		server.StartTLS()
	} else {
		server.Start()
	}
	var wg sync.WaitGroup
	var answers, failures atomic.Int64
	t.Run("ask", func(t *testing.T) {
		source := s.New(t, server)
		for range 16 {
			wg.Go(func() {
				for range 20 {
					ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
					_, err := source.Ask(ctx, checks.Query{Code: Milk})
					cancel()
					if err == nil {
						answers.Add(1)
						continue
					}
					if f, ok := err.(*checks.Failure); !ok || f.Outcome == "" {
						t.Errorf("error %v (%T) is no *checks.Failure with an outcome", err, err)
					}
					failures.Add(1)
				}
			})
		}
		wg.Wait()
	})
	server.CloseClientConnections()
	server.Close()
	if answers.Load() == 0 || failures.Load() == 0 {
		t.Errorf("%d answers and %d failures, want some of both", answers.Load(), failures.Load())
	}
	NoGoroutinesLeft(t, before)
}

// BoundedMemory floods the source with bodies of 50 MB: what it allocates for one must stay near the limit of a body.
func BoundedMemory(t *testing.T, s Subject) {
	block := make([]byte, 1<<20)
	source := s.New(t, Serve(t, s.TLS, flood(0, block)))
	ask := func() {
		if _, err := source.Ask(Within(t, 5*time.Second), checks.Query{Code: Milk}); err == nil {
			t.Fatal("a flood passed for an answer")
		}
	}
	ask()
	const times = 10
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range times {
		ask()
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / times; each > 8<<20 {
		t.Errorf("a flooded question allocates %d KiB, want at most 8 MiB", each>>10)
	}
}
