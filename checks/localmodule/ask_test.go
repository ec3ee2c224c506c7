package localmodule_test

import (
	"context"
	"encoding/base64"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/internal/marking"
)

var quiet = log.New(io.Discard, "", 0)

// water is the code of the captured exchange with a module of version 1.
var water = marking.Code{
	Kind: marking.KindUnit, Full: "01048657365749062155esJWe\x1d93dGVz", Cis: "01048657365749062155esJWe",
	GTIN: "04865736574906", Check: "dGVz",
}

const wrapped1 = `{"results":[{"version":"7312a9ab-e26d-476d-848f-4d18030eb5d3","reqTimestamp":1743626629705,` +
	`"reqId":"ab88a664-88d5-8e92-5159-6cf2b90f4ec6","inst":"9ddcca85-eeba-4c30-98ec-5c7c0db67094","description":"ok",` +
	`"codes":[{"printView":"01048657365749062155esJWe","isGreyGtin":false,"isBlocked":false,"gtin":"04865736574906",` +
	`"cis":"01048657365749062155esJWe"}],"code":0}]}`

type request struct{ method, path, body, auth, client string }

// module is a stand-in for the local module; every request is kept.
type module struct {
	*httptest.Server
	mu     sync.Mutex
	got    []request
	answer http.HandlerFunc
}

func newModule(t testing.TB, answer http.HandlerFunc) *module {
	t.Helper()
	m := &module{answer: answer}
	m.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		client := ""
		if v := r.Header["X-Clientid"]; len(v) > 0 {
			client = v[0]
		}
		m.mu.Lock()
		m.got = append(m.got, request{r.Method, r.URL.Path, string(b), r.Header.Get("Authorization"), client})
		answer := m.answer
		m.mu.Unlock()
		answer(w, r)
	}))
	m.Config.ErrorLog = quiet
	m.Start()
	t.Cleanup(m.Close)
	return m
}

func (m *module) seen() []request {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.got)
}

func (m *module) paths() (p []string) {
	for _, r := range m.seen() {
		p = append(p, r.path)
	}
	return p
}

func (m *module) now(answer http.HandlerFunc) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answer, m.got = answer, nil
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func onlyVersion(prefix string, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) < len(prefix) || r.URL.Path[:len(prefix)] != prefix {
			http.NotFound(w, r)
			return
		}
		answer(w, r)
	}
}

func newClient(t testing.TB, p localmodule.Params) *localmodule.Client {
	t.Helper()
	if p.Password == "" {
		p.Password = "secret-word"
	}
	c, err := localmodule.New(p)
	if err != nil {
		t.Fatalf("New(%+v): %v", p, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestRequestHasTheShapeOfEachVersion(t *testing.T) {
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("admin:secret-word"))
	for _, c := range []struct {
		name  string
		p     localmodule.Params
		group int
		want  request
	}{
		{"v1 sends strings", localmodule.Params{API: "v1"}, 13,
			request{"POST", "/api/v1/cis/outCheck", `{"cis_list":["01048657365749062155esJWe"]}`, basic, ""}},
		{"v2 sends objects with the known group", localmodule.Params{API: "v2", FiscalDrive: "9287440301120991"}, 13,
			request{"POST", "/api/v2/cis/outCheck", `{"cis_list":[{"cis":"01048657365749062155esJWe","pg":13}]}`, basic, "9287440301120991"}},
		{"v2 leaves an unknown group out", localmodule.Params{API: "v2"}, 0,
			request{"POST", "/api/v2/cis/outCheck", `{"cis_list":[{"cis":"01048657365749062155esJWe"}]}`, basic, ""}},
		{"v2 signs with the token of the module's owner", localmodule.Params{API: "v2", Token: "11112222-3333"}, 0,
			request{"POST", "/api/v2/cis/outCheck", `{"cis_list":[{"cis":"01048657365749062155esJWe"}]}`, "Token 11112222-3333", ""}},
		{"v1 knows no token", localmodule.Params{API: "v1", Token: "11112222-3333"}, 0,
			request{"POST", "/api/v1/cis/outCheck", `{"cis_list":["01048657365749062155esJWe"]}`, basic, ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, says(200, wrapped1))
			c.p.URL = m.URL
			if _, err := newClient(t, c.p).Ask(within(t, 5*time.Second), checks.Query{Code: water, Group: c.group}); err != nil {
				t.Fatalf("Ask: %v", err)
			}
			if got := m.seen(); len(got) != 1 || got[0] != c.want {
				t.Errorf("sent\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestAnswersOfAllShapesAreRead(t *testing.T) {
	furniture := marking.Code{Full: "0104603586014674215012516137746\x1d93dGVz", Cis: "0104603586014674215012516137746", GTIN: "04603586014674"}
	pack := marking.Code{Kind: marking.KindTobaccoPack, Full: "04601653035829H;dV)bFABVUdGVz", Cis: "04601653035829H;dV)bF", GTIN: "04601653035829", Check: "dGVz"}
	price := func(n int64) *int64 { return &n }
	for _, c := range []struct {
		name, body string
		code       marking.Code
		want       checks.Answer
		mrp, smp   *int64
		sold, grey bool
	}{
		{"v1 POST, wrapped", wrapped1, water, checks.Answer{ReqID: "ab88a664-88d5-8e92-5159-6cf2b90f4ec6", ReqTimestamp: 1743626629705,
			Inst: "9ddcca85-eeba-4c30-98ec-5c7c0db67094", Version: "7312a9ab-e26d-476d-848f-4d18030eb5d3"}, nil, nil, false, false},
		{"v1 GET, flat, no version of the base", `{"code":0,"codes":[{"cis":"0104603586014674215012516137746","gtin":"04603586014674",` +
			`"isBlocked":false,"isGreyGtin":false,"printView":"0104603586014674215012516137746"}],"description":"ok",` +
			`"inst":"84c4d96a-1c44-4660-a1a2-1b0220f72d07","reqId":"36a8eed9-b8f9-899b-5cd0-b2114b102dc6","reqTimestamp":1748622685213}`,
			furniture, checks.Answer{ReqID: "36a8eed9-b8f9-899b-5cd0-b2114b102dc6", ReqTimestamp: 1748622685213,
				Inst: "84c4d96a-1c44-4660-a1a2-1b0220f72d07"}, nil, nil, false, false},
		{"v2 adds sold and prices", `{"results":[{"code":0,"description":"ok","reqId":"r","reqTimestamp":"1743626629705","inst":"i","version":"v",` +
			`"codes":[{"cis":"04601653035829H;dV)bF","gtin":"04601653035829","isBlocked":false,"isGreyGtin":true,"sold":true,"mrp":14500,"smp":20000}]}]}`,
			pack, checks.Answer{ReqID: "r", ReqTimestamp: 1743626629705, Inst: "i", Version: "v"}, price(14500), price(20000), true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, says(200, c.body))
			a, err := newClient(t, localmodule.Params{URL: m.URL, API: "v1"}).Ask(within(t, 5*time.Second), checks.Query{Code: c.code})
			if err != nil {
				t.Fatalf("Ask: %v\nbody %s", err, c.body)
			}
			if !a.Offline || a.Channel != checks.ChannelLocalModule || a.ReqID != c.want.ReqID || a.ReqTimestamp != c.want.ReqTimestamp ||
				a.Inst != c.want.Inst || a.Version != c.want.Version {
				t.Errorf("body %s\n got %+v\nwant %+v", c.body, a, c.want)
			}
			it := a.Item
			if it.Found != nil || it.Valid != nil || it.Realizable != nil || it.IsBlocked == nil || *it.IsBlocked ||
				(it.Sold != nil) != c.sold || it.IsGreyGTIN == nil || *it.IsGreyGTIN != c.grey || !same(it.MRP, c.mrp) || !same(it.SMP, c.smp) {
				t.Errorf("body %s\n got item %+v", c.body, it)
			}
		})
	}
}

func same(a, b *int64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func TestVersionIsDiscoveredAndRediscoveredAfterAnUpdate(t *testing.T) {
	m := newModule(t, onlyVersion("/api/v1/", says(200, wrapped1)))
	client := newClient(t, localmodule.Params{URL: m.URL})
	ask := func(what string, want ...string) {
		t.Helper()
		if _, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: water}); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := m.paths(); !slices.Equal(got, want) {
			t.Errorf("%s: asked %v, want %v", what, got, want)
		}
	}
	ask("nothing known", "/api/v2/cis/outCheck", "/api/v1/cis/outCheck")
	m.now(onlyVersion("/api/v1/", says(200, wrapped1)))
	ask("known", "/api/v1/cis/outCheck")
	m.now(onlyVersion("/api/v2/", says(200, wrapped1)))
	ask("updated to 2.x", "/api/v1/cis/outCheck", "/api/v2/cis/outCheck")
	if client.API() != "v2" {
		t.Errorf("API() = %q, want v2", client.API())
	}
}
