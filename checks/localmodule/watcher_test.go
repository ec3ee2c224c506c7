package localmodule_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/wire"
	"dobro/checks/wire/sourcetest"
)

// states answers status from a list, the last one for ever, and init with 200.
type states struct {
	mu   sync.Mutex
	next []string
	init http.HandlerFunc
}

func (s *states) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasSuffix(r.URL.Path, "/init") {
		s.init(w, r)
		return
	}
	says(200, fmt.Sprintf(`{"status":%q,"version":"2.5.1-2","lastSync":1748622600000,"inn":"7700000009"}`, s.next[0]))(w, r)
	if len(s.next) > 1 {
		s.next = s.next[1:]
	}
}

func TestInit(t *testing.T) {
	for _, c := range []struct {
		name  string
		init  http.HandlerFunc
		next  []string
		want  localmodule.State
		fails bool
		is    error
	}{
		{"accepted, loads", says(200, ""), []string{"initialization"}, localmodule.Initialization, false, nil},
		{"accepted, ready at once", says(200, "{}"), []string{"not_configured", "ready"}, localmodule.Ready, false, nil},
		{"accepted, but the state lags behind", says(200, ""), []string{"not_configured"}, localmodule.NotConfigured, false, nil},
		{"no answer in time, but it works", sourcetest.Hang, []string{"not_configured", "initialization"}, localmodule.Initialization, false, nil},
		{"no answer in time and nothing happens", sourcetest.Hang, []string{"not_configured"}, localmodule.NotConfigured, true, nil},
		{"bad token", says(400, `{"message":"token key-of-the-operator is unknown"}`), []string{"not_configured"}, "", true, localmodule.ErrToken},
		{"wrong password", says(401, ``), []string{"not_configured"}, "", true, localmodule.ErrPassword},
		{"a fault", says(500, ``), []string{"not_configured"}, "", true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &states{next: c.next, init: func(w http.ResponseWriter, r *http.Request) { c.init(w, r) }}
			m := newModule(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/init") {
					c.init(w, r) // may hang: not under the lock
					return
				}
				s.ServeHTTP(w, r)
			})
			client := newClient(t, localmodule.Params{URL: m.URL, API: "v2", InitLimit: 50 * time.Millisecond})
			grey := true
			got, err := client.Init(within(t, 10*time.Second), localmodule.Init{
				Token: "key-of-the-operator", ClearSold: true, GreyList: &grey, Polls: 3, Every: time.Millisecond,
			})
			if got.State != c.want || (err != nil) != c.fails || c.is != nil && !errorsIs(err, c.is) {
				t.Errorf("got %+v %v, want %q, failure %v", got, err, c.want, c.fails)
			}
			if err != nil {
				f := sourcetest.Failed(t, err)
				if strings.Contains(fmt.Sprintf("%v %v %s", f, f.Steps, f.Body), "key-of") {
					t.Errorf("the token is told: %v %v %s", f, f.Steps, f.Body)
				}
			}
			if sent := m.seen()[0]; sent.path != "/api/v2/init" || sent.body != `{"token":"key-of-the-operator","clearSold":true,"enableGreyList":true}` {
				t.Errorf("sent %+v", sent)
			}
		})
	}
}

func TestInitOfVersion1SendsTheTokenAlone(t *testing.T) {
	m := newModule(t, says(200, `{"status":"ready"}`))
	if _, err := newClient(t, localmodule.Params{URL: m.URL, API: "v1"}).Init(within(t, 5*time.Second), localmodule.Init{Token: "k", ClearSold: true}); err != nil {
		t.Fatal(err)
	}
	if sent := m.seen()[0]; sent.body != `{"token":"k"}` {
		t.Errorf("sent %+v", sent)
	}
}

func TestWatcherNamesTheTrouble(t *testing.T) {
	now := time.Now()
	status := func(state string, age time.Duration, inn string) http.HandlerFunc {
		return says(200, fmt.Sprintf(`{"status":%q,"lastSync":%d,"inn":%q}`, state, now.Add(-age).UnixMilli(), inn))
	}
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   localmodule.Trouble
		usable bool
	}{
		{"ready", status("ready", time.Hour, "7700000009"), localmodule.Well, true},
		{"ready, its tax number unknown", status("ready", time.Hour, ""), localmodule.Well, true},
		{"two days without synchronisation", status("ready", 49*time.Hour, "7700000009"), localmodule.Ageing, true},
		{"of another shop", status("ready", time.Hour, "7700000000"), localmodule.OtherINN, false},
		{"not configured", status("not_configured", 0, ""), localmodule.Unconfigured, false},
		{"loading", status("initialization", 0, ""), localmodule.Loading, false},
		{"locked", status("sync_error", 80*time.Hour, ""), localmodule.Stale, false},
		{"its data base is down", status("failure", 0, ""), localmodule.BaseDown, false},
		{"a state of tomorrow", status("dreaming", 0, ""), localmodule.OtherState, false},
		{"wrong password", says(401, ""), localmodule.BadPassword, false},
		{"another service", says(200, "<html>"), localmodule.BadReply, false},
		{"nobody", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, localmodule.Unreachable, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, c.answer)
			w, err := localmodule.NewWatcher(localmodule.WatcherParams{Client: newClient(t, localmodule.Params{URL: m.URL}), INN: "7700000009"})
			if err != nil {
				t.Fatal(err)
			}
			if h := w.Health(); h.Trouble != localmodule.Unknown || h.Usable() {
				t.Errorf("before the first question: %+v", h)
			}
			if h := w.Look(within(t, 5*time.Second)); h.Trouble != c.want || h.Usable() != c.usable {
				t.Errorf("got %+v, want %q", h, c.want)
			}
		})
	}
	if _, err := localmodule.NewWatcher(localmodule.WatcherParams{}); err == nil {
		t.Error("a watcher without a client was made")
	}
}

func TestWatcherRepairsASyncErrorOnceInAWhile(t *testing.T) {
	s := &states{next: []string{"sync_error"}, init: says(500, "")}
	m := newModule(t, s.ServeHTTP)
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	var told []localmodule.Trouble
	w, err := localmodule.NewWatcher(localmodule.WatcherParams{
		Client: newClient(t, localmodule.Params{URL: m.URL, API: "v2"}), Repair: true,
		RepairToken: func() wire.Secret { return "key-of-the-operator" },
		Changed:     func(h localmodule.Health) { told = append(told, h.Trouble) }, Now: func() time.Time { return at },
	})
	if err != nil {
		t.Fatal(err)
	}
	inits := func() (n int) {
		for _, p := range m.paths() {
			if strings.HasSuffix(p, "/init") {
				n++
			}
		}
		return n
	}
	if h := w.Look(t.Context()); h.Trouble != localmodule.Stale || h.Repair == nil || inits() != 1 {
		t.Errorf("first look: %+v, %d repairs, want one that failed", h, inits())
	}
	at = at.Add(9 * time.Minute)
	if w.Look(t.Context()); inits() != 1 {
		t.Errorf("9 minutes later: %d repairs, want still one", inits())
	}
	at = at.Add(2 * time.Minute)
	s.mu.Lock()
	s.init, s.next = says(200, ""), []string{"sync_error", "initialization", "ready"}
	s.mu.Unlock()
	if h := w.Look(t.Context()); h.Trouble != localmodule.Loading || h.Repair != nil || !h.Since.Equal(at) || inits() != 2 {
		t.Errorf("11 minutes later: %+v, %d repairs, want loading", h, inits())
	}
	if h := w.Look(t.Context()); h.Trouble != localmodule.Well && h.Trouble != localmodule.Ageing {
		t.Errorf("at last: %+v", h)
	}
	if want := []localmodule.Trouble{localmodule.Stale, localmodule.Loading, localmodule.Ageing}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestWatcherRunsUntilItIsStopped(t *testing.T) {
	m := newModule(t, says(200, `{"status":"ready"}`))
	client := newClient(t, localmodule.Params{URL: m.URL, API: "v2"})
	w, err := localmodule.NewWatcher(localmodule.WatcherParams{Client: client, Every: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.Run(ctx) }()
	for end := time.Now().Add(10 * time.Second); len(m.seen()) < 5; {
		if time.Now().After(end) {
			t.Fatalf("%d questions in 10 seconds", len(m.seen()))
		}
		time.Sleep(time.Millisecond) // polling a condition
	}
	stop()
	<-done
	n := len(m.seen())
	if h := w.Health(); h.Trouble != localmodule.Well || n != len(m.seen()) {
		t.Errorf("after the end: %+v", h)
	}
	_ = client.Close()
	if _, err := client.Ask(t.Context(), checks.Query{Code: water}); sourcetest.Failed(t, err).Outcome != checks.OutcomeSkipped {
		t.Errorf("closed: %v, want skipped", err)
	}
}
