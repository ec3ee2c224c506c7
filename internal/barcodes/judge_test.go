package barcodes

import (
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// judge is a program of other authors; without it the test is skipped, except where judges are obligatory.
func judge(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI_JUDGE") == "1" {
			t.Fatalf("the judge %s is missing: %v", name, err)
		}
		t.Skipf("install %s for this test: %v", name, err)
	}
	return path
}

func TestDrawnMatricesAreReadByAnotherProgram(t *testing.T) {
	read := judge(t, "dmtxread")
	for _, c := range []struct {
		name string
		draw func(string) (Symbol, error)
		text string
		want string
	}{
		{"dairy", GS1DataMatrix, "0104670540176099215NN*cM\x1d93dGVz", "\x1d0104670540176099215NN*cM\x1d93dGVz"},
		{"dairy with weight", GS1DataMatrix, "0104610053149777215d/wuU\x1d93dGVz\x1d3103123456", "\x1d0104610053149777215d/wuU\x1d93dGVz\x1d3103123456"},
		{"shoes, 88 signs of signature", GS1DataMatrix,
			"010290000032304921BxDJ)fD8.&jdm\x1d91003A\x1d925FoocZHR5PnetH3n6pYtr1Yh4MkNS5MxOakJjuE6teeozoexOH6Aixbnpj8l4XeSu1srkhk9FV2yy6kxX1Pmkg==",
			"\x1d010290000032304921BxDJ)fD8.&jdm\x1d91003A\x1d925FoocZHR5PnetH3n6pYtr1Yh4MkNS5MxOakJjuE6teeozoexOH6Aixbnpj8l4XeSu1srkhk9FV2yy6kxX1Pmkg=="},
		{"tobacco pack", DataMatrix, "04601653035829H;vE)bFABBUdGVz", "04601653035829H;vE)bFABBUdGVz"},
	} {
		s, err := c.draw(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		picture := filepath.Join(t.TempDir(), "code.png")
		f, err := os.Create(picture)
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, s.Image(4, 0)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := exec.Command(read, "-G", "29", "-N", "1", "-m", "8000", picture).Output()
		// The reader leaves the leading FNC1 out in some versions.
		if strings.TrimPrefix(string(got), "\x1d") != strings.TrimPrefix(c.want, "\x1d") {
			t.Errorf("%s: read %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

// dump writes modules as the judge does: a row a line, four modules a digit.
func dump(s Symbol) string {
	var b strings.Builder
	for row := range s.rows {
		for at := 0; at < s.columns; at += 4 {
			v := 0
			for i := range 4 {
				if s.Dark(at+i, row) {
					v |= 8 >> i
				}
			}
			fmt.Fprintf(&b, "%X", v)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// plain is the judge's dump without its spaces.
func plain(out []byte) string { return strings.ReplaceAll(string(out), " ", "") }

func TestDrawnModulesAreThoseOfAnotherProgram(t *testing.T) {
	zint := judge(t, "zint")
	for _, c := range []struct {
		name string
		draw func(string) (Symbol, error)
		text string
		data string // for the judge, which computes check digits itself
		kind string
	}{
		{"EAN-13", EAN, "4606203090785", "460620309078", "13"},
		{"EAN-8", EAN, "46198488", "4619848", "13"},
		{"Code 128 of letters", Code128, "PAP124.", "PAP124.", "20"},
	} {
		s, err := c.draw(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		out, err := exec.Command(zint, "--barcode="+c.kind, "--dump", "--data="+c.data).Output()
		if err != nil {
			t.Errorf("%s: judge: %v", c.name, err)
			continue
		}
		want, _, _ := strings.Cut(plain(out), "\n") // its rows repeat with the height
		if got := strings.TrimSpace(dump(s)); got != want {
			t.Errorf("%s of %q\n got  %s\n want %s", c.name, c.text, got, want)
		}
	}
}

func TestADrawnQRIsOneOfTheEightThatAnotherProgramDraws(t *testing.T) {
	zint := judge(t, "zint")
	const text = "https://xn--80ajghhoc2aj1c8b.xn--p1ai/mt"
	s, err := QR(text)
	if err != nil {
		t.Fatal(err)
	}
	got := dump(s)
	for mask := 1; mask <= 8; mask++ {
		out, err := exec.Command(zint, "--barcode=58", "--secure=2", fmt.Sprintf("--vers=%d", (s.columns-17)/4), fmt.Sprintf("--mask=%d", mask), "--dump", "--data="+text).Output()
		if err != nil {
			t.Fatal(err)
		}
		if plain(out) == got {
			return
		}
	}
	t.Errorf("no mask of the judge gives the drawn symbol of %q:\n%s", text, got)
}
