package sim

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/localmodule"
	"dobro/internal/sim/trueapi"
)

// said is what rules.md section 8 expects of a case, read off the answer: the flag that bans, or the channel that answers.
var said = map[string]struct {
	key  string
	want any
}{
	"5.1": {"utilised", false}, "5.2": {"realizable", false}, "5.3": {"mrp", 90000}, "5.4": {"grayZone", true}, "5.5": {"sold", true},
	"5.6": {"isBlocked", true}, "5.7": {"expireDate", "2025-09-09T00:00:00.000Z"}, "5.8": {"mrp", 90000}, "5.9": {"mrp", 180000},
	"5.10": {"mrp", 8100}, "5.11": {"mrp", 14500}, "5.12": {"found", false}, "5.14": {"verified", false}, "5.22": {"ogvs", "[RD]"},
	"5.23": {"ogvs", "[VETRF]"}, "5.24": {"smp", 20000}, "5.25": {"smp", 20000}, "5.26": {"mrp", 20000},
}

// refused are the cases that get another status than 200.
var refused = map[string]int{"5.21": 203, "504": 504, "5000": 500, "500": 500, "514": 514}

func ask(t *testing.T, w *World, version int, full string) (int, any) {
	t.Helper()
	var code any = b64(full)
	if version == 3 {
		code = m{"cis": b64(full)}
	}
	body := tspiotRequest(full)
	body["codes"] = []any{code}
	status, raw := do(t, call{method: "POST", url: fmt.Sprintf("%s/api/v%d/codes/check", w.URLs.TSPIoT, version), body: body})
	answer := decode(t, raw)
	if status != 200 {
		return status, answer
	}
	if version == 1 {
		return status, at(answer, "codesResponse", "codesResponse", 0)
	}
	return status, at(answer, "codesResponse", 0)
}

func TestEveryCertificationCaseAnswersInEveryVersion(t *testing.T) {
	w := world(t, Config{})
	for _, c := range codes.Certification() {
		for version := 1; version <= 3; version++ {
			if c.Entry.Online.DelayMs > 0 && version < 3 {
				continue // once is enough for a case that waits
			}
			name := fmt.Sprintf("case %s (%s), v%d", c.Name, c.Scenario, version)
			status, x := ask(t, w, version, c.Entry.Code)
			want := max(200, refused[c.Name])
			if status != want {
				t.Errorf("%s: got HTTP %d %v, want %d", name, status, x, want)
				continue
			}
			if want != 200 {
				continue
			}
			offline := c.Entry.Online.NoAnswer || c.Entry.Online.DelayMs > 0
			expect(t, name+": isCheckedOffline", at(x, "isCheckedOffline"), offline)
			if s := said[c.Name]; s.key != "" {
				expect(t, name+": "+s.key, at(x, "codes", 0, s.key), s.want)
			}
			if offline {
				expect(t, name+": blocked", at(x, "codes", 0, "isBlocked"), c.Name == "5.19" || c.Name == "5.20")
				expect(t, name+": found is unknown", at(x, "codes", 0, "found"), false)
				if at(x, "inst") == nil || at(x, "version") == nil {
					t.Errorf("%s: an offline answer without inst and version: %v", name, x)
				}
			}
			_, text := at(x, "reqTimestamp").(string)
			expect(t, name+": reqTimestamp is a string", text, version == 1)
		}
	}
}

func TestTSPIoTRefusesRequestsThatAreNotQuiteRight(t *testing.T) {
	w := world(t, Config{Only: []string{TSPIoT}})
	good := tspiotRequest("0104670540176099215LnOjv\x1d93dGVz")
	with := func(key string, value any) m {
		out := m{}
		for k, v := range good {
			out[k] = v
		}
		if out[key] = value; value == nil {
			delete(out, key)
		}
		return out
	}
	for name, c := range map[string]struct {
		path string
		body any
		want int
	}{
		"a good request":            {"v2", good, 200},
		"no body":                   {"v2", "", 400},
		"half of a body":            {"v2", `{"codes":["MDE`, 400},
		"no codes":                  {"v2", with("codes", nil), 400},
		"an empty list":             {"v2", with("codes", []any{}), 400},
		"a code not in base64":      {"v2", with("codes", []any{"0104670540176099215'W9Um"}), 400},
		"base64 of anything else":   {"v2", with("codes", []any{"0104670540176099215LnOjv"}), 400},
		"a code as a number":        {"v2", with("codes", []any{12}), 400},
		"a code as an object in v2": {"v2", with("codes", []any{m{"cis": b64("01")}}), 400},
		"a code as a string in v3":  {"v3", good, 400},
		"a group that is null":      {"v3", with("codes", []any{m{"cis": b64("0104"), "pg": nil}}), 400},
		"a group that is a string":  {"v3", with("codes", []any{m{"cis": b64("0104"), "pg": "8"}}), 400},
		"a leading GS":              {"v2", with("codes", []any{b64("\x1d0104670540176099")}), 400},
		"a symbology prefix":        {"v2", with("codes", []any{b64("]d20104670540176099")}), 400},
		"no client_info":            {"v2", with("client_info", nil), 400},
		"client_info without token": {"v2", with("client_info", m{"name": "a", "version": "1", "id": ""}), 400},
		"client_info with more":     {"v2", with("client_info", m{"name": "a", "version": "1", "id": "", "token": "", "os": "x"}), 400},
		"an unknown key":            {"v2", with("fiscalDriveNumber", "1"), 400},
		"client_info in capitals":   {"v2", with("client_info", m{"Name": "a", "Version": "1", "ID": "", "Token": ""}), 400},
		"an unknown path":           {"v4", good, 404},
	} {
		status, body := do(t, call{method: "POST", url: w.URLs.TSPIoT + "/api/" + c.path + "/codes/check", body: c.body})
		if status != c.want {
			t.Errorf("%s: %v\n got %d %s want %d", name, c.body, status, body, c.want)
		}
	}
}

func TestTSPIoTVersionsModesAndInformation(t *testing.T) {
	w := world(t, Config{})
	full := "0104670540176099215LnOjv\x1d93dGVz"
	w.TSPIoT.SetVersion(3, false)
	status, _ := ask(t, w, 3, full)
	expect(t, "v3 switched off", status, 404)
	w.TSPIoT.SetOffline(true)
	_, x := ask(t, w, 2, full)
	expect(t, "cut off from ГИС МТ", at(x, "isCheckedOffline"), true)
	w.TSPIoT.SetInstInItem(true)
	_, x = ask(t, w, 2, full)
	if at(x, "inst") != nil || at(x, "codes", 0, "inst") == nil {
		t.Errorf("inst inside the code object: got %v", x)
	}
	if err := w.LocalModule.SetState(localmodule.SyncError); err != nil {
		t.Fatal(err)
	}
	status, _ = ask(t, w, 2, full)
	expect(t, "offline with a local module that cannot", status, 514)
	status, body := do(t, call{method: "POST", url: w.URLs.TSPIoT + "/api/v1/info", body: m{}})
	expect(t, "info", status, 200)
	expect(t, "info: drive", at(decode(t, body), "fnSerial"), FN)
	expect(t, "info: timeout is a string", at(decode(t, body), "codesCheckTimeout"), "1800")
	_, body = do(t, call{method: "GET", url: w.URLs.TSPIoTControl + "/api/v1/instances/info"})
	id := fmt.Sprint(at(decode(t, body), "instances", 0, "id"))
	_, body = do(t, call{method: "GET", url: w.URLs.TSPIoTControl + "/api/v1/instances/info/" + id})
	expect(t, "control: client port", strings.HasSuffix(w.URLs.TSPIoT, fmt.Sprint(at(decode(t, body), "clientPort"))), true)
	expect(t, "control: licence", at(decode(t, body), "licenses", 0, "isActive"), true)
	for _, path := range []string{"/settings/" + id, "/instances/lm/" + id, "/status/" + id, "/dkktList", "/info"} {
		status, body := do(t, call{method: "GET", url: w.URLs.TSPIoTControl + "/api/v1" + path})
		if status != 200 {
			t.Errorf("control %s: got %d %s", path, status, body)
		}
	}
	status, body = do(t, call{method: "PUT", url: w.URLs.TSPIoTControl + "/api/v1/settings/" + id, body: m{"lmLogin": "boss"}})
	expect(t, "settings are kept", at(decode(t, body), "lmLogin"), "boss")
	expect(t, "settings", status, 200)
}

func basic() map[string]string {
	return map[string]string{"Authorization": "Basic YWRtaW46YWRtaW4=", "X-ClientId": FN}
}

func TestLocalModuleAnswersInItsShapes(t *testing.T) {
	w := world(t, Config{Only: []string{LocalModule}})
	w.LocalModule.Block("0104670540176099215bLoCk")
	url := w.URLs.LocalModule
	for name, c := range map[string]struct {
		call   call
		status int
		path   []any
		want   any
	}{
		"v1 GET is flat":            {call{method: "GET", url: url + "/api/v1/cis/outCheck?cis=0104670540176099215MpGKy"}, 200, []any{"codes", 0, "isBlocked"}, false},
		"v1 POST has results":       {call{method: "POST", url: url + "/api/v1/cis/outCheck", body: m{"cis_list": []string{"0104670540176099215bLoCk"}}}, 200, []any{"results", 0, "codes", 0, "isBlocked"}, true},
		"the deprecated path":       {call{method: "POST", url: url + "/api/v1/cis/check", body: m{"cis_list": []string{"0104670540176099215bLoCk"}}}, 200, []any{"results", 0, "codes", 0, "isBlocked"}, true},
		"v1 knows no smp":           {call{method: "POST", url: url + "/api/v1/cis/outCheck", body: m{"cis_list": []string{"0104670540176099215bLoCk"}}}, 200, []any{"results", 0, "codes", 0, "smp"}, nil},
		"v2 gives smp for milk":     {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{"cis_list": []any{m{"cis": "0104670540176099215MpGKy"}}}}, 200, []any{"results", 0, "codes", 0, "smp"}, 20000},
		"v2 with the group":         {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{"cis_list": []any{m{"cis": "04601653035829H;dV)bF", "pg": 3}}}}, 200, []any{"results", 0, "codes", 0, "smp"}, 8000},
		"a state ban is listed":     {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{"cis_list": []any{m{"cis": "0104602220006549215opFcmK"}}}}, 200, []any{"results", 0, "codes", 0, "isBlocked"}, true},
		"v2 refuses strings":        {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{"cis_list": []string{"0104670540176099215MpGKy"}}}, 400, []any{"errorCode"}, 400},
		"v2 refuses a null group":   {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{"cis_list": []any{m{"cis": "0104670540176099215MpGKy", "pg": nil}}}}, 400, []any{"errorCode"}, 400},
		"a code with its GS":        {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{"cis_list": []any{m{"cis": "0104670540176099215MpGKy\x1d93dGVz"}}}}, 400, []any{"errorCode"}, 400},
		"a pack that was not cut":   {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{"cis_list": []any{m{"cis": "04601653035829H;dV)bFABVUdGVz"}}}}, 400, []any{"errorCode"}, 400},
		"no list":                   {call{method: "POST", url: url + "/api/v2/cis/outCheck", body: m{}}, 400, []any{"errorCode"}, 400},
		"status of v1":              {call{method: "GET", url: url + "/api/v1/status"}, 200, []any{"replicationStatus", "blocked_cis", "localDocCount"}, 5000},
		"status of v2":              {call{method: "GET", url: url + "/api/v2/status"}, 200, []any{"dbState", "blocked_cis", "docCount"}, 5000},
		"status says who it is for": {call{method: "GET", url: url + "/api/v2/status"}, 200, []any{"inn"}, INN},
		"an unknown path":           {call{method: "GET", url: url + "/api/v3/status"}, 404, []any{"errorCode"}, 404},
	} {
		c.call.header = basic()
		status, body := do(t, c.call)
		if status != c.status || fmt.Sprint(at(decode(t, body), c.path...)) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v\n got %d %s want %d with %v = %v", name, c.call.body, status, body, c.status, c.path, c.want)
		}
	}
	status, _ := do(t, call{method: "GET", url: url + "/api/v2/status"})
	expect(t, "without a password", status, 401)
	if got := w.LocalModule.Requests(); len(got) == 0 || got[0].ClientID != FN {
		t.Errorf("X-ClientId was not logged: %+v", got)
	}
}

func TestLocalModuleGoesThroughItsStates(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	clock := &hand{now: now}
	w := world(t, Config{Only: []string{LocalModule}, Now: clock.Now, Local: localmodule.Params{State: localmodule.NotConfigured,
		InitTime: time.Minute}})
	state := func() any {
		_, body := do(t, call{method: "GET", url: w.URLs.LocalModule + "/api/v2/status", header: basic()})
		return at(decode(t, body), "status")
	}
	check := func() (int, any) {
		status, body := do(t, call{method: "POST", url: w.URLs.LocalModule + "/api/v2/cis/outCheck", header: basic(),
			body: m{"cis_list": []any{m{"cis": "0104670540176099215MpGKy"}}}})
		return status, at(decode(t, body), "errorCode")
	}
	expect(t, "fresh", state(), "not_configured")
	status, code := check()
	expect(t, "check of a fresh module", fmt.Sprint(status, " ", code), "400 4045")
	status, _ = do(t, call{method: "POST", url: w.URLs.LocalModule + "/api/v2/init", header: basic(), body: m{"token": "short"}})
	expect(t, "init with a bad token", status, 400)
	status, _ = do(t, call{method: "POST", url: w.URLs.LocalModule + "/api/v2/init", header: basic(), body: m{"token": Key}})
	expect(t, "init", status, 200)
	expect(t, "loading", state(), "initialization")
	clock.move(time.Minute)
	expect(t, "loaded", state(), "ready")
	status, _ = check()
	expect(t, "check of a ready module", status, 200)
	w.LocalModule.SetLastSync(clock.Now())
	clock.move(72*time.Hour + time.Second)
	expect(t, "three days later", state(), "sync_error")
	status, code = check()
	expect(t, "check after three days", fmt.Sprint(status, " ", code), "400 4050")
	do(t, call{method: "POST", url: w.URLs.LocalModule + "/api/v2/init", header: basic(), body: m{"token": Key}})
	clock.move(time.Minute)
	expect(t, "init is the cure", state(), "ready")
	w.LocalModule.SetVersions(false, true, "2.6.1-7")
	status, _ = do(t, call{method: "GET", url: w.URLs.LocalModule + "/api/v1/status", header: basic()})
	expect(t, "v1 after the update", status, 404)
}

func TestLocalModuleKeepsItsSoldBase(t *testing.T) {
	w := world(t, Config{Only: []string{LocalModule}})
	cis := "0104670540176099215MpGKy"
	post := func(path string, body any) int {
		status, _ := do(t, call{method: "POST", url: w.URLs.LocalModule + "/api/v2/" + path, header: basic(), body: body})
		return status
	}
	sold := func() any {
		_, body := do(t, call{method: "POST", url: w.URLs.LocalModule + "/api/v2/cis/outCheck", header: basic(),
			body: m{"cis_list": []any{m{"cis": cis}}}})
		return at(decode(t, body), "results", 0, "codes", 0, "sold")
	}
	expect(t, "at first", sold(), false)
	expect(t, "sell", post("cis/sell", m{"cis_list": []string{cis}}), 201)
	expect(t, "sell again", post("cis/sell", m{"cis_list": []string{cis}}), 201)
	expect(t, "sold", sold(), true)
	_, body := do(t, call{method: "GET", url: w.URLs.LocalModule + "/api/v2/cis/sold?skip=0&limit=10", header: basic()})
	expect(t, "list", at(decode(t, body), "total_count"), 1)
	expect(t, "return", post("cis/return", m{"cis_list": []string{cis}}), 200)
	expect(t, "returned", sold(), false)
	w.LocalModule.BlockGTIN("04670540176099")
	expect(t, "grey list", post("greyList", m{"enableGreyList": true}), 200)
	_, body = do(t, call{method: "POST", url: w.URLs.LocalModule + "/api/v2/cis/outCheck", header: basic(), body: m{"cis_list": []any{m{"cis": cis}}}})
	expect(t, "grey", at(decode(t, body), "results", 0, "codes", 0, "isGreyGtin"), true)
	expect(t, "blocked and grey", at(decode(t, body), "results", 0, "codes", 0, "isBlocked"), true)
}

func TestTrueAPIKnowsItsKeysHostsAndCodes(t *testing.T) {
	w := world(t, Config{})
	key := map[string]string{"X-API-KEY": Key}
	_, body := do(t, call{method: "GET", url: w.URLs.TrueAPI + "/api/v4/true-api/cdn/info", header: key})
	expect(t, "hosts", at(decode(t, body), "hosts", 1, "host"), w.URLs.CDN[1])
	_, body = do(t, call{method: "GET", url: w.URLs.CDN[0] + "/api/v4/true-api/cdn/health/check", header: key})
	expect(t, "health", at(decode(t, body), "avgTimeMs"), 12)
	check := "/api/v4/true-api/codes/check"
	full := "0104670540176099215NN*cM\x1d93dGVz"
	good := m{"codes": []string{full}, "fiscalDriveNumber": FN}
	for name, c := range map[string]struct {
		url, key string
		body     any
		want     int
	}{
		"a check":               {w.URLs.CDN[0], Key, good, 200},
		"the base host":         {w.URLs.TrueAPI, Key, good, 404},
		"no key":                {w.URLs.CDN[0], "", good, 401},
		"a short drive number":  {w.URLs.CDN[0], Key, m{"codes": []string{full}, "fiscalDriveNumber": "1"}, 400},
		"a time zone too far":   {w.URLs.CDN[0], Key, m{"codes": []string{full}, "timeZone": 12}, 400},
		"a code in base64 only": {w.URLs.CDN[0], Key, m{"codes": []string{b64(full)}}, 200},
		"an unknown key":        {w.URLs.CDN[0], Key, m{"codes": []string{full}, "client_info": 1}, 400},
		"no code":               {w.URLs.CDN[0], Key, m{"codes": []string{}}, 400},
		"a leading GS":          {w.URLs.CDN[0], Key, m{"codes": []string{"\x1d" + full}}, 400},
		"emergency":             {w.URLs.CDN[0], Key, m{"codes": []string{"0104670540176099215LpGKy\x1d93dGVz"}}, 203},
		"5000":                  {w.URLs.CDN[0], Key, m{"codes": []string{"0104670540176099215x5000\x1d93dGVz"}}, 500},
	} {
		status, body := do(t, call{method: "POST", url: c.url + check, body: c.body, header: map[string]string{"X-API-KEY": c.key}})
		if status != c.want {
			t.Errorf("%s: got %d %s want %d", name, status, body, c.want)
		}
	}
	_, body = do(t, call{method: "POST", url: w.URLs.CDN[1] + check, body: good, header: key})
	expect(t, "sold", at(decode(t, body), "codes", 0, "sold"), true)
	expect(t, "the code as it was asked", at(decode(t, body), "codes", 0, "cis"), full)
	for _, status := range []int{trueapi.KeyRefused, trueapi.KeyCutOff} {
		w.TrueAPI.SetKeys(status)
		got, _ := do(t, call{method: "POST", url: w.URLs.CDN[0] + check, body: good, header: key})
		expect(t, "key refused", got, status)
	}
	w.TrueAPI.SetEmergency(true)
	got, _ := do(t, call{method: "GET", url: w.URLs.TrueAPI + "/api/v4/true-api/cdn/info", header: key})
	expect(t, "emergency mode everywhere", got, http.StatusNonAuthoritativeInfo)
}
