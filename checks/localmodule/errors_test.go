package localmodule_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/wire/sourcetest"
)

func TestErrorsOfTheModule(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   checks.Outcome
		detail string
	}{
		{"4045 as a number: not ready", 400, `{"errorCode":4045,"message":"Локальный модуль не инициализирован"}`, checks.OutcomeNotReady,
			"code 4045: Локальный модуль не инициализирован"},
		{"4045 as a string", 400, `{"errorCode":"4045"}`, checks.OutcomeNotReady, "code 4045"},
		{"4050: too long without synchronisation", 400, `{"errorCode":4050,"description":"нет синхронизации"}`, checks.OutcomeNotReady, "code 4050: нет синхронизации"},
		{"4050 in an error object", 400, `{"error":{"errorCode":"4050"}}`, checks.OutcomeNotReady, "code 4050"},
		{"4045 inside a 200", 200, `{"errorCode":4045}`, checks.OutcomeNotReady, "code 4045"},
		{"another 400", 400, `{"errorCode":4001,"message":"x"}`, checks.OutcomeHTTP, "code 4001: x"},
		{"wrong password", 401, ``, checks.OutcomeTokenRefused, ""},
		{"only the operator may declare an emergency", 203, `{"code":203}`, checks.OutcomeHTTP, "code 203"},
		{"a code in the result", 200, `{"results":[{"code":8,"description":"плохо","codes":[]}]}`, checks.OutcomeBusinessCode, "code 8: плохо"},
		{"a fault is not repeated, there is no time for it", 500, ``, checks.OutcomeHTTP, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, says(c.status, c.body))
			_, err := newClient(t, localmodule.Params{URL: m.URL, API: "v2"}).Ask(within(t, 5*time.Second), checks.Query{Code: water})
			f := sourcetest.Failed(t, err)
			if f.Outcome != c.want || f.Status != c.status || f.Detail != c.detail || len(f.Steps) != 1 || f.Channel != checks.ChannelLocalModule {
				t.Errorf("%d %s\n got %+v\nwant %s %q", c.status, c.body, f, c.want, c.detail)
			}
		})
	}
}

func TestRefusedTokenFallsBackToThePassword(t *testing.T) {
	m := newModule(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("Authorization"), "Token ") {
			w.WriteHeader(401)
			return
		}
		says(200, wrapped1)(w, r)
	})
	client := newClient(t, localmodule.Params{URL: m.URL, API: "v2", Token: "token-of-esm"})
	for i, want := range []int{2, 1} { // the refused token is not tried again
		a, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: water})
		if err != nil || len(a.Steps) != want {
			t.Errorf("question %d: %v, steps %+v, want %d", i, err, a.Steps, want)
		}
	}
	client.UseToken("token-of-esm")
	if a, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: water}); err != nil || len(a.Steps) != 1 {
		t.Errorf("the refused token given again: %v %+v, want it left alone", err, a.Steps)
	}
	client.UseToken("newer-token-of-esm")
	if a, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: water}); err != nil || len(a.Steps) != 2 {
		t.Errorf("a new token: %v %+v, want it tried", err, a.Steps)
	}
	m.now(says(401, ""))
	client.UseToken("token-of-esm")
	client.UseFiscalDrive("9287440301120991")
	_, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: water})
	if f := sourcetest.Failed(t, err); f.Outcome != checks.OutcomeTokenRefused || len(f.Steps) != 2 {
		t.Errorf("both refused: %v %+v", f, f.Steps)
	}
	for _, r := range m.seen() {
		if r.client != "9287440301120991" {
			t.Errorf("X-ClientId %q, want the fiscal drive", r.client)
		}
	}
}

func TestSettingsThatCannotBeSafeAreRefused(t *testing.T) {
	for _, c := range []struct{ url, api, want string }{
		{"", "", ""},
		{"http://192.168.0.10:5995", "v1", ""},
		{"http://server-in-the-shop:5995", "v2", ""},
		{"https://lm.example.org", "auto", ""},
		{"http://8.8.8.8:5995", "", "plain http"},
		{"http://admin:hidden@127.0.0.1:5995", "", "password"},
		{"127.0.0.1:5995", "", ""},
		{"", "v3", "allowed are"},
	} {
		client, err := localmodule.New(localmodule.Params{URL: c.url, API: c.api})
		if err == nil {
			_ = client.Close()
		}
		if c.url == "127.0.0.1:5995" {
			c.want = "address" // no scheme
		}
		if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hidden")) {
			t.Errorf("New(%q, %q): got %v, want %q", c.url, c.api, err, c.want)
		}
	}
}

func TestSellAndReturn(t *testing.T) {
	type result struct {
		name    string
		answer  http.HandlerFunc
		refused []localmodule.Refused
		fails   bool
		forGood bool // no repeat would help
	}
	v1 := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/status" {
			says(200, `{"status":"ready","version":"1.5.0-462"}`)(w, r)
			return
		}
		http.NotFound(w, r)
	}
	for _, c := range []result{
		{"taken", says(201, `{"results":[{"success":true,"cis":"A"},{"success":true,"cis":"B"}]}`), nil, false, false},
		{"taken without a word", says(200, ``), nil, false, false},
		{"one refused by name", says(201, `{"results":[{"success":true,"cis":"A"},{"success":false,"cis":"B","message":"не код"}]}`),
			[]localmodule.Refused{{Cis: "B", Words: "не код"}}, false, false},
		{"a code", says(200, `{"code":5,"description":"x"}`), nil, true, false},
		{"a page", says(200, `<html>`), nil, true, false},
		{"not ready", says(400, `{"errorCode":4045}`), nil, true, false},
		{"wrong password", says(401, ``), nil, true, false},
		{"a fault", says(500, ``), nil, true, false},
		{"version 1 has no list", v1, nil, true, true},
		{"404 of something that is not even a module", http.NotFound, nil, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, c.answer)
			client := newClient(t, localmodule.Params{URL: m.URL})
			for _, do := range []func() ([]localmodule.Refused, error){
				func() ([]localmodule.Refused, error) { return client.Sell(within(t, 5*time.Second), "A", "B") },
				func() ([]localmodule.Refused, error) { return client.Return(within(t, 5*time.Second), "A", "B") },
			} {
				refused, err := do()
				if !slices.Equal(refused, c.refused) || (err != nil) != c.fails || errorsIs(err, localmodule.ErrNoSoldList) != c.forGood {
					t.Errorf("got %v %v, want %v, failure %v, for good %v", refused, err, c.refused, c.fails, c.forGood)
				}
			}
			if got := m.seen(); got[0].path != "/api/v2/cis/sell" || got[0].body != `{"cis_list":["A","B"]}` || !slices.Contains(m.paths(), "/api/v2/cis/return") {
				t.Errorf("sent %+v", got)
			}
		})
	}
}

func TestSellSplitsLongLists(t *testing.T) {
	m := newModule(t, says(201, `{"results":[]}`))
	client := newClient(t, localmodule.Params{URL: m.URL})
	if _, err := client.Sell(within(t, 5*time.Second), slices.Repeat([]string{"A"}, 250)...); err != nil {
		t.Fatal(err)
	}
	if n := len(m.seen()); n != 3 {
		t.Errorf("250 codes went in %d requests, want 3", n)
	}
	if refused, err := client.Sell(within(t, time.Second)); refused != nil || err != nil {
		t.Errorf("no codes: %v %v", refused, err)
	}
}
