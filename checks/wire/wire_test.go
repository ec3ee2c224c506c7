package wire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dobro/checks/wire"
	"dobro/checks/wire/sourcetest"
)

func TestSecretPrintsAsAsterisks(t *testing.T) {
	type holder struct{ Token wire.Secret }
	h := holder{"very-secret"}
	b, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{
		fmt.Sprint(h), fmt.Sprintf("%+v %#v", h, h), fmt.Sprintf("%s %q %x %v %d", h.Token, h.Token, h.Token, h.Token, h.Token), string(b), h.Token.String(),
		fmt.Sprint(&h), fmt.Errorf("token %v", h.Token).Error(), fmt.Sprintf("%x", h),
	} {
		if strings.Contains(printed, "very") || strings.Contains(printed, fmt.Sprintf("%x", "very")) || !strings.Contains(printed, "***") {
			t.Errorf("printed as %s", printed)
		}
	}
	if wire.Secret("").String() != "" || h.Token.Reveal() != "very-secret" {
		t.Error("an empty secret must print as empty, and Reveal must reveal")
	}
}

func TestMaskHidesSecretsAndCheckParts(t *testing.T) {
	m := wire.NewMask("token-1", "abc", "").WithCode(sourcetest.Milk)
	for in, want := range map[string]string{
		"key token-1 refused":                              "key *** refused",
		"abc is too short to be masked":                    "abc is too short to be masked",
		"code " + sourcetest.Milk.Full:                     "code ***",
		"code 0104670540176099215'W9Um93dGVz":              "code ***",
		"tail 93dGVz":                                      "tail 93***",
		"b64 MDEwNDY3MDU0MDE3NjA5OTIxNSdXOVVtHTkzZEdWeg==": "b64 ***",
		"cis 0104670540176099215'W9Um":                     "cis 0104670540176099215'W9Um",
		"line\r\nbreak\x00":                                "line  break",
		strings.Repeat("я", 400):                           strings.Repeat("я", 300) + "…",
		"\xff\xfe":                                         "?",
	} {
		if got := m.Words(in); got != want {
			t.Errorf("Words(%q)\n got %q\nwant %q", in, got, want)
		}
	}
	body := []byte(`{"cis":"` + sourcetest.Milk.Cis + `93dGVz","t":"token-1"}`)
	if got := string(m.Body(body)); got != `{"cis":"`+sourcetest.Milk.Cis+`93dGVz","t":"***"}` {
		t.Errorf("Body keeps the code and hides the secret; got %s", got)
	}
	if got := m.Body(make([]byte, 70<<10)); len(got) != 64<<10 || cap(got) > 65<<10 {
		t.Errorf("a long body is kept with %d bytes, capacity %d", len(got), cap(got))
	}
}

func TestProblemIsReadWhereverItStands(t *testing.T) {
	for _, c := range []struct {
		body  string
		code  int64
		words string
		is5k  bool
	}{
		{`{"code":203,"message":"Аварийный режим","details":[]}`, 203, "Аварийный режим", false},
		{`{"error":{"errorCode":"12","errorDescription":"нет"}}`, 12, "нет", false},
		{`{"error":"boom"}`, 0, "boom", false},
		{`{"error_message":"5000"}`, 0, "5000", true},
		{`{"error_message":"код 5000: сервис"}`, 0, "код 5000: сервис", true},
		{`{"error_message":"15000 requests"}`, 0, "15000 requests", false},
		{`{"code":"5000"}`, 5000, "", true},
		{`{"code":0,"errorCode":4045,"description":" d "}`, 4045, "d", false},
		{`<html>5000</html>`, 0, "", false}, {``, 0, "", false}, {`[]`, 0, "", false}, {`{"code":{},"message":7}`, 0, "7", false},
	} {
		p := wire.ReadProblem([]byte(c.body))
		if code, words := p.Say(); code != c.code || words != c.words || p.Names("5000") != c.is5k {
			t.Errorf("%s: got %d %q %v, want %d %q %v", c.body, code, words, p.Names("5000"), c.code, c.words, c.is5k)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		raw, host, root string
		plainOK, local  bool
	}{
		{"https://127.0.0.1:51401", "127.0.0.1:51401", "https://127.0.0.1:51401", true, true},
		{" https://cdn.crpt.ru/ ", "cdn.crpt.ru:443", "https://cdn.crpt.ru", true, false},
		{"http://localhost", "localhost:80", "http://localhost", true, true},
		{"http://[::1]:80/x/", "[::1]:80", "http://[::1]:80/x", true, true},
		{"http://192.168.0.1", "192.168.0.1:80", "http://192.168.0.1", false, false},
		{"http://127.0.0.1.evil.example", "127.0.0.1.evil.example:80", "http://127.0.0.1.evil.example", false, false},
		{"http://[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]:80", "http://[::ffff:127.0.0.1]", true, true},
	} {
		b, err := wire.ParseBase(c.raw)
		if err != nil || b.Host() != c.host || b.Root() != c.root || (b.SafePlain() == nil) != c.plainOK || b.Loopback != c.local {
			t.Errorf("%q: got %+v %v, want %+v", c.raw, b, err, c)
		}
	}
	for _, raw := range []string{"", "127.0.0.1:5995", "ftp://x", "https://", "https://u:pw@x", "https://x?a=b", "https://x#y", "http://%zz", "://"} {
		if b, err := wire.ParseBase(raw); err == nil || strings.Contains(err.Error(), "pw") {
			t.Errorf("%q: got %+v %v, want a refusal", raw, b, err)
		}
	}
}

func TestFingerprintAsPeopleWriteIt(t *testing.T) {
	const plain = "aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899"
	for in, want := range map[string]string{
		"": "", plain: plain, strings.ToUpper(plain): plain, "SHA256:" + plain: plain, " aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99 " + plain[32:]: plain,
	} {
		if got, err := wire.Fingerprint(in); err != nil || got != want {
			t.Errorf("%q: got %q %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"aa", plain + "00", strings.Replace(plain, "a", "g", 1)} {
		if got, err := wire.Fingerprint(in); err == nil {
			t.Errorf("%q: got %q, want a refusal", in, got)
		}
	}
}

func TestEmergencyForgetsItself(t *testing.T) {
	var e wire.Emergency
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	e.Saw(true, at)
	e.Saw(true, at.Add(9*time.Minute))
	if since, on := e.Since(at.Add(18 * time.Minute)); !on || !since.Equal(at) {
		t.Errorf("met twice: since %v %v", since, on)
	}
	if _, on := e.Since(at.Add(20 * time.Minute)); on {
		t.Error("nobody confirmed it for ten minutes, still on")
	}
	e.Saw(true, at.Add(time.Hour))
	if since, on := e.Since(at.Add(time.Hour)); !on || !since.Equal(at.Add(time.Hour)) {
		t.Errorf("a new one: since %v %v", since, on)
	}
	e.Saw(false, at.Add(61*time.Minute))
	if _, on := e.Last(at.Add(61 * time.Minute)); on {
		t.Error("an ordinary answer did not end it")
	}
}
