// Package sourcetest is the conformance suite of checks.Source: whatever a service sends back, a source ends in time with an answer
// or a *checks.Failure that names the reason, keeps its memory bounded, gives away neither the check part nor a secret, and leaves
// no goroutine behind. Every channel runs it in its tests.
package sourcetest

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/marking"
)

// Milk is the code that the suite asks about.
var Milk = marking.Code{
	Kind: marking.KindUnit, Full: "0104670540176099215'W9Um\x1d93dGVz", Cis: "0104670540176099215'W9Um",
	GTIN: "04670540176099", Serial: "5'W9Um", Check: "dGVz",
}

// Secret is what the source under test must be given as its token or password.
const Secret = "the-secret-of-the-shop"

// Subject is the source under test.
type Subject struct {
	New  func(t testing.TB, server *httptest.Server) checks.Source // closes itself at the end of t when it must
	TLS  bool
	Wrap func(answer string) string // puts {"code":…,"codes":[…]} into the nesting of the channel; nil leaves it flat
}

func (s Subject) wrap(answer string) string {
	if s.Wrap == nil {
		return answer
	}
	return s.Wrap(answer)
}

// quiet takes what the servers say about connections that the suite breaks on purpose.
var quiet = log.New(io.Discard, "", 0)

// Serve starts a silent server that lives as long as the test.
func Serve(t testing.TB, overTLS bool, h http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = quiet
	if overTLS {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server
}

// Within is a context that ends after d or with the test.
func Within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

// Failed takes the failure out of an error; anything else than a *checks.Failure breaks the contract.
func Failed(t testing.TB, err error) *checks.Failure {
	t.Helper()
	var f *checks.Failure
	if !errors.As(err, &f) {
		t.Fatalf("error %v (%T) is no *checks.Failure", err, err)
	}
	return f
}

// NoGoroutinesLeft fails when more goroutines than before live on after five seconds.
func NoGoroutinesLeft(t testing.TB, before int) {
	t.Helper()
	end := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
	}
}

// silent fails when the failure or its steps tell the check part or the secret.
func silent(t testing.TB, f *checks.Failure) {
	t.Helper()
	said := []string{f.Error(), f.Detail}
	for _, step := range f.Steps {
		said = append(said, step.Detail)
	}
	said = append(said, string(f.Body)) // bodies may hold the code, never the secret
	for i, s := range said {
		if strings.Contains(s, Secret) || i < len(said)-1 && (strings.Contains(s, Milk.Check) || strings.Contains(s, Milk.Full)) {
			t.Errorf("failure tells what must stay inside: %q", s)
		}
	}
}
