package localmodule_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/wire/sourcetest"
)

func errorsIs(err, target error) bool { return errors.Is(err, target) }

const status1 = `{"version":"1.5.0-462","status":"ready","serviceUrl":"https://rsapi.crpt.ru","operationMode":"active","name":"n","lastUpdate":1748620000000,
 "lastSync":1748622600000,"inst":"84c4d96a-1c44-4660-a1a2-1b0220f72d07","inn":"7700000000","dbVersion":"7312a9ab-e26d-476d-848f-4d18030eb5d3",
 "requiresDownload":false,"isGreyGtin":true,
 "replicationStatus":{"blocked_gtin":{"serverDocCount":120,"localDocCount":"60","timeLag":5},"blocked_cis":{"serverDocCount":"unknown","localDocCount":5000}}}`

func TestStatusIsRead(t *testing.T) {
	for _, c := range []struct {
		name, body string
		bases      map[string]localmodule.Base
		loaded     float64
		known      bool
	}{
		{"version 1 with an unknown counter", status1,
			map[string]localmodule.Base{"blocked_gtin": {Local: 60, Server: 120}, "blocked_cis": {Local: 5000, Server: -1}}, 0.5, true},
		{"version 2", `{"status":"ready","version":"2.5.1-2","dbState":{"min_price":{"docCount":4},"blocked_cis":{"docCount":"7"}}}`,
			map[string]localmodule.Base{"min_price": {Local: 4, Server: -1}, "blocked_cis": {Local: 7, Server: -1}}, 0, false},
		{"version 2 as ЕСМ passes it on", `{"status":"ready","dbState":{"databases":{"min_price":{"docCount":4},"databases":{"docCount":1}}}}`,
			map[string]localmodule.Base{"min_price": {Local: 4, Server: -1}, "databases": {Local: 1, Server: -1}}, 0, false},
		{"odd counters", `{"status":"ready","dbState":{"a":1,"b":null,"c":{"docCount":-4},"d":{"docCount":{}}},"replicationStatus":"unknown"}`,
			map[string]localmodule.Base{"c": {Local: -1, Server: -1}, "d": {Local: -1, Server: -1}}, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, onlyVersion("/api/v1/", says(200, c.body)))
			s, err := newClient(t, localmodule.Params{URL: m.URL}).Status(within(t, 5*time.Second))
			if err != nil {
				t.Fatalf("Status: %v", err)
			}
			if s.State != localmodule.Ready || s.API != "v1" || !maps.Equal(s.Bases, c.bases) {
				t.Errorf("body %s\n got %+v\nwant bases %v", c.body, s, c.bases)
			}
			if loaded, known := s.Loaded(); loaded != c.loaded || known != c.known {
				t.Errorf("Loaded() = %v %v, want %v %v", loaded, known, c.loaded, c.known)
			}
		})
	}
	m := newModule(t, says(200, status1))
	s, err := newClient(t, localmodule.Params{URL: m.URL}).Status(within(t, 5*time.Second))
	if err != nil || s.Version != "1.5.0-462" || s.INN != "7700000000" || !s.GreyGTIN || s.Download || !s.LastSync.Equal(time.UnixMilli(1748622600000)) ||
		s.BaseVersion != "7312a9ab-e26d-476d-848f-4d18030eb5d3" || s.Inst != "84c4d96a-1c44-4660-a1a2-1b0220f72d07" {
		t.Errorf("got %+v %v", s, err)
	}
}

func TestHoursLeftOfTheLock(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		sync  time.Time
		left  time.Duration
		known bool
	}{
		{"just synchronised", at, 72 * time.Hour, true},
		{"two days ago", at.Add(-48 * time.Hour), 24 * time.Hour, true},
		{"long ago", at.Add(-100 * time.Hour), 0, true},
		{"a clock that runs behind", at.Add(time.Hour), 72 * time.Hour, true},
		{"never", time.Time{}, 0, false},
	} {
		s := localmodule.Status{LastSync: c.sync}
		left, known := s.Left(at)
		if c.known && left != c.left || known != c.known {
			t.Errorf("%s: Left = %v %v, want %v %v", c.name, left, known, c.left, c.known)
		}
	}
}

func TestStatusThatIsNone(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   checks.Outcome
	}{
		{"a page", 200, "<html>", checks.OutcomeBadAnswer}, {"an empty object", 200, "{}", checks.OutcomeBadAnswer},
		{"a state that is no text", 200, `{"status":{}}`, checks.OutcomeBadAnswer}, {"wrong password", 401, "", checks.OutcomeTokenRefused},
		{"a fault", 500, "", checks.OutcomeHTTP}, {"no module", 404, "", checks.OutcomeHTTP},
	} {
		m := newModule(t, says(c.status, c.body))
		_, err := newClient(t, localmodule.Params{URL: m.URL}).Status(within(t, 5*time.Second))
		if f := sourcetest.Failed(t, err); f.Outcome != c.want {
			t.Errorf("%s: got %v, want %s", c.name, f, c.want)
		}
	}
}

func FuzzDecodeStatus(f *testing.F) {
	for _, s := range []string{status1, `{"status":"ready","dbState":{"databases":{"databases":{"databases":{}}}}}`, `{"status":1}`, `{`, `[]`, `null`, ``} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, ok := localmodule.DecodeStatus(b)
		if ok && s.State == "" {
			t.Errorf("%q: accepted without a state", b)
		}
		for name, base := range s.Bases {
			if base.Local < -1 || base.Server < -1 {
				t.Errorf("%q: base %s %+v", b, name, base)
			}
		}
		if share, known := s.Loaded(); known && (share < 0 || share > 1) {
			t.Errorf("%q: loaded %v", b, share)
		}
	})
}

func FuzzDecodeMarks(f *testing.F) {
	for _, s := range []string{`{"results":[{"success":true,"cis":"A"},{"success":false}]}`, `{"results":[1,null]}`, `{"code":3}`, ``, `{`, `[]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if refused, err := localmodule.DecodeMarks(b, []string{"A"}); err != nil && refused != nil {
			t.Errorf("%q: both %v and %v", b, refused, err)
		}
	})
}
