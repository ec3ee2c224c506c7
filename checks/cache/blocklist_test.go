package cache

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"dobro/internal/marking"

	"golang.org/x/text/encoding/charmap"
)

const (
	water = "04603934000793" // a GTIN with a good check digit
	pack  = "04601653035829H;dV)bFABVUdGVz"
)

func TestBlockListsOfEveryForm(t *testing.T) {
	codes := map[string]marking.Code{}
	for _, s := range []string{milk, pack, "0104670540176099215<pGKy\x1d93dGVz"} {
		c := parse(t, s)
		codes[c.Cis] = c
	}
	lot := parse(t, milk)
	lot.Full, lot.Cis = "0104670540176099215LOT01\x1d10B7\x1d93dGVz", "0104670540176099215LOT01"
	codes["lot"] = lot
	note1251, _ := charmap.Windows1251.NewEncoder().String("gtin;note\n4670540176099;отзыв партии\n")
	all := []string{"0104670540176099215NN*cM", "0104670540176099215<pGKy", "lot"}
	for _, c := range []struct {
		name, list string
		blocked    []string
		note       string
		counts     Imported
	}{
		{"a GTIN alone blocks the product", "4670540176099\n", all, "", Imported{Lines: 1, GTINs: 1}},
		{"columns", "gtin;batch;code;note\n04670540176099;;;recall 7\n", all, "recall 7", Imported{Lines: 1, GTINs: 1}},
		{"Windows-1251", note1251, all, "отзыв партии", Imported{Lines: 1, GTINs: 1}},
		{"a mark of byte order, CRLF, empty lines", "\ufeffgtin,note\r\n\r\n4670540176099,x\r\n", all, "x", Imported{Lines: 1, GTINs: 1}},
		{"a batch blocks its codes only", "batch;gtin\nB7;4670540176099\n", []string{"lot"}, "", Imported{Lines: 1, Batches: 1}},
		{"a full code", milk + "\n", []string{"0104670540176099215NN*cM"}, "", Imported{Lines: 1, Codes: 1}},
		{"a code without its check part", "0104670540176099215NN*cM", []string{"0104670540176099215NN*cM"}, "", Imported{Lines: 1, Codes: 1}},
		{"a pack without its price and check part", "04601653035829H;dV)bF\n", []string{"04601653035829H;dV)bF"}, "", Imported{Lines: 1, Codes: 1}},
		{"a code that holds the sign between fields, in quotes", "code;note\n\"04601653035829H;dV)bF\";bad\n", []string{"04601653035829H;dV)bF"}, "bad", Imported{Lines: 1, Codes: 1}},
		{"the code counts when a row has all", "gtin\tbatch\tcode\n4670540176099\tB7\t" + milk + "\n", []string{"0104670540176099215NN*cM"}, "", Imported{Lines: 1, Codes: 1}},
		{"nothing", "", nil, "", Imported{}},
		{"twice the same", "4670540176099\n4670540176099\n", all, "", Imported{Lines: 2, GTINs: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := fresh(t)
			if _, err := k.ImportBlockList(context.Background(), strings.NewReader(water+"\n"+pack+"\n"), nil); err != nil {
				t.Fatal(err)
			}
			got, err := k.ImportBlockList(context.Background(), strings.NewReader(c.list), nil)
			if err != nil || got != c.counts {
				t.Fatalf("got %+v, %v; want %+v", got, err, c.counts)
			}
			want := map[string]bool{}
			for _, cis := range c.blocked {
				want[cis] = true
			}
			for cis, code := range codes {
				if known := k.Look(code); known.Blocked != want[cis] || known.Blocked && known.BlockedBy != c.note {
					t.Errorf("%q: blocked %v by %q, want %v by %q", cis, known.Blocked, known.BlockedBy, want[cis], c.note)
				}
			}
		})
	}
}

func TestABadLineRefusesTheWholeListAndChangesNothing(t *testing.T) {
	for _, c := range []struct {
		name, list string
		line       int64
		reason     string
	}{
		{"a GTIN with a wrong check digit", "gtin\n4670540176099\n4670540176098\n", 3, "bad_gtin"},
		{"a code that is none", milk + "\nsausage\n", 2, "bad_code"},
		{"an empty row", "gtin;batch\n4670540176099;\n;B7\n", 3, "no_value"},
		{"a field too many", "gtin;note\n4670540176099;a;b\n", 2, "too_many_fields"},
		{"an open quote", "gtin;note\n4670540176099;\"a\n", 2, "bad_quote"},
		{"text after a quote", "gtin;note\n\"4670540176099\"x;a\n", 2, "bad_quote"},
		{"a column nobody knows", "gtin;colour\n4670540176099;red\n", 1, "bad_header"},
		{"a column twice", "gtin;gtin\n", 1, "bad_header"},
		{"notes only", "note\nx\n", 1, "bad_header"},
		{"an endless line", "4670540176099\n" + strings.Repeat("x", 1<<20), 2, "too_long"},
		{"bytes of zero", "4670540176099\n\x00\x00\n", 2, "bad_text"},
	} {
		k := fresh(t)
		if _, err := k.ImportBlockList(context.Background(), strings.NewReader(pack+"\n"), nil); err != nil {
			t.Fatal(err)
		}
		_, err := k.ImportBlockList(context.Background(), strings.NewReader(c.list), nil)
		var bad *ListError
		if !errors.As(err, &bad) || bad.Line != c.line || bad.Reason != c.reason {
			t.Errorf("%s: got %v, want %s in line %d", c.name, err, c.reason, c.line)
		}
		if !k.Look(parse(t, pack)).Blocked || k.Look(parse(t, milk)).Blocked {
			t.Errorf("%s: the list in force was changed", c.name)
		}
	}
}

func TestAnImportThatIsGivenUpChangesNothing(t *testing.T) {
	k := fresh(t)
	ctx, cancel := context.WithCancel(context.Background())
	lines := 0
	_, err := k.ImportBlockList(ctx, strings.NewReader(strings.Repeat("4670540176099\n", 3*chunk)), func(int64) { lines++; cancel() })
	if !errors.Is(err, context.Canceled) || lines != 1 {
		t.Errorf("got %v after %d chunks", err, lines)
	}
	if k.Look(parse(t, milk)).Blocked {
		t.Error("half a list is in force")
	}
	if _, err := k.ImportBlockList(context.Background(), strings.NewReader("4670540176099\n"), nil); err != nil || !k.Look(parse(t, milk)).Blocked {
		t.Errorf("the next import: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("4603934000793\n"), brokenReader{})
	if _, err := k.ImportBlockList(context.Background(), broken, nil); !errors.Is(err, io.ErrUnexpectedEOF) || !k.Look(parse(t, milk)).Blocked {
		t.Errorf("a reader that breaks: %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func FuzzBlockList(f *testing.F) {
	for _, s := range []string{
		"", "\n", "gtin;batch;code;note\n4670540176099;B7;;\"a;\"\"b\"\n", milk, pack + "\n" + water, "code\n\"", "gtin,code\n,\x1d\n", "\xff\xfe", "note;gtin\n\xcf;4670540176099",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		l := newListReader(bytes.NewReader(b))
		for rows := 0; ; rows++ {
			e, err := l.next()
			if err != nil {
				var bad *ListError
				if !errors.Is(err, io.EOF) && (!errors.As(err, &bad) || bad.Line < 1 || bad.Reason == "") {
					t.Fatalf("%q: %v", b, err)
				}
				return
			}
			if e.cis == "" && len(e.gtin) != 14 {
				t.Fatalf("%q: row without a value: %+v", b, e)
			}
			if rows > len(b) {
				t.Fatalf("%q: more rows than bytes", b)
			}
		}
	})
}
