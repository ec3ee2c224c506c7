package trueapi_test

import (
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/trueapi"
	"dobro/checks/wire"
	"dobro/checks/wire/sourcetest"
)

func urls(hosts []trueapi.Host) (all []string) {
	for _, h := range hosts {
		all = append(all, h.URL)
	}
	return all
}

func TestRank(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	const ms = time.Millisecond
	h := func(url string, avg, trip time.Duration) trueapi.Host {
		return trueapi.Host{URL: url, Average: avg, RoundTrip: trip}
	}
	blocked := func(h trueapi.Host, d time.Duration) trueapi.Host { h.BlockedUntil = now.Add(d); return h }
	probation := func(h trueapi.Host) trueapi.Host { h.Probation = true; return h }
	for _, c := range []struct {
		name  string
		by    trueapi.Sort
		hosts []trueapi.Host
		want  string
	}{
		{"average decides", trueapi.ByAverage, []trueapi.Host{h("a", 30*ms, 1*ms), h("b", 10*ms, 90*ms), h("c", 20*ms, 5*ms)}, "bca"},
		{"equal averages: the round trip decides", trueapi.ByAverage, []trueapi.Host{h("a", 10*ms, 9*ms), h("b", 10*ms, 3*ms)}, "ba"},
		{"round trip alone", trueapi.ByMeasured, []trueapi.Host{h("a", 1*ms, 9*ms), h("b", 99*ms, 3*ms)}, "ba"},
		{"the sum", trueapi.BySum, []trueapi.Host{h("a", 5*ms, 9*ms), h("b", 1*ms, 10*ms), h("c", 2*ms, 20*ms)}, "bac"},
		{"never checked comes last, in the order of the list", trueapi.ByAverage, []trueapi.Host{h("a", 0, 0), h("b", 0, 0), h("c", 50*ms, 50*ms)}, "cab"},
		{"blocked comes after unchecked", trueapi.ByAverage, []trueapi.Host{blocked(h("a", 1*ms, 1*ms), time.Minute), h("b", 0, 0)}, "ba"},
		{"a block that is over counts no more", trueapi.ByAverage, []trueapi.Host{h("b", 5*ms, 5*ms), blocked(h("a", 1*ms, 1*ms), -time.Second)}, "ab"},
		{"a block too far ahead is a clock set back", trueapi.ByAverage, []trueapi.Host{h("b", 5*ms, 5*ms), blocked(h("a", 1*ms, 1*ms), time.Hour)}, "ab"},
		{"one that waits for its health check is not available", trueapi.ByAverage, []trueapi.Host{probation(h("a", 1*ms, 1*ms)), h("b", 5*ms, 5*ms)}, "ba"},
		{"none", trueapi.ByAverage, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := slices.Clone(c.hosts)
			if got := strings.Join(urls(trueapi.Rank(c.hosts, now, c.by)), ""); got != c.want {
				t.Errorf("Rank(%+v, %s) = %s, want %s", c.hosts, c.by, got, c.want)
			}
			if !slices.Equal(before, c.hosts) {
				t.Errorf("Rank changed its argument: %+v", c.hosts)
			}
		})
	}
}

func TestListIsAskedForAgainAfterSixHours(t *testing.T) {
	list, platforms := newOperator(t, 3)
	clk := newClock()
	client := ready(t, trueapi.Params{CDN: list.URL, Now: clk.now})
	if got, want := urls(client.Hosts()), []string{platforms[0].URL, platforms[1].URL, platforms[2].URL}; !slices.Equal(got, want) {
		t.Fatalf("platforms %v, want %v", got, want)
	}
	list.on(infoPath, sourcetest.Status(200, fmt.Sprintf(`{"code":0,"hosts":[{"host":%q}]}`, platforms[2].URL)))
	clk.move(6*time.Hour + 4*time.Minute) // the random half of ten minutes is not over
	client.Rouse()
	if _, f := ask(t, client, 5*time.Second); f != nil || list.count(infoPath) != 1 {
		t.Fatalf("before its time: %v, the list was asked for %d times, want once", f, list.count(infoPath))
	}
	clk.move(2 * time.Minute)
	client.Rouse()
	until(t, "the new list is in force", func() bool { return slices.Equal(urls(client.Hosts()), []string{platforms[2].URL}) })

	list.on(infoPath, sourcetest.Status(500, ""))
	clk.move(7 * time.Hour)
	client.Rouse()
	until(t, "the list was asked for in vain", func() bool { return list.count(infoPath) == 3 })
	if a, f := ask(t, client, 5*time.Second); f != nil || a.Host != platforms[2].host() {
		t.Errorf("without a new list: %v %s, want the saved platform", f, a.Host)
	}
	clk.move(90 * time.Second)
	client.Rouse()
	until(t, "the list is asked for again soon after a failure", func() bool { return list.count(infoPath) == 4 })
}

func TestRankingAndBlocksSurviveARestart(t *testing.T) {
	list, platforms := newOperator(t, 2)
	store, clk := &memory{}, newClock()
	first := ready(t, trueapi.Params{CDN: list.URL, Store: store, Now: clk.now})
	platforms[0].on(checkPath, sourcetest.Status(500, ""))
	ask(t, first, 5*time.Second)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	saved, _ := store.Load(t.Context())
	if mustJSON(t, saved)["cdn"] != list.URL || strings.Contains(string(saved), sourcetest.Secret) {
		t.Errorf("saved %s", saved)
	}

	list.on(infoPath, sourcetest.Hang) // nothing but the saved list is there
	for _, p := range platforms {
		p.on(healthPath, sourcetest.Hang)
	}
	second := newClient(t, trueapi.Params{CDN: list.URL, Store: store, Now: clk.now})
	if a, f := ask(t, second, time.Second); f != nil || a.Host != platforms[1].host() || len(a.Steps) != 1 {
		t.Errorf("after the restart: %v %v, want the second platform at once", f, asked(a.Steps))
	}
	if h := second.Hosts()[1]; h.URL != platforms[0].URL || !h.BlockedUntil.Equal(clk.now().Add(15*time.Minute)) || h.Average != 10*time.Millisecond {
		t.Errorf("first platform after the restart: %+v", h)
	}
}

func TestSavedDocumentOfAnotherServiceOrDamagedIsIgnored(t *testing.T) {
	list, platforms := newOperator(t, 1)
	for _, body := range []string{
		"", "null", "[]", "{", `{"version":1,"cdn":"https://other","hosts":[{"url":"https://elsewhere"}]}`,
		fmt.Sprintf(`{"version":2,"cdn":%q,"hosts":[{"url":"https://elsewhere"}]}`, list.URL),
		fmt.Sprintf(`{"version":1,"cdn":%q,"hosts":[{"url":"http://192.168.1.1"},{"url":"::"}]}`, list.URL),
	} {
		client := ready(t, trueapi.Params{CDN: list.URL, Store: &memory{body: []byte(body)}})
		if got := urls(client.Hosts()); !slices.Equal(got, []string{platforms[0].URL}) {
			t.Errorf("saved %s: platforms %v, want %s", body, got, platforms[0].URL)
		}
	}
}

func TestFirstCheckFetchesTheListItself(t *testing.T) {
	for _, c := range []struct {
		name string
		info http.HandlerFunc
		want []string // outcomes
	}{
		{"a list of itself", nil, []string{"ok"}},
		{"no hosts, as the sandbox answers", sourcetest.Status(200, `{"code":0,"description":"ok","hosts":[]}`), []string{"ok"}},
		{"no list at all", sourcetest.Status(200, `{"code":0}`), []string{"ok"}},
		{"a code", sourcetest.Status(200, `{"code":7,"description":"x"}`), []string{"ok"}},
		{"garbage", sourcetest.Status(200, `<html>`), []string{"ok"}},
		{"404", http.NotFound, []string{"ok"}},
		{"silence", sourcetest.Hang, []string{"ok"}},
		{"203", sourcetest.Status(203, `{"code":203,"message":"Аварийный режим"}`), []string{"emergency"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlatform(t, 5)
			if c.info == nil {
				c.info = sourcetest.Status(200, fmt.Sprintf(`{"code":0,"hosts":[{"host":%q}]}`, p.URL))
			}
			p.on(infoPath, c.info)
			client := newClient(t, trueapi.Params{CDN: p.URL})
			a, f := ask(t, client, time.Second)
			if f != nil {
				t.Fatalf("Ask: %v %+v", f, f.Steps)
			}
			got := string(a.Steps[len(a.Steps)-1].Outcome)
			if got != c.want[0] || a.Emergency != (got == "emergency") || a.Host != p.host() {
				t.Errorf("got %+v, want %v of %s", a, c.want, p.host())
			}
		})
	}
}

func TestBuiltInListIsUsedOnlyWithTheRealService(t *testing.T) {
	real, err := trueapi.New(trueapi.Params{})
	if err != nil {
		t.Fatal(err)
	}
	_ = real.Close()
	if got := trueapi.Fallback(real); len(got) != 11 || got[0] != "https://cdn01.crpt.ru" || got[10] != "https://cdn11.crpt.ru" {
		t.Errorf("built-in list %v", got)
	}
	const sandbox = "https://markirovka.sandbox.crptech.ru"
	other, err := trueapi.New(trueapi.Params{CDN: sandbox + "/"})
	if err != nil {
		t.Fatal(err)
	}
	_ = other.Close()
	if got := trueapi.Fallback(other); !slices.Equal(got, []string{sandbox}) {
		t.Errorf("sandbox list %v, want the sandbox itself", got)
	}
}

func TestListNamesOnlySafePlatforms(t *testing.T) {
	remote, _ := wire.ParseBase("https://cdn.crpt.ru")
	local, _ := wire.ParseBase("http://127.0.0.1:8080")
	for _, c := range []struct {
		name, body string
		base       wire.Base
		want       []string
		bad        bool
	}{
		{"https platforms", `{"code":0,"hosts":[{"host":"https://cdn01.crpt.ru"},{"host":"https://cdn02.crpt.ru/"}]}`, remote,
			[]string{"https://cdn01.crpt.ru", "https://cdn02.crpt.ru"}, false},
		{"names without a scheme", `{"hosts":[{"host":"cdn01.crpt.ru"}]}`, remote, []string{"https://cdn01.crpt.ru"}, false},
		{"plain strings", `{"hosts":["https://cdn01.crpt.ru"]}`, remote, []string{"https://cdn01.crpt.ru"}, false},
		{"one object", `{"hosts":{"host":"https://cdn01.crpt.ru"}}`, remote, []string{"https://cdn01.crpt.ru"}, false},
		{"plain http would show the key", `{"hosts":[{"host":"http://cdn01.crpt.ru"}]}`, remote, nil, false},
		{"this machine, said by another", `{"hosts":[{"host":"http://127.0.0.1:80"},{"host":"https://localhost"}]}`, remote, nil, false},
		{"this machine, said by itself", `{"hosts":[{"host":"http://127.0.0.1:81"}]}`, local, []string{"http://127.0.0.1:81"}, false},
		{"nonsense", `{"hosts":[1,null,{},{"host":null},{"host":"ftp://x"},{"host":"https://"},{"host":"https://u:p@x"},{"host":"https://x?y"}]}`, remote, nil, false},
		{"a code", `{"code":1,"hosts":[{"host":"https://cdn01.crpt.ru"}]}`, remote, nil, true},
		{"no JSON", `<html>`, remote, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := trueapi.DecodeList([]byte(c.body), c.base)
			if !slices.Equal(got, c.want) || (err != nil) != c.bad {
				t.Errorf("list %s\n got %v %v\nwant %v", c.body, got, err, c.want)
			}
		})
	}
}

func TestHealthDecides(t *testing.T) {
	list, platforms := newOperator(t, 4)
	platforms[0].on(healthPath, sourcetest.Status(200, `{"code":5,"description":"overloaded"}`))
	platforms[1].on(healthPath, sourcetest.Status(500, ``))
	platforms[2].on(healthPath, sourcetest.Hang)
	client := newClient(t, trueapi.Params{CDN: list.URL, HealthTimeout: 200 * time.Millisecond})
	until(t, "three platforms are blocked", func() bool {
		return len(slices.DeleteFunc(client.Hosts(), func(h trueapi.Host) bool { return h.Available(time.Now()) })) == 3
	})
	if a, f := ask(t, client, 5*time.Second); f != nil || a.Host != platforms[3].host() || len(a.Steps) != 1 {
		t.Errorf("got %v %v, want the healthy platform", f, asked(a.Steps))
	}
}

func TestNobodyIsBlockedWhenOurOwnNetworkIsDown(t *testing.T) {
	list, platforms := newOperator(t, 2)
	for _, p := range platforms {
		p.on(healthPath, sourcetest.Hang)
	}
	store := &memory{}
	client := newClient(t, trueapi.Params{CDN: list.URL, Store: store, HealthTimeout: 50 * time.Millisecond})
	until(t, "the round of health checks is over, which saves the list", func() bool { b, _ := store.Load(t.Context()); return b != nil })
	for _, h := range client.Hosts() {
		if !h.Available(time.Now()) {
			t.Errorf("%+v is not available", h)
		}
	}
	if a, f := ask(t, client, 5*time.Second); f != nil || a.Host != platforms[0].host() {
		t.Errorf("got %v %s, want the first platform", f, a.Host)
	}
}

func TestEmergencyIsAskedAgainAndEndsByItself(t *testing.T) {
	list, platforms := newOperator(t, 1)
	clk, store := newClock(), &memory{}
	client := ready(t, trueapi.Params{CDN: list.URL, Now: clk.now, Store: store})
	platforms[0].on(checkPath, sourcetest.Status(203, `{"code":203,"message":"Аварийный режим","details":[]}`))
	platforms[0].on(healthPath, sourcetest.Status(203, ""))
	a, f := ask(t, client, 5*time.Second)
	if f != nil || !a.Emergency || a.ReqID != "" || a.Status != 203 {
		t.Fatalf("got %v %+v, want an emergency", f, a)
	}
	began := clk.now()
	for range 15 { // half an hour without a sale: only the client's own questions keep the lamp lit
		n := platforms[0].count(healthPath)
		clk.move(2 * time.Minute)
		until(t, "the operator is asked again", func() bool {
			clk.move(100 * time.Millisecond) // the answer before may have been noted after the clock was moved
			client.Rouse()
			return platforms[0].count(healthPath) > n
		})
	}
	if since, on := client.EmergencySince(); !on || !since.Equal(began) {
		t.Errorf("after half an hour: since %v %v, want %v", since, on, began)
	}
	platforms[0].on(healthPath, sourcetest.Status(200, `{"code":0,"avgTimeMs":1}`))
	clk.move(2 * time.Minute)
	until(t, "the emergency is over", func() bool {
		clk.move(100 * time.Millisecond)
		client.Rouse()
		_, on := client.EmergencySince()
		return !on
	})

	ask(t, client, 5*time.Second) // a new emergency
	_ = client.Close()
	again := newClient(t, trueapi.Params{CDN: list.URL, Now: clk.now, Store: store})
	if _, on := again.EmergencySince(); on {
		t.Error("the emergency survived a restart without being asked for")
	}
}

func TestWarmOpensTheConnectionOfTheFirstCheck(t *testing.T) {
	p := newPlatform(t, 5)
	p.on(infoPath, sourcetest.Status(200, `{"code":0,"hosts":[]}`))
	client := newClient(t, trueapi.Params{CDN: p.URL})
	if err := client.Warm(sourcetest.Within(t, 5*time.Second)); err != nil {
		t.Fatalf("Warm: %v", err)
	}
	if p.count(healthPath) == 0 || len(client.Hosts()) != 1 {
		t.Errorf("after Warm: %d health checks, platforms %v", p.count(healthPath), client.Hosts())
	}
	p.on(healthPath, sourcetest.Status(500, ""))
	if err := client.Warm(sourcetest.Within(t, 5*time.Second)); err == nil {
		t.Error("Warm of a sick platform gave no error")
	}
	if _, f := ask(t, client, 5*time.Second); f != nil {
		t.Errorf("Ask after a failed Warm: %v", f)
	}
}

func TestCloseEndsWhatHangs(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("in the background", func(t *testing.T) {
		for _, hanging := range []string{infoPath, healthPath} {
			p := newPlatform(t, 5)
			p.on(infoPath, sourcetest.Status(200, `{"code":0,"hosts":[]}`))
			p.on(hanging, sourcetest.Hang)
			client := newClient(t, trueapi.Params{CDN: p.URL})
			until(t, "the platform is asked", func() bool { return p.count(hanging) > 0 })
			began := time.Now()
			if err := client.Close(); err != nil || time.Since(began) > time.Second {
				t.Errorf("%s hangs: Close took %v, %v", hanging, time.Since(began), err)
			}
			if h := client.Hosts(); len(h) > 0 && !h[0].Available(time.Now()) {
				t.Errorf("%s: Close was held against the platform: %+v", hanging, h)
			}
		}
	})
	sourcetest.NoGoroutinesLeft(t, before)
}

func TestClosedSourceIsSkippedAndSettingsAreChecked(t *testing.T) {
	list, _ := newOperator(t, 1)
	client := newClient(t, trueapi.Params{CDN: list.URL})
	for range 2 {
		if err := client.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, f := ask(t, client, time.Second); f == nil || f.Outcome != checks.OutcomeSkipped {
		t.Errorf("closed: got %v, want skipped", f)
	}
	for _, p := range []trueapi.Params{{CDN: "http://cdn.crpt.ru"}, {CDN: "cdn"}, {TimeZone: 12}, {Sort: "best"}} {
		if c, err := trueapi.New(p); err == nil {
			_ = c.Close()
			t.Errorf("New(%+v) was accepted", p)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"code":0,"description":"ok","hosts":[{"host":"https://cdn01.crpt.ru"}]}`, `{"hosts":["a",1,{"host":{}}]}`, `{"code":0,"avgTimeMs":12}`,
		`{"code":"x","avgTimeMs":-1}`, `[]`, `null`, `{`, "\xef\xbb\xbf{}", `{"hosts":[[[[`, `{"avgTimeMs":1e300}`,
	} {
		f.Add([]byte(s))
	}
	base, _ := wire.ParseBase("https://cdn.crpt.ru")
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := trueapi.DecodeList(b, base)
		for _, u := range list {
			if err != nil || !strings.HasPrefix(u, "https://") {
				t.Errorf("%q: platform %q, %v", b, u, err)
			}
		}
		if average, err := trueapi.DecodeHealth(wire.Reply{Status: 200, Body: b}); average < 0 || err != nil && average != 0 {
			t.Errorf("%q: average %v, %v", b, average, err)
		}
	})
}
