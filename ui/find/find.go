// Package find looks goods up by a part of the name, the price or the last digits of a code, as one types.
package find

import (
	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Limit is how many goods are shown; whoever needs the next one types another letter.
const Limit = 60

// Params of the search. Search is asked after every key and answers by Found or Fail, which paint the key with the list; where the answer
// takes its time it calls Echo before. Add puts goods into the basket.
type Params struct {
	Words  *lang.Catalogue
	Title  string // "": to sell
	Search func(text string)
	Add    func(goods.Product)
	Close  func()
}

// Row is one product with its texts ready.
type Row struct {
	Product goods.Product
	Name    string
	About   string
	Price   string
	Marked  bool
}

// Rows prepares what was found; on any goroutine.
func Rows(w *lang.Catalogue, found []goods.Product) []Row {
	rows := make([]Row, 0, len(found))
	for _, p := range found {
		r := Row{Product: p, Name: p.Name, Price: look.Rubles(w, p.Price), Marked: p.Group != 0}
		if len(p.Barcodes) > 0 {
			r.About = p.Barcodes[0]
		}
		if r.Marked {
			r.About = w.T("ui.find.marked")
		}
		rows = append(rows, r)
	}
	return rows
}

// Panel is the search.
type Panel struct {
	p        Params
	field    *look.Field
	list     *look.List
	rows     []Row
	selected int
	none     *look.Text
	trouble  *look.Trouble
	content  fyne.CanvasObject
	keys     fyne.CanvasObject
}

// New opens the search.
func New(p Params) *Panel {
	w := p.Words
	f := &Panel{p: p, trouble: look.NewTrouble()}
	f.field = &look.Field{Point: 22, Hint: w.T("ui.find.hint"), Later: true, Changed: func(text string) {
		f.selected = 0
		f.trouble.Clear()
		p.Search(text)
	}}
	f.field.Activate(true)
	f.none = &look.Text{Point: 18, Lines: 2, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	views := map[fyne.CanvasObject]*rowView{}
	f.list = &look.List{
		Height: rowHeight,
		Length: func() int { return len(f.rows) },
		Create: func() fyne.CanvasObject {
			v := newRowView()
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(f.rows[i], i == f.selected) },
		OnTap:  func(i int) { f.add(i) },
	}
	f.keys = look.ScreenKeyboard(w, f.Rune, f.Key)
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	card := look.NewCard()
	title := p.Title
	if title == "" {
		title = w.T("ui.find.title")
	}
	f.content = look.Sheet(title, out, look.Board(fyne.NewSize(800, 400), func(size fyne.Size) {
		half := size.Width*0.48 - look.Gap
		look.Put(f.field, half+2*look.Gap, 0, size.Width-half-2*look.Gap, look.Target+4)
		look.Put(card, 0, 0, half, size.Height)
		look.Put(f.list, 4, 4, half-8, size.Height-8)
		look.Put(f.none, 20, size.Height/2-40, half-40, 80)
		x := half + 2*look.Gap
		look.Put(f.keys, x, look.Target+4+look.Gap, size.Width-x, size.Height-look.Target-4-look.Gap)
		look.Put(f.trouble.Content(), 8, size.Height-84, half-16, 76)
	}, f.field, card, f.list, f.none, f.keys, f.trouble.Content()))
	return f
}

// Content is what the window shows.
func (f *Panel) Content() fyne.CanvasObject { return f.content }

// Text is what is being looked for.
func (f *Panel) Text() string { return f.field.Value() }

// Found shows the answer; one to an older text is passed over.
func (f *Panel) Found(text string, rows []Row) {
	if text != f.field.Value() {
		return
	}
	f.Echo()
	f.rows = rows
	f.none.Set("")
	if len(rows) == 0 && text != "" {
		f.none.Set(f.p.Words.T("ui.find.none"))
	}
	f.list.ScrollTo(0)
	f.list.Refresh()
}

// Fail says what went wrong.
func (f *Panel) Fail(fault *register.Fault) {
	f.Echo()
	f.trouble.Fail(fault.Text, fault.Action)
}

// Echo shows what was typed, before there is an answer.
func (f *Panel) Echo() { f.field.Echo() }

// Rune types.
func (f *Panel) Rune(r rune) bool { return f.field.Rune(r) }

// Paste pastes.
func (f *Panel) Paste(text string) { f.field.Paste(text) }

// Key walks in the list, edits, adds, leaves.
func (f *Panel) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		f.p.Close()
	case look.IsEnter(k):
		f.add(f.selected)
	case k == fyne.KeyDown || k == fyne.KeyUp:
		before := f.selected
		if k == fyne.KeyDown {
			f.selected++
		} else {
			f.selected--
		}
		f.selected = max(min(f.selected, len(f.rows)-1), 0)
		f.list.Reveal(f.selected)
		f.list.RefreshRow(before)
		f.list.RefreshRow(f.selected)
	default:
		return f.field.Key(k)
	}
	return true
}

func (f *Panel) add(i int) {
	if i >= 0 && i < len(f.rows) {
		f.p.Add(f.rows[i].Product)
	}
}
