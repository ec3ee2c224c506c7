package tspiot_test

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

// oneAfterAnother gives the answers in order, the last one for ever.
func oneAfterAnother(answers ...http.HandlerFunc) http.HandlerFunc {
	var n atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		answers[min(int(n.Add(1))-1, len(answers)-1)](w, r)
	}
}

func TestStatusesOfTheModule(t *testing.T) {
	good := says(200, `{"codesResponse":[`+milkAnswer+`]}`)
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   checks.Outcome // of the failure; ok is an answer
		status int
		steps  []checks.Outcome
		detail string
	}{
		{"514: it could ask nobody, and a repeat would not help", says(514, `{"code":514,"message":"нет ответа"}`), checks.OutcomeNoUpstream, 514,
			[]checks.Outcome{checks.OutcomeNoUpstream}, "code 514: нет ответа"},
		{"504 once, then an answer", oneAfterAnother(says(504, ""), good), checks.OutcomeOK, 200,
			[]checks.Outcome{checks.OutcomeHTTP, checks.OutcomeOK}, ""},
		{"500 twice", says(500, `{"error":{"errorCode":500,"errorDescription":"внутренняя ошибка"}}`), checks.OutcomeHTTP, 500,
			[]checks.Outcome{checks.OutcomeHTTP, checks.OutcomeHTTP}, "code 500: внутренняя ошибка"},
		{"500 with 5000 once, then an answer", oneAfterAnother(says(500, `{"code":5000}`), good), checks.OutcomeOK, 200,
			[]checks.Outcome{checks.OutcomeHTTP, checks.OutcomeOK}, ""},
		{"500, then the emergency", oneAfterAnother(says(500, ""), says(203, `{"code":203}`)), checks.OutcomeOK, 203,
			[]checks.Outcome{checks.OutcomeHTTP, checks.OutcomeEmergency}, ""},
		{"400 is our fault and is not repeated", says(400, `{"code":400,"message":"bad"}`), checks.OutcomeHTTP, 400,
			[]checks.Outcome{checks.OutcomeHTTP}, "code 400: bad"},
		{"429 is not repeated", says(429, ""), checks.OutcomeHTTP, 429, []checks.Outcome{checks.OutcomeHTTP}, ""},
		{"404 on the forced version", says(404, ""), checks.OutcomeHTTP, 404, []checks.Outcome{checks.OutcomeHTTP}, ""},
		{"401", says(401, ""), checks.OutcomeTokenRefused, 401, []checks.Outcome{checks.OutcomeTokenRefused}, ""},
		{"410", says(410, ""), checks.OutcomeTokenRefused, 410, []checks.Outcome{checks.OutcomeTokenRefused}, ""},
		{"204 inside is none, even with a code and a request id", says(200, strings.Replace(milkAnswer, `"code":0`, `"code":204`, 1)), checks.OutcomeBusinessCode, 200,
			[]checks.Outcome{checks.OutcomeBusinessCode}, "code 204: ok"},
		{"204 inside without codes is none", says(200, `{"codesResponse":[{"code":204,"description":"аварийный режим"}]}`), checks.OutcomeBusinessCode, 200,
			[]checks.Outcome{checks.OutcomeBusinessCode}, "code 204: аварийный режим"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, c.answer)
			a, err := newClient(t, tspiot.Params{URL: m.URL, API: "v2"}).Ask(within(t, 5*time.Second), checks.Query{Code: milk})
			got, status, steps, detail := checks.OutcomeOK, a.Status, a.Steps, ""
			if err != nil {
				f := sourcetest.Failed(t, err)
				got, status, steps, detail = f.Outcome, f.Status, f.Steps, f.Detail
			}
			if got != c.want || status != c.status || detail != c.detail || !slices.Equal(outcomes(steps), c.steps) {
				t.Errorf("got %s %d %q steps %+v\nwant %s %d %q steps %v", got, status, detail, steps, c.want, c.status, c.detail, c.steps)
			}
		})
	}
}

func outcomes(steps []checks.Step) (all []checks.Outcome) {
	for _, s := range steps {
		all = append(all, s.Outcome)
	}
	return all
}

func TestRepeatIsNotSentWhenTheContextLeavesNoTimeForIt(t *testing.T) {
	m := newModule(t, func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(100 * time.Millisecond) // the module's own delay, not the test's
		w.WriteHeader(504)
	})
	_, err := newClient(t, tspiot.Params{URL: m.URL, API: "v2"}).Ask(within(t, 170*time.Millisecond), checks.Query{Code: milk})
	if f := sourcetest.Failed(t, err); len(f.Steps) != 1 || f.Outcome != checks.OutcomeHTTP || f.Status != 504 {
		t.Errorf("got %v with steps %+v, want one 504", f, f.Steps)
	}
}

func TestNoVersionIsThere(t *testing.T) {
	m := newModule(t, http.NotFound)
	_, err := newClient(t, tspiot.Params{URL: m.URL}).Ask(within(t, 5*time.Second), checks.Query{Code: milk})
	if f := sourcetest.Failed(t, err); f.Outcome != checks.OutcomeHTTP || f.Status != 404 || len(f.Steps) != 3 {
		t.Errorf("got %v with steps %+v, want 404 after three versions", f, f.Steps)
	}
}

func TestEmergencyEndsWithTheNextAnswerAndByItself(t *testing.T) {
	clock := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	m := newModule(t, says(203, `{"code":203,"message":"Аварийный режим","details":[]}`))
	client := newClient(t, tspiot.Params{URL: m.URL, API: "v2", Now: func() time.Time { return clock }})
	ask := func() checks.Answer {
		t.Helper()
		a, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk})
		if err != nil {
			t.Fatalf("Ask: %v", err)
		}
		return a
	}
	if a := ask(); !a.Emergency || a.Description != "Аварийный режим" || a.ReqID != "" || a.Steps[0].Outcome != checks.OutcomeEmergency {
		t.Errorf("203: got %+v", a)
	}
	began := clock
	clock = clock.Add(5 * time.Minute)
	ask()
	if since, on := client.EmergencySince(); !on || !since.Equal(began) {
		t.Errorf("after two 203: since %v %v, want %v", since, on, began)
	}
	clock = clock.Add(time.Hour)
	if since, on := client.EmergencySince(); on {
		t.Errorf("an hour later: still since %v, want no emergency that nobody confirmed", since)
	}
	ask()
	m.now(says(200, `{"codesResponse":[`+strings.Replace(milkAnswer, `"isCheckedOffline":false`, `"isCheckedOffline":true`, 1)+`]}`))
	ask()
	if _, on := client.EmergencySince(); !on {
		t.Error("an offline answer ended the emergency, though it knows nothing of the operator")
	}
	m.now(says(200, `{"codesResponse":[`+milkAnswer+`]}`))
	ask()
	if _, on := client.EmergencySince(); on {
		t.Error("an ordinary answer did not end the emergency")
	}
}

func TestWordsOfAnAnswerTellNoCheckPart(t *testing.T) {
	said := strings.Replace(milkAnswer, `"errorCode":0`, `"errorCode":6,"message":"tail 93dGVz of token-of-program"`, 1)
	said = strings.Replace(said, `"description":"ok"`, `"description":"ok dGVz"`, 1)
	m := newModule(t, says(200, said))
	a, err := newClient(t, tspiot.Params{URL: m.URL, API: "v2"}).Ask(within(t, 5*time.Second), checks.Query{Code: milk})
	if err != nil || a.Item.Message != "tail 93*** of ***" || a.Description != "ok ***" || a.Item.ErrorCode != 6 {
		t.Errorf("got %v, message %q, description %q", err, a.Item.Message, a.Description)
	}
	if body := string(a.Body); !strings.Contains(body, "93dGVz") || strings.Contains(body, "token-of-program") {
		t.Errorf("the journal keeps the answer as it came, without the secret; got %s", body)
	}
}

func TestClosedSourceIsSkipped(t *testing.T) {
	m := newModule(t, says(200, milkAnswer))
	client := newClient(t, tspiot.Params{URL: m.URL})
	for range 2 {
		if err := client.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
	_, err := client.Ask(within(t, time.Second), checks.Query{Code: milk})
	if f := sourcetest.Failed(t, err); f.Outcome != checks.OutcomeSkipped {
		t.Errorf("got %v, want skipped", f)
	}
	if _, err = client.Info(within(t, time.Second)); err == nil {
		t.Error("Info of a closed source gave no error")
	}
}
