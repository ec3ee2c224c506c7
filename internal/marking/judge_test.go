package marking

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// judges are programs of other authors: zint draws the symbol, dmtxread reads the picture.
func judges(t *testing.T) (draw, read string) {
	t.Helper()
	draw, noDraw := exec.LookPath("zint")
	read, noRead := exec.LookPath("dmtxread")
	if noDraw != nil || noRead != nil {
		if os.Getenv("CI_JUDGE") == "1" {
			t.Fatalf("the judge programs are missing: %v %v", noDraw, noRead)
		}
		t.Skipf("install zint and dmtx-utils for this test: %v %v", noDraw, noRead)
	}
	return draw, read
}

// symbol draws full as a DataMatrix: GS1 with its identifiers in brackets, a pack as plain text.
func symbol(t *testing.T, zint, full string, pack bool) (picture string) {
	t.Helper()
	picture = filepath.Join(t.TempDir(), "code.png")
	args := []string{"--barcode=71", "--quietzones", "--scale=3", "-o", picture}
	data := full
	if !pack {
		args, data = append(args, "--gs1"), ""
		for f := range Fields(full) {
			data += "[" + f.AI + "]" + f.Value
		}
	}
	if out, err := exec.Command(zint, append(args, "--data="+data)...).CombinedOutput(); err != nil {
		t.Fatalf("draw %q: %v: %s", data, err, out)
	}
	return picture
}

func TestCodesReadFromDrawnSymbolsAreTheSame(t *testing.T) {
	zint, dmtxread := judges(t)
	scanners := []struct {
		name string
		args []string // what FNC1 becomes
		lost bool
	}{
		{"a scanner that sends GS", []string{"-G", "29"}, false},
		{"a scanner that sends | for GS", []string{"-G", "124"}, false},
		{"a scanner that drops GS", nil, true},
	}
	type tally struct{ same, repaired, refused int }
	counts := make([]tally, len(scanners))
	seen := map[string]bool{}
	for _, e := range valid(t) {
		if seen[e.Full] || e.Kind == KindEGAIS2 {
			continue
		}
		seen[e.Full] = true
		picture := symbol(t, zint, e.Full, e.Kind == KindTobaccoPack)
		for i, s := range scanners {
			out, err := exec.Command(dmtxread, append(s.args, "-N", "1", "-m", "5000", picture)...).Output()
			if err != nil || len(out) == 0 {
				t.Fatalf("%s: read the symbol of %q: %v", s.name, e.Full, err)
			}
			got, err := Parse(string(out))
			want := e.want()
			want.Restored = got.Restored
			switch {
			case err != nil && s.lost:
				counts[i].refused++
			case err != nil || got != want:
				t.Errorf("%s: symbol of %q was read as %q\n got %#v, %v\nwant %#v", s.name, e.Full, out, got, err, want)
			case got.Restored != (s.lost && strings.Contains(e.Full, "\x1d")):
				t.Errorf("%s: symbol of %q: restored is %v", s.name, e.Full, got.Restored)
			case got.Restored:
				counts[i].repaired++
			default:
				counts[i].same++
			}
		}
	}
	for i, s := range scanners {
		t.Logf("%s: %d the same, %d repaired, %d refused", s.name, counts[i].same, counts[i].repaired, counts[i].refused)
	}
	if n := counts[2]; len(seen) < 50 || n.refused > 5 {
		t.Errorf("%d symbols, %d of them refused without GS", len(seen), n.refused)
	}
}
