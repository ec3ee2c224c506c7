package logging

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	unit   = "0104670540176099215NN*cM\x1d93dGVz"
	shoe   = "010290000059848521QRYY3*4FN;rAO\x1d91EE06\x1d92dGVzdEtFWVRFU1RrZXl0ZXN0S0VZdGVzdGtleVRFU1RLRVk="
	pack29 = "04601653035829H;dV)bFABVUdGVz"
	block  = "010462930887704421DzkcYt2\x1d8005090000\x1d93dGVz"
)

func TestMaskHidesCheckParts(t *testing.T) {
	escaped, _ := json.Marshal(unit)
	body, _ := json.Marshal(map[string]any{"codes": []string{`0104610136280571"21%798D"M%`, unit, pack29}})
	tests := []struct {
		name, in string
		leak     string // must be gone
		stays    string // must be there
	}{
		{"a code as it is read", unit, "dGVz", "0104670540176099215NN*cM"},
		{"a code in JSON", string(escaped), "dGVz", "0104670540176099215NN*cM"},
		{"a code in a Go literal", fmt.Sprintf("%q", unit), "dGVz", "0104670540176099215NN*cM"},
		{"a code in a Go literal twice", fmt.Sprintf("%q", fmt.Sprintf("%q", unit)), "dGVz", "0104670540176099215NN*cM"},
		{"a code in an address", "cis=0104670540176099215NN%2AcM%1D93dGVz&x=1", "dGVz", "x=1"},
		{"a code with GS in words", "0104670540176099215NN*cM<GS>93dGVz", "dGVz", "5NN*cM"},
		{"a code with a substitute of GS", "0104670540176099215NN*cM|93dGVz", "dGVz", "5NN*cM"},
		{"a code that lost its GS", "scan 0104670540176099215NN*cM93dGVz refused", "dGVz", "0104670540176099215NN*cM93*** refused"},
		{"weight behind the check part", "0104670540176099215NN*cM93dGVz3103000353", "dGVz", "3103000353"},
		{"signature of 44", shoe, "dGVzdEtF", "QRYY3*4FN;rAO"},
		{"signature of 44 without GS", strings.ReplaceAll(shoe, "\x1d", ""), "dGVzdEtF", "QRYY3*4FN;rAO91***"},
		{"tobacco block", block, "dGVz", "8005090000"},
		{"tobacco block without GS", strings.ReplaceAll(block, "\x1d", ""), "dGVz", "8005090000"},
		{"tobacco pack", "code " + pack29 + ", again", "dGVz", "04601653035829H;dV)bFABVU*** , again"},
		{"two codes in one line", unit + " " + pack29, "dGVz", "04601653035829H;dV)bFABVU"},
		{"base64 of a code, as ТС ПИоТ gets it", base64.StdEncoding.EncodeToString([]byte(unit)), base64.StdEncoding.EncodeToString([]byte(unit)), "base64:***"},
		{"base64 of a pack", base64.StdEncoding.EncodeToString([]byte(pack29)), base64.StdEncoding.EncodeToString([]byte(pack29))[:20], "base64:***"},
		{"hexadecimal of a code", "tx " + hex.EncodeToString([]byte(unit)), hex.EncodeToString([]byte("dGVz")), "tx hex:***"},
		{"a body of JSON kept as text", string(body), "dGVz", "5NN*cM"},
		{"basic credentials", "Authorization: Basic YWRtaW46YWRtaW4=", "YWRtaW46", "Authorization"},
		{"a bearer", "bearer abcdefgh12345", "abcdefgh", "bearer"},
		{"the key of True API", "X-API-KEY: 8e3b2f10-aaaa-4bbb-8ccc-121212121212", "8e3b2f10", "X-API-KEY"},
		{"a password in an address", "http://x/?password=hunter2&a=b", "hunter2", "a=b"},
		{"a token in JSON kept as text", `body {"token":"hunter2","a":1}`, "hunter2", `"a":1`},
		{"a token in JSON escaped twice", `{\"token\":\"hunter2\",\"a\":1}`, "hunter2", `\"a\":1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := (&Masker{}).Mask(tt.in)
			if strings.Contains(got, tt.leak) || !strings.Contains(got, strings.ReplaceAll(tt.stays, "*** ,", "***,")) {
				t.Errorf("input %q\ngot   %q\nwant  without %q, with %q", tt.in, got, tt.leak, tt.stays)
			}
			if again := (&Masker{}).Mask(got); again != got {
				t.Errorf("masking twice changes %q into %q", got, again)
			}
		})
	}
}

func TestMaskLeavesTheRestAlone(t *testing.T) {
	for _, s := range []string{
		"", "ok", "0104670540176099215NN*cM", "04601653035829", "04601653035829H;dV)bF", "shift 7 opened, FD 123 FP 2710124190",
		"9287440301120991", "reqId=35499265-dab8-4a6d-8700-7e8d3c319f0e&Time=1710391776278", "2026-11-22T08:30:55.242Z",
		"01046705401760992112345678901234567", "dial tcp 127.0.0.1:51401: connect: connection refused", "Товар уже продан",
		"UUID=c117ab9a-8514-4084-a690-954af05e9b2b&Time=1773404760587&Inst=9ddcca85-eeba-4c30-98ec-5c7c0db67094",
		"aGVsbG8gd29ybGQsIHRoaXMgaXMgbm90IGEgY29kZQ==", "11111111111111111111111111111111111",
	} {
		if got := (&Masker{}).Mask(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestPlantedSecretsNeverReachTheFile(t *testing.T) {
	dir := t.TempDir()
	moment := time.Date(2026, 11, 22, 11, 30, 0, 5e6, time.FixedZone("MSK", 3*3600))
	var console bytes.Buffer
	before := log.Writer()
	l, err := Open(Params{Dir: dir, Clock: func() time.Time { return moment }, Console: &console})
	if err != nil {
		t.Fatal(err)
	}
	secret := "p\"ss\\wörd <&> \x1d"
	l.Masker.Hide(secret)
	l.Masker.Hide("sesame-7781")
	l.Masker.Hide("sesame") // a part of the other
	l.Masker.Hide("ok")     // too short to search for
	l.Logger.Info().Str("code", unit).Str("token", "any value").Interface("nested", map[string]any{"PIN": "1111", "list": []string{pack29}}).
		Bytes("raw", []byte(shoe)).Str("body", fmt.Sprintf(`{"password":%q,"cis":%q}`, secret, unit)).Msg("asked with sesame-7781: ok")
	l.Logger.Error().Err(fmt.Errorf("post %s: %w", "http://x?k="+secret, os.ErrDeadlineExceeded)).Msg(secret)
	l.Logger.Debug().Msg("not written")
	log.Printf("*** Error in library: %s sesame-7781", unit)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				l.Masker.Hide("another secret")
				l.Logger.Info().Str("p", block).Msg("x")
			}
		})
	}
	wg.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if log.Writer() != before {
		t.Error("the standard log was not given back")
	}
	b, err := os.ReadFile(filepath.Join(dir, "logs", "dobro.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, console.Bytes()) {
		t.Error("the console got something else")
	}
	for _, leak := range []string{"dGVz", "sesame", "7781", "any value", "1111\"", "wörd", "w\\u00f6rd", "not written"} {
		if bytes.Contains(b, []byte(leak)) {
			t.Errorf("%q is in the log:\n%s", leak, b)
		}
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(lines) != 203 {
		t.Errorf("%d lines, want 203", len(lines))
	}
	for _, line := range lines {
		var e struct{ Level, Time, Message, Code, From string }
		if err := json.Unmarshal([]byte(line), &e); err != nil || e.Time != "2026-11-22T08:30:00.005Z" {
			t.Errorf("line %s: time %q, %v", line, e.Time, err)
		}
	}
	if !strings.Contains(lines[0], `0104670540176099215NN*cM`) || !strings.Contains(lines[0], "asked with ***: ok") {
		t.Errorf("too much is hidden in %s", lines[0])
	}
	if !strings.Contains(lines[2], `"from":"log"`) || !strings.Contains(lines[2], `*** Error in library: 0104670540176099215NN*cM`) {
		t.Errorf("the standard log's line is %s", lines[2])
	}
}

func TestLogThatCannotBeWrittenIsAnErrorAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	before := log.Writer()
	if l, err := Open(Params{Dir: file}); err == nil {
		l.Close()
		t.Error("a folder under a file was opened")
	}
	if log.Writer() != before {
		t.Error("the standard log was taken")
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{unit, shoe, pack29, block, `{"a":"b\u001d93x"}`, "01046705401760992", `"\`, "token: x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := &Masker{}
		m.Hide("sesame-7781")
		if got := m.Mask(s + " sesame-7781 " + unit); strings.Contains(got, "sesame-7781") || strings.Contains(got, unit) {
			t.Fatalf("input %q: got %q", s, got)
		}
		line, _ := json.Marshal(map[string]string{"a": s, "code": unit, "b": "sesame-7781"})
		var out bytes.Buffer
		if _, err := m.Writer(&out).Write(line); err != nil || !json.Valid(out.Bytes()) {
			t.Fatalf("input %q: got %q, %v", s, out.Bytes(), err)
		}
		if bytes.Contains(out.Bytes(), []byte("sesame-7781")) || bytes.Contains(out.Bytes(), []byte("93dGVz")) && !strings.Contains(s, "93dGVz") {
			t.Fatalf("input %q: leaked in %q", s, out.Bytes())
		}
	})
}
