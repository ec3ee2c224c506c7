package tspiot_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

func control(t testing.TB, answers map[string]http.HandlerFunc) string {
	t.Helper()
	return sourcetest.Serve(t, false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer := answers[r.URL.Path]; answer != nil && r.Method == http.MethodGet {
			answer(w, r)
			return
		}
		http.NotFound(w, r)
	})).URL
}

func TestControlTellsLicenceAndLocalModule(t *testing.T) {
	url := control(t, map[string]http.HandlerFunc{
		"/api/v1/info":           says(200, `{"version":"1.6.2.0","appPath":"C:\\ESM","logPath":"C:\\ESM\\log"}`),
		"/api/v1/instances/info": says(200, `{"instances":[{"id":"0128245621","port":50401,"serviceState":"Работает"},{"id":"2"},{"port":3},null]}`),
		"/api/v1/instances/info/0128245621": says(200, `{"logPath":"l","state":"x","clientPort":"51401","version":"1.6.2.0",`+
			`"licenses":[{"isActive":false,"activeTill":"2027-05-01T00:00:00Z"},{"isActive":true,"activeTill":"2026-12-31T20:59:59Z"},{"isActive":true,"activeTill":"2026-06-01"}],`+
			`"regData":{"tspiotId":"id","kktSerial":"00106327428745","fnSerial":"9287440301120991","kktInn":"7700000009","espToken":"secret-of-esp"}}`),
		"/api/v1/instances/lm/0128245621": says(200, `{"controllerVersion":"1.6.2.0","code":0,"lmStatus":{"status":"ready","operationMode":"active","version":"2.5.1-2","lastSync":1748622600000}}`),
		"/api/v1/status/0128245621":       says(200, `{"lmController":{"code":0,"error":"","lastConnection":"2026-11-22T10:00:00Z"}}`),
		"/api/v1/dkktList":                says(200, `{"kkt":[{"kktSerial":"00106327428745","shiftState":"open"},{}]}`),
	})
	c := newClient(t, tspiot.Params{ControlURL: url})
	got, err := c.Control(within(t, 5*time.Second))
	if err != nil {
		t.Fatalf("Control: %v", err)
	}
	if got.Version != "1.6.2.0" || len(got.Instances) != 2 || !slices.Equal(got.Printers, []tspiot.Printer{{Serial: "00106327428745", ShiftState: "open"}}) {
		t.Fatalf("got %+v", got)
	}
	first, second := got.Instances[0], got.Instances[1]
	if !first.LicenseActive || !first.LicenseTill.Equal(time.Date(2026, 12, 31, 20, 59, 59, 0, time.UTC)) || first.ClientPort != 51401 || first.Port != 50401 ||
		first.FNSerial != "9287440301120991" || first.KKTINN != "7700000009" || first.State != "Работает" || first.LM.Status != "ready" ||
		first.LM.Controller != "1.6.2.0" || first.LM.LastConnection.IsZero() || len(first.Troubles) != 0 {
		t.Errorf("first instance %+v", first)
	}
	if second.ID != "2" || len(second.Troubles) != 3 || !strings.Contains(second.Troubles[0], "404") {
		t.Errorf("second instance %+v, want three unanswered questions", second)
	}
	if strings.Contains(fmt.Sprintf("%+v", got), "secret-of-esp") {
		t.Error("the token of ЕСП was read")
	}
}

func TestControlThatIsNotThere(t *testing.T) {
	ok := says(200, `{"version":"1"}`)
	for _, c := range []struct {
		name    string
		answers map[string]http.HandlerFunc
		fails   bool
	}{
		{"no instances", map[string]http.HandlerFunc{"/api/v1/info": ok, "/api/v1/instances/info": says(204, "")}, false},
		{"instances are no list", map[string]http.HandlerFunc{"/api/v1/info": ok, "/api/v1/instances/info": says(200, `{"instances":7}`)}, false},
		{"no answer about instances", map[string]http.HandlerFunc{"/api/v1/info": ok}, true},
		{"a page", map[string]http.HandlerFunc{"/api/v1/info": says(200, "<html>")}, true},
		{"nothing", nil, true},
	} {
		got, err := newClient(t, tspiot.Params{ControlURL: control(t, c.answers)}).Control(within(t, 5*time.Second))
		if (err != nil) != c.fails || len(got.Instances) != 0 {
			t.Errorf("%s: got %+v %v, want failure %v", c.name, got, err, c.fails)
		}
	}
	_, fingerprint := selfSigned(t)
	far := newClient(t, tspiot.Params{URL: "https://192.168.1.5:51401", Fingerprint: fingerprint})
	if _, err := far.Control(within(t, time.Second)); !errors.Is(err, tspiot.ErrNoControl) {
		t.Errorf("module on another machine: %v, want ErrNoControl", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		infoBody, `{"lm":[],"fnSerial":1}`, `{"licenses":[{"isActive":1,"activeTill":1}],"regData":{"fnSerial":9}}`, `{"licenses":{"isActive":"true"}}`,
		`{"lmStatus":{"status":5},"lmController":{"error":{}}}`, `{`, `null`, `[]`, ``,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if info, ok := tspiot.DecodeInfo(b); ok && (info.CheckTimeout < 0 || info.CheckTimeout > time.Minute || info.LM.Port < 0 || info.LM.Port > 65535) {
			t.Errorf("%q: got %+v", b, info)
		}
		if in := tspiot.DecodeInstance(b); in.ClientPort < 0 || in.ClientPort > 65535 || in.LicenseTill.Year() > 2200 {
			t.Errorf("%q: got %+v", b, in)
		}
	})
}
