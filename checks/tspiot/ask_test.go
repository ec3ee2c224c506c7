package tspiot_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/internal/marking"
)

// milk is the code of the captured exchange in the module's own log.
var milk = marking.Code{
	Kind: marking.KindUnit, Full: "0104670540176099215'W9Um\x1d93dGVz", Cis: "0104670540176099215'W9Um",
	GTIN: "04670540176099", Serial: "5'W9Um", Check: "dGVz",
}

const milkItem = `{"cis":"0104670540176099215'W9Um\u001d93dGVz","found":true,"valid":true,"printView":"0104670540176099215'W9Um",` +
	`"gtin":"04670540176099","groupIds":[8],"verified":true,"realizable":false,"utilised":false,"isBlocked":false,"ogvs":[],` +
	`"errorCode":0,"isTracking":false,"sold":false,"grayZone":false,"packageType":"UNIT","producerInn":"7725344604"}`

const milkAnswer = `{"code":0,"description":"ok","codes":[` + milkItem + `],"reqId":"c117ab9a-8514-4084-a690-954af05e9b2b",` +
	`"reqTimestamp":1773404760587,"isCheckedOffline":false}`

// module is a stand-in for ТС ПИоТ; every request is kept.
type module struct {
	*httptest.Server
	mu     sync.Mutex
	paths  []string
	bodies []string
	answer http.HandlerFunc
}

func newModule(t testing.TB, answer http.HandlerFunc) *module {
	t.Helper()
	m := &module{answer: answer}
	m.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		m.mu.Lock()
		m.paths, m.bodies = append(m.paths, r.URL.Path), append(m.bodies, string(b))
		answer := m.answer
		m.mu.Unlock()
		answer(w, r)
	}))
	m.Config.ErrorLog = quiet
	m.StartTLS()
	t.Cleanup(m.Close)
	return m
}

func (m *module) seen() (paths, bodies []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.paths), slices.Clone(m.bodies)
}

func (m *module) now(answer http.HandlerFunc) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answer, m.paths, m.bodies = answer, nil, nil
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// onlyPath answers on one path and 404 on all others.
func onlyPath(path string, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			http.NotFound(w, r)
			return
		}
		answer(w, r)
	}
}

func newClient(t testing.TB, p tspiot.Params) *tspiot.Client {
	t.Helper()
	if p.ClientName == "" {
		p.ClientName, p.ClientVersion, p.ClientID, p.Token = "Dobro", "1.0.0", "id-of-program", "token-of-program"
	}
	c, err := tspiot.New(p)
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
	const base64Code = "MDEwNDY3MDU0MDE3NjA5OTIxNSdXOVVtHTkzZEdWeg=="
	const who = `"client_info":{"name":"Dobro","version":"1.0.0","id":"id-of-program","token":"token-of-program"}}`
	for _, c := range []struct {
		name, api, path, want string
		group                 int
	}{
		{"v1 sends plain base64", "v1", "/api/v1/codes/check", `{"codes":["` + base64Code + `"],` + who, 8},
		{"v2 sends plain base64", "v2", "/api/v2/codes/check", `{"codes":["` + base64Code + `"],` + who, 8},
		{"v3 sends an object with the known group", "v3", "/api/v3/codes/check", `{"codes":[{"cis":"` + base64Code + `","pg":8}],` + who, 8},
		{"v3 leaves an unknown group out", "v3", "/api/v3/codes/check", `{"codes":[{"cis":"` + base64Code + `"}],` + who, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, says(200, `{"codesResponse":[`+milkAnswer+`]}`))
			client := newClient(t, tspiot.Params{URL: m.URL, API: c.api})
			if _, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk, Group: c.group}); err != nil {
				t.Fatalf("Ask: %v", err)
			}
			paths, bodies := m.seen()
			if len(paths) != 1 || paths[0] != c.path || bodies[0] != c.want {
				t.Errorf("sent %v\n got %v\nwant %s %s", paths, bodies, c.path, c.want)
			}
		})
	}
}

func TestAnswerIsReadInAllNestings(t *testing.T) {
	for _, c := range []struct{ name, body string }{
		{"v2 and v3: an array", `{"codesResponse":[` + milkAnswer + `]}`},
		{"v1: doubled", `{"codesResponse":{"codesResponse":[` + milkAnswer + `]}}`},
		{"an object instead of an array", `{"codesResponse":` + milkAnswer + `}`},
		{"flat, as an emulator gives it", milkAnswer},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, says(200, c.body))
			client := newClient(t, tspiot.Params{URL: m.URL, API: "v2"})
			a, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk})
			if err != nil {
				t.Fatalf("Ask: %v\nbody %s", err, c.body)
			}
			if a.Channel != checks.ChannelTSPIoT || a.Status != 200 || a.Offline || a.Emergency ||
				a.ReqID != "c117ab9a-8514-4084-a690-954af05e9b2b" || a.ReqTimestamp != 1773404760587 {
				t.Errorf("body %s\n got %+v", c.body, a)
			}
			it := a.Item
			if it.Utilised == nil || *it.Utilised || it.Found == nil || !*it.Found || !slices.Equal(it.Groups, []int{8}) || it.MRP != nil {
				t.Errorf("body %s\n got item %+v", c.body, it)
			}
			if len(a.Steps) != 1 || a.Steps[0].Outcome != checks.OutcomeOK || a.Host != strings.TrimPrefix(m.URL, "https://") {
				t.Errorf("steps %+v, host %s", a.Steps, a.Host)
			}
			if !json.Valid(a.Body) {
				t.Errorf("kept body %q is not what came", a.Body)
			}
		})
	}
}

func TestOfflineAnswerCarriesInstanceAndBaseWhereverTheyStand(t *testing.T) {
	code := marking.Code{Full: "0104670540176099215MpGKy\x1d93dGVz", Cis: "0104670540176099215MpGKy", GTIN: "04670540176099", Check: "dGVz"}
	flags := `"cis":"0104670540176099215MpGKy","found":false,"valid":false,"printView":"0104670540176099215MpGKy","gtin":"04670540176099",` +
		`"groupIds":[],"verified":false,"realizable":false,"utilised":false,"isBlocked":true,"ogvs":[]`
	ids := `"version":"6e7f1224-0e08-41ed-844c-d386675f4e50","inst":"4679b3db-da6a-44e0-a2e6-a684437bafb0"`
	for _, c := range []struct{ name, body string }{
		{"beside reqId", `{"codesResponse":{"codesResponse":[{"code":0,"codes":[{` + flags + `}],"reqId":"c9188551-817a-85a7-93e4-7042d907ab13",` +
			`"reqTimestamp":"1757681987579","isCheckedOffline":true,` + ids + `}]}}`},
		{"inside the code object", `{"codesResponse":[{"code":0,"codes":[{` + flags + `,` + ids + `}],"reqId":"c9188551-817a-85a7-93e4-7042d907ab13",` +
			`"reqTimestamp":"1757681987579","isCheckedOffline":true}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, says(200, c.body))
			a, err := newClient(t, tspiot.Params{URL: m.URL, API: "v1"}).Ask(within(t, 5*time.Second), checks.Query{Code: code})
			if err != nil {
				t.Fatalf("Ask: %v", err)
			}
			if !a.Offline || a.ReqTimestamp != 1757681987579 || a.Inst != "4679b3db-da6a-44e0-a2e6-a684437bafb0" ||
				a.Version != "6e7f1224-0e08-41ed-844c-d386675f4e50" || a.Item.IsBlocked == nil || !*a.Item.IsBlocked {
				t.Errorf("got %+v", a)
			}
		})
	}
}

func TestVersionIsDiscoveredRememberedAndRediscovered(t *testing.T) {
	ok := says(200, `{"codesResponse":[`+milkAnswer+`]}`)
	m := newModule(t, onlyPath("/api/v2/codes/check", ok))
	client := newClient(t, tspiot.Params{URL: m.URL})
	ask := func(what string, want ...string) {
		t.Helper()
		a, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk})
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if paths, _ := m.seen(); !slices.Equal(paths, want) || len(a.Steps) != len(want) {
			t.Errorf("%s: asked %v with steps %+v, want %v", what, paths, a.Steps, want)
		}
	}
	ask("nothing known", "/api/v3/codes/check", "/api/v2/codes/check")
	m.now(onlyPath("/api/v2/codes/check", ok))
	ask("known", "/api/v2/codes/check")
	m.now(onlyPath("/api/v1/codes/check", ok))
	ask("the module was replaced by an older one", "/api/v2/codes/check", "/api/v3/codes/check", "/api/v1/codes/check")
	m.now(onlyPath("/api/v3/codes/check", ok))
	ask("the module was updated", "/api/v1/codes/check", "/api/v3/codes/check")
	if client.API() != "v3" {
		t.Errorf("API() = %q, want v3", client.API())
	}
}
