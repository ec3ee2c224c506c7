package ui

import (
	"bytes"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"golang.org/x/image/draw"

	"dobro/assets"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/golden"
	"dobro/ui/help"
)

// scene is what a picture of the help shows: a till with five lines in the receipt unless at says otherwise, and what is done there.
type scene struct {
	at func(t *testing.T, s setting) *rig
	do func(r *rig)
}

var pictures = map[string]scene{
	"sale":   {do: func(r *rig) { r.show(permits["allowed"]) }},
	"ban":    {do: func(r *rig) { r.show(permits["forbidden"]) }},
	"pay":    {do: func(r *rig) { r.key(fyne.KeyF9); r.typing("2000") }},
	"shift":  {do: func(r *rig) { r.key(fyne.KeyF11) }},
	"drawer": {do: func(r *rig) { r.key(fyne.KeyF7); r.typing("1000") }},
	"health": {do: func(r *rig) { r.w.openHealth() }},
	"people": {do: func(r *rig) { r.key(fyne.KeyF12); r.typing("11") }},
	"return": {do: func(r *rig) {
		v := r.till.view.Receipt
		v.ID, v.Kind, v.State, v.FD = "uuid-1", sale.Sale, sale.Fiscalized, 12
		r.till.sold = []register.ReceiptView{v}
		r.key(fyne.KeyF6)
		r.settle()
		r.key(fyne.KeyReturn)
		r.typing("1")
	}},
	"find":   {do: func(r *rig) { r.w.p.Goods = someGoods(); r.key(fyne.KeyF2); r.settle(); r.typing("Молоко") }},
	"amount": {do: func(r *rig) { r.key(fyne.KeyF4) }},
	"age": {do: func(r *rig) {
		r.till.set("", func(v *register.View) { v.AskAge, v.Receipt.Lines[4].Age = 18, 18 })
	}},
	"doubt":      {at: inDoubt},
	"correction": {at: inDoubt, do: func(r *rig) { r.key(fyne.KeyEscape); r.calm(); r.w.openCorrection() }},
	"tiles": {at: quickRig, do: func(r *rig) {
		owner(r.till)
		r.till.set(register.EventUser, func(*register.View) {})
		r.settle()
		r.key(fyne.KeyInsert)
		r.w.openArrange()
		r.key(fyne.KeyRight)
	}},
	"owner":      {at: evening},
	"log":        {at: evening, do: func(r *rig) { r.typing("2"); r.settle(); r.key(fyne.KeyReturn) }},
	"deviations": {at: evening, do: func(r *rig) { r.key(fyne.KeyEscape); r.w.openDesk(); r.sorted() }},
}

// calm ends the doubt.
func (r *rig) calm() {
	r.till.set("", func(v *register.View) { v.Settling, v.Doubtful = false, false })
	r.settle()
}

// sorted leads from the owner's desk to the deviations of a file.
func (r *rig) sorted() {
	r.settle()
	r.typing("5")
	r.settle()
	r.tapRow()
	r.settle()
	r.key(fyne.KeyReturn)
}

// evening is the till of an owner who looks at the day.
func evening(t *testing.T, s setting) *rig {
	s.p = func(p *Params) {
		p.Days = fakeDays{someDay()}
		p.Office = Office{Desk: &fakeDesk{now: noon}, Disputes: &fakeDisputes{}}
	}
	s.till = owner(newFakeTill())
	r := newRig(t, s)
	r.settle()
	r.key(fyne.KeyF11)
	r.typing("4")
	r.settle()
	return r
}

// counter is a till with goods in the receipt.
func counter(t *testing.T, s setting) *rig {
	r := newRig(t, s)
	basket(r.till)
	r.till.set("", func(v *register.View) { v.Receipt.Lines = v.Receipt.Lines[:5] })
	r.settle()
	return r
}

func (r *rig) show(p register.Permit) {
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = p })
	r.settle()
}

// TestPicturesOfTheHelpAreTheProgramsOwn makes the pictures when DOBRO_HELP is "write": half size, 256 colours, so that they stay small.
// Otherwise it holds that every page has its picture, of the right size.
func TestPicturesOfTheHelpAreTheProgramsOwn(t *testing.T) {
	for _, code := range []string{"ru", "en"} {
		for name, scene := range pictures {
			file := filepath.Join("..", "assets", "help", code, name+".png")
			if os.Getenv("DOBRO_HELP") == "write" {
				at := scene.at
				if at == nil {
					at = counter
				}
				r := at(t, setting{lang: code})
				if scene.do != nil {
					scene.do(r)
				}
				r.settle()
				if err := os.WriteFile(file, half(t, r.w.win.Canvas().Capture()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Errorf("%v; DOBRO_HELP=write makes it", err)
				continue
			}
			c, err := png.DecodeConfig(bytes.NewReader(b))
			if err != nil || c.Width != help.PictureWide || c.Height != help.PictureHigh || len(b) > 40<<10 {
				t.Errorf("%s: %d × %d, %d bytes, %v", file, c.Width, c.Height, len(b), err)
			}
		}
	}
}

// half scales a picture down and leaves it the 256 colours of a palette.
func half(t *testing.T, from image.Image) []byte {
	small := image.NewRGBA(image.Rect(0, 0, help.PictureWide, help.PictureHigh))
	draw.CatmullRom.Scale(small, small.Bounds(), from, from.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, golden.Few(small, 256)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var leads = regexp.MustCompile(`(!?)\[[^\]]*\]\(([^)]+)\)`)

func TestEveryPageOfTheHelpStandsInBothLanguagesAndLeadsSomewhere(t *testing.T) {
	pages := map[string]int{}
	for _, code := range []string{"ru", "en"} {
		list, err := fs.Glob(assets.Files, "help/"+code+"/*.md")
		if err != nil || len(list) == 0 {
			t.Fatalf("%s: %v, %v", code, list, err)
		}
		for _, name := range list {
			pages[strings.TrimSuffix(path.Base(name), ".md")]++
			b, err := assets.Files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(b), "# ") {
				t.Errorf("%s has no title", name)
			}
			for _, m := range leads.FindAllStringSubmatch(string(b), -1) {
				to := m[2] + ".md"
				if m[1] == "!" {
					to = m[2]
				}
				if _, err := fs.Stat(assets.Files, path.Join("help", code, to)); err != nil {
					t.Errorf("%s leads to %s: %v", name, m[2], err)
				}
			}
		}
	}
	for page, n := range pages {
		if n != 2 {
			t.Errorf("%s.md stands in one language only", page)
		}
	}
}

func TestF1OpensThePageOfWhatIsOnTheScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
		want string
	}{
		{"продажа", func(*rig) {}, "sale"},
		{"оплата", func(r *rig) { r.key(fyne.KeyF9) }, "pay"},
		{"смена", func(r *rig) { r.key(fyne.KeyF11) }, "shift"},
		{"ящик", func(r *rig) { r.key(fyne.KeyF7) }, "drawer"},
		{"возврат", func(r *rig) { r.key(fyne.KeyF6) }, "return"},
		{"запрет", func(r *rig) { r.show(permits["forbidden"]) }, "ban"},
		{"лампы", func(r *rig) { r.w.openHealth() }, "health"},
		{"вход", func(r *rig) { r.key(fyne.KeyF12) }, "people"},
		{"поиск", func(r *rig) { r.w.p.Goods = someGoods(); r.key(fyne.KeyF2) }, "find"},
		{"количество", func(r *rig) { r.key(fyne.KeyF3) }, "amount"},
		{"скидка", func(r *rig) { r.key(fyne.KeyF4) }, "amount"},
		{"возраст", func(r *rig) { r.till.set("", func(v *register.View) { v.AskAge = 18 }) }, "age"},
		{"коррекция", func(r *rig) { r.w.openCorrection() }, "correction"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			c.do(r)
			r.settle()
			if got := r.w.pageOf(); got != c.want {
				t.Errorf("the page is %q, want %q", got, c.want)
			}
			r.key(fyne.KeyF1)
			if _, ok := r.w.top().(*help.Reader); !ok {
				t.Fatalf("on top lies %T", r.w.top())
			}
			r.key(fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyEscape)
			if _, ok := r.w.top().(*help.Reader); ok {
				t.Error("Esc does not close the page")
			}
		})
	}
}

func TestAPageOfHelpLeadsToAnother(t *testing.T) {
	r := withGoods(t)
	r.w.openPage("drawer")
	r.key(fyne.KeyPageDown, fyne.KeyPageDown)
	r.tap("Смена и отчёты")
	if !r.says("Смена и отчёты") || len(r.w.panels) != 1 {
		t.Errorf("%d panels, want the other page in the place of the first", len(r.w.panels))
	}
}

func TestEveryScreenOfTheHelpFitsItsTexts(t *testing.T) {
	inEveryLook(t, func(t *testing.T, prefix string, s setting) {
		r := newRig(t, s)
		list, err := fs.Glob(assets.Files, "help/"+s.lang+"/*.md")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range list {
			page := strings.TrimSuffix(path.Base(name), ".md")
			r.w.openPage(page)
			r.see(prefix, "help_"+page)
			r.key(fyne.KeyEscape)
		}
	})
}
