package help

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dobro/assets"
	"dobro/internal/lang"
	"dobro/ui/look"
)

// ReaderParams of a page out of assets/help. Open goes to another page; Close leaves.
type ReaderParams struct {
	Words *lang.Catalogue
	Page  string // "sale", "pay", "glossary" …
	Open  func(page string)
	Close func()
}

// Reader shows one page of the embedded help. It works without internet and takes no focus.
type Reader struct {
	p       ReaderParams
	roll    *look.Roll
	content fyne.CanvasObject
}

var _ look.Panel = (*Reader)(nil)

// Has tells whether there is a page of this name in a language.
func Has(language, page string) bool {
	f, err := assets.Files.Open(file(language, page+".md"))
	if err == nil {
		f.Close()
	}
	return err == nil
}

func file(language, name string) string { return "help/" + language + "/" + name }

// NewReader opens a page. One that is missing shows the page of the sale screen.
func NewReader(p ReaderParams) *Reader {
	if !Has(p.Words.Code(), p.Page) {
		p.Page = "sale"
	}
	text, _ := assets.Files.ReadFile(file(p.Words.Code(), p.Page+".md")) // embedded: a test reads every page
	r := &Reader{p: p}
	name := p.Words.T("ui.help.title")
	var column []part
	for _, b := range parse(string(text)) {
		if b.kind == title {
			name = b.text
			continue
		}
		column = append(column, r.part(b))
	}
	card := look.NewCard()
	inner := look.Board(fyne.NewSize(300, 100), func(size fyne.Size) {
		y := float32(edge)
		for _, c := range column {
			h := c.high(size.Width - 2*edge)
			c.place(edge, y, size.Width-2*edge, h)
			y += h + c.gap
		}
	})
	for _, c := range column {
		inner.Objects = append(inner.Objects, c.objects...)
	}
	r.roll = &look.Roll{Inner: inner, High: func(width float32) float32 {
		y := float32(2 * edge)
		for _, c := range column {
			y += c.high(width-2*edge) + c.gap
		}
		return y
	}}
	body := look.Board(fyne.NewSize(600, 300), func(size fyne.Size) {
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(r.roll, 4, 4, size.Width-8, size.Height-8)
	}, card, r.roll)
	r.content = look.Sheet(name, look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close), body)
	return r
}

const edge = 16

// part is a block with its place.
type part struct {
	objects []fyne.CanvasObject
	gap     float32
	high    func(width float32) float32
	place   func(x, y, w, h float32)
}

const (
	textPoint float32 = 19
	headPoint float32 = 24
)

func (r *Reader) part(b block) part {
	switch b.kind {
	case heading:
		t := &look.Text{Text: b.text, Point: headPoint, Bold: true, Lines: 3, Free: true, Top: true}
		return plainPart(t, headPoint, 6)
	case picture:
		return r.picture(b)
	case link:
		button := &look.Button{Label: b.text, Icon: "list", Large: 18, OnTap: func() { r.p.Open(b.head) }}
		return part{objects: []fyne.CanvasObject{button}, gap: look.Gap, high: func(float32) float32 { return look.Target },
			place: func(x, y, w, h float32) { look.Put(button, x, y, min(w, 420), h) }}
	case item:
		if b.head != "" {
			return pairPart(b)
		}
		t := &look.Text{Text: "•  " + b.text, Point: textPoint, Lines: 20, Free: true, Top: true}
		return plainPart(t, textPoint, 6)
	}
	return plainPart(&look.Text{Text: b.text, Point: textPoint, Lines: 20, Free: true, Top: true}, textPoint, 12)
}

func plainPart(t *look.Text, point, gap float32) part {
	return part{objects: []fyne.CanvasObject{t}, gap: gap,
		high: func(width float32) float32 {
			_, h := look.Lines(t.Text, width, point, t.Bold)
			return h + 2
		},
		place: func(x, y, w, h float32) { look.Put(t, x, y, w, h) }}
}

// pairPart is an item in two columns: a key or a word, and what it means.
func pairPart(b block) part {
	head := &look.Text{Text: b.head, Point: textPoint, Bold: true, Lines: 4, Free: true, Top: true, Color: look.ColorPrimaryInk}
	text := &look.Text{Text: b.text, Point: textPoint, Lines: 20, Free: true, Top: true}
	return part{objects: []fyne.CanvasObject{head, text}, gap: 8,
		high: func(width float32) float32 {
			_, a := look.Lines(b.head, width*0.26-12, textPoint, true)
			_, c := look.Lines(b.text, width*0.74, textPoint, false)
			return max(a, c) + 2
		},
		place: func(x, y, w, h float32) {
			look.Put(head, x, y, w*0.26-12, h)
			look.Put(text, x+w*0.26, y, w*0.74, h)
		}}
}

// picture is a screenshot of the program, made by a test; without its file the place stays empty.
func (r *Reader) picture(b block) part {
	bytes, err := assets.Files.ReadFile(file(r.p.Words.Code(), b.head))
	if err != nil {
		return part{high: func(float32) float32 { return 0 }, place: func(float32, float32, float32, float32) {}}
	}
	img := canvas.NewImageFromResource(fyne.NewStaticResource(r.p.Words.Code()+"-"+b.head, bytes))
	img.FillMode = canvas.ImageFillContain
	frame := &look.ThemeRect{Edge: look.ColorLine, Width: 1}
	const wide, high = PictureWide, PictureHigh
	return part{objects: []fyne.CanvasObject{img, frame}, gap: 12,
		high: func(width float32) float32 { return min(width, wide) * high / wide },
		place: func(x, y, w, h float32) {
			look.Put(img, x, y, min(w, wide), h)
			look.Put(frame, x, y, min(w, wide), h)
		}}
}

// Size of the pictures of the help: half of the smallest window.
const (
	PictureWide = 512
	PictureHigh = 384
)

// Content is what the window shows.
func (r *Reader) Content() fyne.CanvasObject { return r.content }

// Rune takes nothing.
func (r *Reader) Rune(rune) bool { return false }

// Key leaves and scrolls.
func (r *Reader) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape || look.IsEnter(k) || k == fyne.KeyF1:
		r.p.Close()
	case k == fyne.KeyPageDown:
		r.roll.Page(1)
	case k == fyne.KeyPageUp:
		r.roll.Page(-1)
	case k == fyne.KeyDown:
		r.roll.ScrollTo(r.roll.Offset() + look.Target)
	case k == fyne.KeyUp:
		r.roll.ScrollTo(r.roll.Offset() - look.Target)
	default:
		return false
	}
	return true
}
