package sim

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"testing"
)

func TestTheControlInterfaceSteersTheWorld(t *testing.T) {
	w := world(t, Config{})
	steer := func(method, path string, body any) (int, m) {
		t.Helper()
		status, raw := do(t, call{method: method, url: w.URLs.Control + path, body: body})
		if len(raw) == 0 {
			return status, nil
		}
		return status, decode(t, append(append([]byte(`{"a":`), raw...), '}'))
	}
	_, root := steer("GET", "/", nil)
	expect(t, "addresses", at(root, "a", "urls", "atol"), w.URLs.ATOL)
	expect(t, "fingerprint", at(root, "a", "fingerprint"), w.Fingerprint)
	_, made := steer("GET", "/make?group=13&gtin=4600000000015&seed=5", nil)
	code := fmt.Sprint(at(made, "a", "code"))
	expect(t, "made code", code, MakeCode(13, "4600000000015", 5))
	for name, c := range map[string]struct {
		method, path string
		body         any
		want         int
	}{
		"one fault":                {"PUT", "/faults/tspiot", m{"kind": "status", "status": 500, "count": 1, "body": "{}"}, 204},
		"a list of faults":         {"PUT", "/faults/atol", []any{m{"kind": "slow", "delayMs": 1}}, 204},
		"a fault that is none":     {"PUT", "/faults/atol", m{"kind": "fire"}, 400},
		"a fault with a slip":      {"PUT", "/faults/atol", m{"kind": "cut", "times": 1}, 400},
		"a seed that is none":      {"PUT", "/faults/cdn1?seed=x", m{"kind": "cut", "chance": 0.5}, 400},
		"a seed":                   {"PUT", "/faults/cdn1?seed=7", m{"kind": "cut", "chance": 0.5}, 204},
		"faults that are no JSON":  {"PUT", "/faults/atol", "{", 400},
		"a product":                {"POST", "/codes", m{"products": []any{m{"gtin": "4600000000015", "group": 13}}}, 204},
		"a product without digits": {"POST", "/codes", m{"products": []any{m{"gtin": "1", "group": 13}}}, 400},
		"an entry":                 {"POST", "/codes", m{"entries": []any{m{"code": "0104670540176099215aaaaa\x1d93dGVz", "group": 8, "set": m{"sold": true}}}}, 204},
		"an unknown key":           {"POST", "/codes", m{"codes": 1}, 400},
		"the printer's clock":      {"PUT", "/atol", m{"clockOffset": "25h"}, 204},
		"a clock that is none":     {"PUT", "/atol", m{"clockOffset": "soon"}, 400},
		"a blocked printer":        {"PUT", "/atol", m{"blocked": true, "ffd": "1.05"}, 204},
		"a format that is none":    {"PUT", "/atol", m{"ffd": 1.05}, 400},
		"a restart of the queue":   {"PUT", "/atol", m{"restart": true}, 204},
		"ТС ПИоТ offline":          {"PUT", "/tspiot", m{"offline": true, "v3": false}, 204},
		"the local module":         {"PUT", "/local_module", m{"state": "sync_error"}, 204},
		"a state that is none":     {"PUT", "/local_module", m{"state": "asleep"}, 400},
		"True API":                 {"PUT", "/trueapi", m{"keys": 410, "emergency": false}, 204},
		"a key status":             {"PUT", "/trueapi", m{"keys": 42}, 400},
		"no such path":             {"GET", "/nothing", nil, 404},
	} {
		status, _ := do(t, call{method: c.method, url: w.URLs.Control + c.path, body: c.body})
		expect(t, name, status, c.want)
	}
	_, known := steer("GET", "/codes?code="+url.QueryEscape(code), nil)
	expect(t, "the product's code", at(known, "a", "item", "realizable"), true)
	status, _ := ask(t, w, 2, milk)
	expect(t, "the fault from outside, then offline without a module", status, 500)
	status, _ = ask(t, w, 2, milk)
	expect(t, "offline without a module", status, 514)
	_, lists := steer("GET", "/faults", nil)
	expect(t, "what is left", at(lists, "a", "atol", 0, "kind"), "slow")
	_, cases := steer("GET", "/cases", nil)
	expect(t, "cases", at(cases, "a", 0, "name"), "5.1")
	_, module := steer("GET", "/local_module", nil)
	expect(t, "the module's sold base", fmt.Sprint(at(module, "a", "sold")), "<nil>")
	status, _ = steer("POST", "/reset", nil)
	expect(t, "reset", status, 204)
	status, x := ask(t, w, 3, milk)
	expect(t, "after the reset", fmt.Sprint(status, at(x, "isCheckedOffline")), "200 false")
	_, docs := steer("GET", "/atol/documents", nil)
	expect(t, "documents after the reset", fmt.Sprint(at(docs, "a")), "[]")
	status, _ = steer("DELETE", "/faults", nil)
	expect(t, "all well", status, 204)
}

// What a call leaves out stays as it is, and what it names is taken, alone as well.
func TestTheControlInterfaceTakesEveryFieldByItself(t *testing.T) {
	w := world(t, Config{})
	put := func(path string, body m) {
		t.Helper()
		status, raw := do(t, call{method: "PUT", url: w.URLs.Control + path, body: body})
		expect(t, path+string(raw), status, 204)
	}
	info := func() m {
		t.Helper()
		_, raw := do(t, call{method: "POST", url: w.URLs.TSPIoT + "/api/v1/info", body: "{}", header: map[string]string{"Content-Type": "application/json"}})
		return decode(t, raw)
	}
	module := func(version string) (int, m) {
		t.Helper()
		basic := map[string]string{"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte("admin:other"))}
		status, raw := do(t, call{method: "GET", url: w.URLs.LocalModule + "/api/" + version + "/status", header: basic})
		return status, decode(t, raw)
	}
	put("/tspiot", m{"fn": "9999078900000000"})
	expect(t, "the drive alone", fmt.Sprintf("%v %v", info()["fnSerial"], info()["kktInn"]), "9999078900000000 "+INN)
	put("/tspiot", m{"inn": "500100732259"})
	expect(t, "the ИНН alone", fmt.Sprintf("%v %v", info()["fnSerial"], info()["kktInn"]), "9999078900000000 500100732259")
	put("/atol", m{"fn": "9999078900000011"})
	expect(t, "the printer's drive alone", at(task(t, w, m{"type": "getFnInfo"}), 0, "result", "fnInfo", "serial"), "9999078900000011")
	expect(t, "the printer's own number stays", at(task(t, w, m{"type": "getDeviceInfo"}), 0, "result", "deviceInfo", "serial"), Serial)
	put("/local_module", m{"password": "other"})
	put("/local_module", m{"v2": false})
	put("/local_module", m{"software": "1.5.0-462"})
	put("/local_module", m{"inn": "500100732259"})
	status, s := module("v1")
	expect(t, "the module's own", fmt.Sprintf("%v %v %v", status, s["version"], s["inn"]), "200 1.5.0-462 500100732259")
	status, _ = module("v2")
	expect(t, "version 2 switched off alone", status, 404)

	if err := w.Reset(); err != nil {
		t.Fatal(err)
	}
	expect(t, "the module of ТС ПИоТ after a reset", fmt.Sprintf("%v %v", info()["fnSerial"], info()["kktInn"]), FN+" "+INN)
	status, _ = module("v2")
	expect(t, "the password after a reset", status, 401)
}
