package tspiot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

const infoBody = `{"tspiotId":"4679b3db-da6a","kktSerial":"00106327428745","fnSerial":"9287440301120991","kktInn":"7700000009",` +
	`"codesCheckTimeout":"1800","lm":{"version":"2.5.1-2","status":"ready","lastSync":1748622600000,"token":"11112222-3333-4444",` +
	`"expDate":"2026-12-31","ip":"127.0.0.1","port":"5995","login":"admin-of-shop","pass":"word-of-shop"}}`

func TestInfoIsReadAndKeepsItsSecrets(t *testing.T) {
	m := newModule(t, says(200, infoBody))
	info, err := newClient(t, tspiot.Params{URL: m.URL}).Info(within(t, 5*time.Second))
	if err != nil {
		t.Fatalf("Info: %v", err)
	}
	if info.FNSerial != "9287440301120991" || info.KKTINN != "7700000009" || info.CheckTimeout != 1800*time.Millisecond ||
		info.LM.Port != 5995 || info.LM.Token.Reveal() != "11112222-3333-4444" || info.LM.Password.Reveal() != "word-of-shop" ||
		!info.LM.LastSync.Equal(time.UnixMilli(1748622600000)) || info.LM.TokenEnd.Format(time.DateOnly) != "2026-12-31" {
		t.Errorf("got %#v", info)
	}
	asJSON, err := json.Marshal(info)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	for _, printed := range []string{fmt.Sprint(info), fmt.Sprintf("%+v", info), fmt.Sprintf("%#v", info), fmt.Sprintf("%q %x", info.LM.Login, info.LM.Token), string(asJSON)} {
		for _, secret := range []string{"11112222", "admin-of-shop", "word-of-shop", fmt.Sprintf("%x", "11112222")} {
			if strings.Contains(printed, secret) {
				t.Errorf("%q is printed in %s", secret, printed)
			}
		}
	}
	paths, bodies := m.seen()
	if len(paths) != 1 || paths[0] != "/api/v1/info" || bodies[0] != "{}" {
		t.Errorf("asked %v with %v", paths, bodies)
	}
}

func TestInfoThatIsNoneIsAFailure(t *testing.T) {
	for _, c := range []struct {
		name, body string
		status     int
		want       checks.Outcome
	}{
		{"a web page", "<html>", 200, checks.OutcomeBadAnswer},
		{"an empty object", "{}", 200, checks.OutcomeBadAnswer},
		{"a list", "[]", 200, checks.OutcomeBadAnswer},
		{"half", infoBody[:40], 200, checks.OutcomeBadAnswer},
		{"not there", "", 404, checks.OutcomeHTTP},
		{"a fault that repeats the password", infoBody, 500, checks.OutcomeHTTP},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newModule(t, says(c.status, c.body))
			_, err := newClient(t, tspiot.Params{URL: m.URL}).Info(within(t, 5*time.Second))
			f := sourcetest.Failed(t, err)
			if f.Outcome != c.want || strings.Contains(fmt.Sprintf("%+v %s", *f, f.Body), "word-of-shop") {
				t.Errorf("body %s\n got %v, want %s", c.body, f, c.want)
			}
		})
	}
	for _, odd := range []string{"null", "1", `"x"`, "[]", "{}", "-5", "1e300"} {
		body := `{"fnSerial":"1","codesCheckTimeout":` + odd + `,"lm":` + odd + `,"kktInn":` + odd + `}`
		m := newModule(t, says(200, body))
		if info, err := newClient(t, tspiot.Params{URL: m.URL}).Info(within(t, 5*time.Second)); err != nil || info.FNSerial != "1" {
			t.Errorf("body %s: %v, %+v", body, err, info)
		}
	}
}
