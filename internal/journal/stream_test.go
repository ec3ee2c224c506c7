package journal

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// full is a disk with room for some bytes.
type full struct{ left int }

var errFull = errors.New("no space left")

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestFullDiskIsToldByEveryExport(t *testing.T) {
	l := logOf(t)
	for _, room := range []int{0, 10, 500, 2000} {
		if err := l.WriteJSON(context.Background(), &full{room}, Request{First: midnight, Last: midnight, Zone: moscow}); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

func TestProofKnowsWhatCameOfEachCheck(t *testing.T) {
	ctx, l := context.Background(), logOf(t)
	p, err := l.ProveReceipt(ctx, Shop{}, "a", moscow, midnight)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Items) != 2 || p.Items[0].Outcome != OutcomeSold || p.Items[0].Check == nil || p.Items[0].Check.ID != "ok" || len(p.Items[0].Records) != 2 {
		t.Errorf("the sale: %+v", p.Items)
	}
	if tags := p.Items[0].Receipt.Tags; tags["1262"] != "030" || tags["1263"] != "21.11.2023" || tags["1264"] != "1944" || tags["1265"] != "UUID" || strings.Contains(tags["2000"], "code") {
		t.Errorf("tags %v", tags)
	}
	for _, r := range p.Items[0].Records {
		if len(r.Hash) != 64 || r.Seq == 0 || r.Seal != "" {
			t.Errorf("record %+v", r)
		}
	}
	if p, err = l.ProveReceipt(ctx, Shop{}, "b", moscow, midnight); err != nil || p.Items[0].Outcome != OutcomeReturned {
		t.Errorf("the return: %+v, %v", p.Items, err)
	}
	if p, err = l.ProveCode(ctx, Shop{}, "cis bad", moscow, midnight); err != nil || len(p.Items) != 1 || p.Items[0].Outcome != OutcomeStopped || p.Items[0].Receipt != nil || p.Journal.Receipts != 0 {
		t.Errorf("the stopped sale: %+v, %v", p, err)
	}
	seal, err := l.Store.Seal(ctx, midnight.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	if p, err = l.ProveCode(ctx, Shop{}, "cis bad", moscow, midnight); err != nil || p.Items[0].Records[0].Seal != seal.Code {
		t.Errorf("after the seal %q: %+v, %v", seal.Code, p.Items[0].Records, err)
	}
	for name, err := range map[string]error{
		"чужой чек": func() error { _, err := l.ProveReceipt(ctx, Shop{}, "none", moscow, midnight); return err }(),
		"чужой код": func() error { _, err := l.ProveCode(ctx, Shop{}, "none", moscow, midnight); return err }(),
	} {
		if !errors.Is(err, ErrNothing) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMaskHidesTheCheckPart(t *testing.T) {
	for _, c := range []struct{ code, cis, want string }{
		{"0104670540176099215AAAAA\x1d93dGVz", "0104670540176099215AAAAA", "0104670540176099215AAAAA…"},
		{"04601653035829H;dV)bFABVUdGVz", "04601653035829H;dV)bF", "04601653035829H;dV)bF…"},
		{"0104670540176099215AAAAA", "0104670540176099215AAAAA", "0104670540176099215AAAAA"},
		{"0104670540176099215AAAAA\x1d93dGVz", "", "0104670540176099215AAAAA…"},
		{"without anything", "", "with…"},
		{"", "", ""},
	} {
		if got := masked(c.code, c.cis); got != c.want {
			t.Errorf("masked(%q, %q): got %q, want %q", c.code, c.cis, got, c.want)
		}
	}
	code := "01\"<\\>21A\x1d93dGVz"
	for _, raw := range []string{`[{"body":{"cis":"01\"\u003c\\\u003e21A\u001d93dGVz"}}]`, `[{"body":"{\"cis\":\"01\\\"\\u003c\\\\\\u003e21A\\u001d93dGVz\"}"}]`} {
		if got := string(hidden([]byte(raw), code, "01\"<\\>21A")); strings.Contains(got, "dGVz") {
			t.Errorf("hidden(%s): got %s", raw, got)
		}
	}
}
