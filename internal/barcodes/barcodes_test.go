package barcodes

import (
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
)

// widths of the symbol characters 14, 16, 17, 33–36, 43, 51, 94, 96, of start B (104) and of stop (106), as ISO/IEC 15417
// prints them: bars and spaces in turn, in modules.
var widths = map[int]string{10: "221312", 14: "122231", 16: "123122", 17: "123221", 33: "111323", 34: "131123", 35: "131321",
	36: "112313", 43: "112331", 51: "213113", 94: "131141", 96: "114311", 104: "211214", 106: "2331112"}

func modules(values []int) []bool {
	var row []bool
	for _, v := range values {
		for i, w := range widths[v] {
			row = append(row, slices.Repeat([]bool{i%2 == 0}, int(w-'0'))...)
		}
	}
	return row
}

func TestASetUpCommandIsDrawnAsTheMakerPrintsIt(t *testing.T) {
	// The symbol «Control + ASCII Mode On» of a maker's own guide, read off its picture: start B, the text, FNC3, check sign.
	want := modules([]int{104, 94, 43, 34, 36, 35, 33, 51, 17, 14, 96, 10, 106})
	s, err := Code128("~KBDCAS1." + FNC3)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]bool, s.columns)
	for i := range got {
		got[i] = s.Dark(i, 0)
	}
	if !slices.Equal(got, want) {
		t.Errorf("modules\n got  %v\n want %v", got, want)
	}
}

func TestWhatASymbolCannotHoldIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		draw func() (Symbol, error)
	}{
		{"an empty DataMatrix", func() (Symbol, error) { return DataMatrix("") }},
		{"an empty GS1 DataMatrix", func() (Symbol, error) { return GS1DataMatrix("") }},
		{"a GS1 DataMatrix with a Russian letter", func() (Symbol, error) { return GS1DataMatrix("0104и") }},
		{"a DataMatrix of a thousand signs", func() (Symbol, error) { return DataMatrix(strings.Repeat("a", 1000)) }},
		{"an empty QR", func() (Symbol, error) { return QR("") }},
		{"a QR of a thousand signs", func() (Symbol, error) { return QR(strings.Repeat("a", 1000)) }},
		{"an EAN-13 with a wrong check digit", func() (Symbol, error) { return EAN("4606203090786") }},
		{"an EAN of twelve digits", func() (Symbol, error) { return EAN("460620309078") }},
		{"an EAN with a letter", func() (Symbol, error) { return EAN("460620309078A") }},
		{"an empty Code 128", func() (Symbol, error) { return Code128("") }},
		{"a Code 128 of sixty signs", func() (Symbol, error) { return Code128(strings.Repeat("a", 60)) }},
		{"a Code 128 with a Russian letter", func() (Symbol, error) { return Code128("ж") }},
	} {
		s, err := c.draw()
		if !errors.Is(err, ErrContent) || !s.Empty() {
			t.Errorf("%s: got %v, %v, want ErrContent", c.name, s.columns, err)
		}
	}
}

// corners gives the bounding box of what is black.
func corners(p *image.Paletted) image.Rectangle {
	var r image.Rectangle
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			if p.ColorIndexAt(x, y) == black {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func TestPicturesKeepWholeModulesAndTheQuietZone(t *testing.T) {
	matrix, err := GS1DataMatrix("0104670540176099215NN*cM\x1d93dGVz")
	if err != nil {
		t.Fatal(err)
	}
	bars, err := EAN("4606203090785")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		p     *image.Paletted
		whole image.Point
		black image.Rectangle
	}{
		{"a matrix of 20 modules, 5 pixels each", matrix.Image(5, 0), image.Pt(130, 130), image.Rect(15, 15, 115, 115)},
		{"a matrix fitted into a wide place", matrix.Fit(300, 140), image.Pt(300, 140), image.Rect(100, 20, 200, 120)},
		{"a matrix in too small a place stays away", matrix.Fit(20, 20), image.Pt(20, 20), image.Rectangle{}},
		{"a linear symbol of 95 modules", bars.Image(2, 50), image.Pt(234, 50), image.Rect(22, 0, 212, 50)},
		{"a linear symbol fitted", bars.Fit(400, 60), image.Pt(400, 60), image.Rect(57, 0, 342, 60)},
		{"nothing", Symbol{}.Fit(40, 30), image.Pt(40, 30), image.Rectangle{}},
	} {
		if got := c.p.Rect.Size(); got != c.whole {
			t.Errorf("%s: picture is %v, want %v", c.name, got, c.whole)
		}
		if got := corners(c.p); got != c.black {
			t.Errorf("%s: black is %v, want %v", c.name, got, c.black)
		}
	}
}

func FuzzDrawing(f *testing.F) {
	for _, s := range []string{"0104670540176099215NN*cM\x1d93dGVz", "4606203090785", "46198488", "~PAP124." + FNC3, "https://example.com", "\x00\xff"} {
		f.Add(s, 3, 40)
	}
	f.Fuzz(func(t *testing.T, text string, module, height int) {
		for _, draw := range []func(string) (Symbol, error){GS1DataMatrix, DataMatrix, QR, EAN, Code128} {
			s, err := draw(text)
			if err != nil {
				if !s.Empty() {
					t.Errorf("%q: a symbol came with the error %v", text, err)
				}
				continue
			}
			if columns, rows := s.Modules(); columns < 8 || rows < 1 {
				t.Errorf("%q: %d×%d modules", text, columns, rows)
			}
			s.Image(module%64, height%512)
			s.Fit(module%4096, height%4096)
		}
	})
}
