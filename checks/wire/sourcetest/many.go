package sourcetest

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
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

// ReusesConnections asks many times in a row and counts connections.
func ReusesConnections(t *testing.T, s Subject) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(body(s.wrap(Good)))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	if s.TLS {
		server.StartTLS()
	} else {
		server.Start()
	}
	defer server.Close()
	source := s.New(t, server)
	for i := range 50 {
		if _, err := source.Ask(Within(t, 5*time.Second), checks.Query{Code: Milk}); err != nil {
			t.Fatalf("question %d: %v", i, err)
		}
	}
	// One for the questions and, at most, two for what the channel does beside them.
	if n := opened.Load(); n > 3 {
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
