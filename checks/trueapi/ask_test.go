package trueapi_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/trueapi"
	"dobro/checks/wire/sourcetest"
)

func TestRequestIsTheOperators(t *testing.T) {
	for _, c := range []struct {
		name string
		p    trueapi.Params
		want string
	}{
		{"only the code is known", trueapi.Params{}, `{"codes":["0104670540176099215'W9Um\u001d93dGVz"]}`},
		{"fiscal drive and zone are known", trueapi.Params{FiscalDrive: "9287440301120991", TimeZone: 2},
			`{"codes":["0104670540176099215'W9Um\u001d93dGVz"],"fiscalDriveNumber":"9287440301120991","timeZone":2}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, platforms := newOperator(t, 1)
			c.p.CDN = list.URL
			client := ready(t, c.p)
			a, f := ask(t, client, 5*time.Second)
			if f != nil {
				t.Fatalf("Ask: %v", f)
			}
			if a.Channel != checks.ChannelTrueAPI || a.Host != platforms[0].host() || a.ReqID == "" || a.ReqTimestamp != 1773404760587 || a.Offline {
				t.Errorf("got %+v", a)
			}
			want := checkPath + " " + c.want + " " + sourcetest.Secret
			if platforms[0].mu.Lock(); !slices.Contains(platforms[0].got, want) {
				t.Errorf("got %q\nwant %q", platforms[0].got, want)
			}
			platforms[0].mu.Unlock()
		})
	}
}

func oneAfterAnother(answers ...http.HandlerFunc) http.HandlerFunc {
	var n atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) { answers[min(int(n.Add(1))-1, len(answers)-1)](w, r) }
}

func TestEachAnswerOfThePlatformHasItsConsequence(t *testing.T) {
	good := sourcetest.Status(200, sourcetest.Good)
	const crossBorder = `{"code":5000,"description":"трансграничный сервис недоступен"}`
	for _, c := range []struct {
		name    string
		first   http.HandlerFunc // of the best platform; the second is well
		want    []string         // steps: "1" and "2" are the platforms
		blocked bool             // the first one, afterwards
		result  checks.Outcome
	}{
		{"429 once", oneAfterAnother(sourcetest.Status(429, ""), good), []string{"1 http", "1 ok"}, false, checks.OutcomeOK},
		{"429 twice", sourcetest.Status(429, ""), []string{"1 http", "1 http", "2 ok"}, true, checks.OutcomeOK},
		{"500 once", oneAfterAnother(sourcetest.Status(500, "{}"), good), []string{"1 http", "1 ok"}, false, checks.OutcomeOK},
		{"504 twice", sourcetest.Status(504, "<html>"), []string{"1 http", "1 http", "2 ok"}, true, checks.OutcomeOK},
		{"5000 once", oneAfterAnother(sourcetest.Status(500, crossBorder), good), []string{"1 http", "1 ok"}, false, checks.OutcomeOK},
		{"5000 twice", sourcetest.Status(500, crossBorder), []string{"1 http", "1 http"}, false, checks.OutcomeHTTP},
		{"5000 twice, named in error_message", sourcetest.Status(503, `{"error_message":"5000: service"}`), []string{"1 http", "1 http"}, false, checks.OutcomeHTTP},
		{"401", sourcetest.Status(401, `{"description":"token expired"}`), []string{"1 token_refused"}, false, checks.OutcomeTokenRefused},
		{"410", sourcetest.Status(410, `{"error_message":"Устаревшее API"}`), []string{"1 token_refused"}, false, checks.OutcomeTokenRefused},
		{"400", sourcetest.Status(400, ""), []string{"1 http"}, false, checks.OutcomeHTTP},
		{"404", sourcetest.Status(404, ""), []string{"1 http"}, false, checks.OutcomeHTTP},
		{"203", sourcetest.Status(203, `{"code":203}`), []string{"1 emergency"}, false, checks.OutcomeEmergency},
		{"a business code", sourcetest.Status(200, `{"code":4,"description":"x"}`), []string{"1 business_code"}, false, checks.OutcomeBusinessCode},
		{"a page of the provider", sourcetest.Status(200, `<html>`), []string{"1 bad_answer", "2 ok"}, false, checks.OutcomeOK},
		{"500, then a cut", oneAfterAnother(sourcetest.Status(500, ""), func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }),
			[]string{"1 http", "1 refused", "2 ok"}, false, checks.OutcomeOK},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, platforms := newOperator(t, 2)
			clk := newClock()
			client := ready(t, trueapi.Params{CDN: list.URL, Now: clk.now})
			platforms[0].on(checkPath, c.first)
			a, f := ask(t, client, 5*time.Second)
			steps, result := a.Steps, checks.OutcomeOK
			if f != nil {
				steps, result = f.Steps, f.Outcome
			} else if a.Emergency {
				result = checks.OutcomeEmergency
			}
			got := asked(steps)
			for i := range got {
				got[i] = strings.ReplaceAll(strings.ReplaceAll(got[i], platforms[0].host(), "1"), platforms[1].host(), "2")
			}
			if !slices.Equal(got, c.want) || result != c.result {
				t.Errorf("got %v %s, want %v %s", got, result, c.want, c.result)
			}
			if isCross := f != nil && errors.Is(f, trueapi.ErrCrossBorder); isCross != strings.HasPrefix(c.name, "5000 twice") {
				t.Errorf("ErrCrossBorder is %v in %v", isCross, f)
			}
			for _, h := range client.Hosts() {
				if want := c.blocked && h.URL == platforms[0].URL; h.Available(clk.now()) == want {
					t.Errorf("%+v: available %v, want %v", h, !want, want)
				}
			}
			for i := 1; i < len(steps); i++ {
				if steps[i].StartMs < steps[i-1].StartMs+steps[i-1].ElapsedMs-0.01 {
					t.Errorf("steps overlap: %+v", steps)
				}
			}
		})
	}
}

func TestThreeTimeoutsInARowBlockForAQuarterOfAnHour(t *testing.T) {
	list, platforms := newOperator(t, 2)
	clk := newClock()
	client := ready(t, trueapi.Params{CDN: list.URL, Now: clk.now})
	platforms[0].on(checkPath, sourcetest.Hang)
	for i := range 3 {
		if _, f := ask(t, client, 100*time.Millisecond); f == nil || f.Outcome != checks.OutcomeTimeout || len(f.Steps) != 1 {
			t.Fatalf("time-out %d: got %+v", i, f)
		}
	}
	a, f := ask(t, client, 5*time.Second)
	if f != nil || a.Host != platforms[1].host() || len(a.Steps) != 1 {
		t.Fatalf("after three time-outs: %v %+v, want the second platform at once", f, a.Steps)
	}
	platforms[0].on(checkPath, sourcetest.Status(200, sourcetest.Good))
	clk.move(14 * time.Minute)
	if a, f = ask(t, client, 5*time.Second); f != nil || a.Host != platforms[1].host() {
		t.Errorf("14 minutes later: %v %s, want the second platform", f, a.Host)
	}
	clk.move(2 * time.Minute)
	client.Rouse()
	until(t, "the first platform is back after a good health check", func() bool { return client.Hosts()[0].URL == platforms[0].URL })
	if a, f = ask(t, client, 5*time.Second); f != nil || a.Host != platforms[0].host() {
		t.Errorf("16 minutes later: %v %s, want the first platform", f, a.Host)
	}
}

func TestFaultWithoutTimeForARepeatBlocksNobody(t *testing.T) {
	list, platforms := newOperator(t, 2)
	client := ready(t, trueapi.Params{CDN: list.URL})
	platforms[0].on(checkPath, func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(80 * time.Millisecond) // the platform's own delay, not the test's
		w.WriteHeader(500)
	})
	ask(t, client, 120*time.Millisecond)
	for _, h := range client.Hosts() {
		if !h.Available(time.Now()) {
			t.Errorf("%+v is blocked after one fault", h)
		}
	}
}

func TestTimeoutsThatAreNotThePlatformsFaultDoNotCount(t *testing.T) {
	t.Run("the caller lost interest", func(t *testing.T) {
		list, platforms := newOperator(t, 2)
		client := ready(t, trueapi.Params{CDN: list.URL})
		platforms[0].on(checkPath, sourcetest.Hang)
		for i := range 4 {
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { _, err := client.Ask(ctx, checks.Query{Code: sourcetest.Milk}); done <- err }()
			until(t, "the platform is asked", func() bool { return platforms[0].count(checkPath) == i+1 })
			cancel()
			if f := sourcetest.Failed(t, <-done); f.Outcome != checks.OutcomeTimeout {
				t.Errorf("cancelled: got %v", f)
			}
		}
		if h := client.Hosts()[0]; h.URL != platforms[0].URL || h.Failures != 0 {
			t.Errorf("first in rank is %+v, want the first platform with nothing against it", h)
		}
	})
	t.Run("another platform used the time up", func(t *testing.T) {
		list, platforms := newOperator(t, 2)
		client := ready(t, trueapi.Params{CDN: list.URL})
		platforms[0].on(checkPath, func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(170 * time.Millisecond) // the platform's own delay, not the test's
			w.WriteHeader(500)
		})
		platforms[1].on(checkPath, sourcetest.Hang)
		for range 4 {
			ask(t, client, 210*time.Millisecond)
		}
		if n := platforms[1].count(checkPath); n == 0 {
			t.Skip("the machine was too slow for the second platform to be asked at all")
		}
		for _, h := range client.Hosts() {
			if h.URL == platforms[1].URL && !h.Available(time.Now()) {
				t.Errorf("%+v is blocked, though it never had the time", h)
			}
		}
	})
}

func TestAnAnswerBetweenTimeoutsStartsTheCountAnew(t *testing.T) {
	list, platforms := newOperator(t, 2)
	client := ready(t, trueapi.Params{CDN: list.URL})
	for range 3 {
		for range 2 {
			platforms[0].on(checkPath, sourcetest.Hang)
			ask(t, client, 60*time.Millisecond)
		}
		platforms[0].on(checkPath, sourcetest.Status(200, sourcetest.Good))
		if a, f := ask(t, client, 5*time.Second); f != nil || a.Host != platforms[0].host() {
			t.Fatalf("got %v %s, want an answer of the first platform", f, a.Host)
		}
	}
}

func TestSickPlatformStaysAwayAfterItsBlock(t *testing.T) {
	list, platforms := newOperator(t, 2)
	clk := newClock()
	client := ready(t, trueapi.Params{CDN: list.URL, Now: clk.now})
	platforms[0].on(checkPath, sourcetest.Status(500, ""))
	platforms[0].on(healthPath, sourcetest.Status(500, ""))
	ask(t, client, 5*time.Second)
	checked := platforms[0].count(healthPath)
	clk.move(16 * time.Minute)
	client.Rouse()
	until(t, "its health is asked for", func() bool { return platforms[0].count(healthPath) > checked })
	if a, f := ask(t, client, 5*time.Second); f != nil || a.Host != platforms[1].host() || len(a.Steps) != 1 {
		t.Errorf("got %v %+v, want the second platform alone", f, a.Steps)
	}
}

func TestTornConnectionsCountOnlyWhileOurOwnNetworkWorks(t *testing.T) {
	list, platforms := newOperator(t, 2)
	client := ready(t, trueapi.Params{CDN: list.URL})
	cut := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	platforms[0].on(checkPath, cut)
	platforms[1].on(checkPath, cut)
	for range 5 {
		if _, f := ask(t, client, 5*time.Second); f == nil || f.Outcome != checks.OutcomeRefused || len(f.Steps) != 2 {
			t.Fatalf("both cut: got %+v, want both asked each time", f)
		}
	}
	platforms[1].on(checkPath, sourcetest.Status(200, sourcetest.Good))
	for i, want := range []int{2, 2, 2, 1, 1} {
		a, f := ask(t, client, 5*time.Second)
		if f != nil || a.Host != platforms[1].host() || len(a.Steps) != want {
			t.Errorf("question %d: got %v %v, want %d steps", i, f, asked(a.Steps), want)
		}
	}
}

func TestAllBlockedTheBestGetsOneChance(t *testing.T) {
	list, platforms := newOperator(t, 2)
	client := ready(t, trueapi.Params{CDN: list.URL})
	for _, p := range platforms {
		p.on(checkPath, sourcetest.Status(500, ""))
	}
	if _, f := ask(t, client, 5*time.Second); f == nil || len(f.Steps) != 4 {
		t.Fatalf("got %+v, want both platforms twice", f)
	}
	if _, f := ask(t, client, 5*time.Second); f == nil || len(f.Steps) != 2 {
		t.Fatalf("got %+v, want the best platform twice", f)
	}
	for _, p := range platforms {
		p.on(checkPath, sourcetest.Status(200, sourcetest.Good))
	}
	if a, f := ask(t, client, 5*time.Second); f != nil {
		t.Errorf("got %v, want an answer after the trouble is over; steps %v", f, a.Steps)
	}
}

func TestTokenRefusalLastsUntilAnAnswerOrANewToken(t *testing.T) {
	list, platforms := newOperator(t, 2)
	clk := newClock()
	client := ready(t, trueapi.Params{CDN: list.URL, Now: clk.now})
	platforms[0].on(checkPath, sourcetest.Status(401, ""))
	ask(t, client, 5*time.Second)
	began := clk.now()
	clk.move(time.Minute)
	ask(t, client, 5*time.Second)
	if since, on := client.TokenRefusedSince(); !on || !since.Equal(began) {
		t.Errorf("since %v %v, want %v", since, on, began)
	}
	client.UseToken("another-key-of-the-shop")
	if _, on := client.TokenRefusedSince(); on {
		t.Error("a new key is refused before it was tried")
	}
	platforms[0].on(checkPath, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != "another-key-of-the-shop" {
			w.WriteHeader(401)
			return
		}
		sourcetest.Status(200, sourcetest.Good)(w, r)
	})
	if _, f := ask(t, client, 5*time.Second); f != nil {
		t.Errorf("with the new key: %v", f)
	}
}

func TestSourceContract(t *testing.T) {
	s := subject()
	t.Run("many at once", func(t *testing.T) { sourcetest.ManyAtOnce(t, s) })
	t.Run("kept connections are used", func(t *testing.T) { sourcetest.ReusesConnections(t, s) })
	t.Run("dead kept connections go unnoticed", func(t *testing.T) { sourcetest.SurvivesDeadConnections(t, s) })
	t.Run("nobody listens", func(t *testing.T) { sourcetest.Refused(t, s) })
	t.Run("bad answers", func(t *testing.T) { sourcetest.BadAnswers(t, s) })
	t.Run("memory is bounded", func(t *testing.T) { sourcetest.BoundedMemory(t, s) })
	t.Run("odd fields", func(t *testing.T) { sourcetest.OddFields(t, s) })
}
