package marking

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
)

// sample is a row of testdata/codes.jsonl: codes of shops, drivers and test suites as they were published.
type sample struct {
	Code, Group, Note string
}

// expectation is a row of testdata/expected.jsonl, made apart from the parser by hand-written patterns per form.
type expectation struct {
	Code, Full, Cis, GTIN, Serial, Key, Check, Expiry string
	Kind                                              Kind
	MaxPrice, Weight, Volume                          int64
	Restored, TestKey                                 bool
	Reason                                            Reason
}

func lines[T any](tb testing.TB, path string) (rows []T) {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	for in.Scan() {
		var row T
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			tb.Fatalf("%s: %q: %v", path, in.Text(), err)
		}
		rows = append(rows, row)
	}
	if err := in.Err(); err != nil {
		tb.Fatal(err)
	}
	return rows
}

// valid are the expectations of the samples that parse.
func valid(tb testing.TB) (rows []expectation) {
	for _, e := range lines[expectation](tb, "testdata/expected.jsonl") {
		if e.Reason == "" {
			rows = append(rows, e)
		}
	}
	return rows
}

// unmangled are the valid ones that needed no repair, as their full codes.
func unmangled(tb testing.TB) (codes []string) {
	for _, e := range valid(tb) {
		if !e.Restored {
			codes = append(codes, e.Full)
		}
	}
	return codes
}

func (e expectation) want() Code {
	return Code{Kind: e.Kind, Full: e.Full, Cis: e.Cis, GTIN: e.GTIN, Serial: e.Serial, KeyID: e.Key, Check: e.Check,
		MaxPrice: e.MaxPrice, Weight: e.Weight, Volume: e.Volume, Expiry: e.Expiry, Restored: e.Restored, TestKey: e.TestKey}
}

func TestEverySampleGivesItsFieldsOrItsRefusal(t *testing.T) {
	samples := lines[sample](t, "testdata/codes.jsonl")
	expected := lines[expectation](t, "testdata/expected.jsonl")
	if len(samples) != 80 || len(expected) != len(samples) {
		t.Fatalf("got %d samples and %d expectations, want 80 of each", len(samples), len(expected))
	}
	for i, e := range expected {
		s := samples[i]
		if s.Code != e.Code {
			t.Fatalf("row %d: sample %q stands beside expectation %q", i, s.Code, e.Code)
		}
		got, err := Parse(s.Code)
		if e.Reason != "" {
			if err == nil || err.(*Error).Reason != e.Reason {
				t.Errorf("%q (%s)\n got %+v, %v\nwant refusal %s", s.Code, s.Note, got, err, e.Reason)
			}
			continue
		}
		if err != nil || got != e.want() {
			t.Errorf("%q (%s)\n got %#v, %v\nwant %#v", s.Code, s.Note, got, err, e.want())
		}
	}
}

func TestGoodSamplesAreNotCopied(t *testing.T) {
	for _, code := range unmangled(t) {
		raw := code
		if n := testing.AllocsPerRun(20, func() {
			if _, err := Parse(raw); err != nil {
				t.Fatalf("%q: %v", raw, err)
			}
		}); n != 0 {
			t.Errorf("%q: %v allocations, want 0", raw, n)
		}
	}
	for name, raw := range map[string]string{
		"symbology prefix and suffix": "]d20104602220006549215opFcmK\x1d93dGVz\r\n",
		"leading and trailing GS":     "\x1d0104602220006549215opFcmK\x1d93dGVz\x1d",
		"web address":                 "https://example.org/c/1",
		"box":                         "14601234567890",
	} {
		if n := testing.AllocsPerRun(20, func() { Parse(raw) }); n != 0 {
			t.Errorf("%s %q: %v allocations, want 0", name, raw, n)
		}
	}
}
