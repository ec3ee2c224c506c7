package payment

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dobro/ui/look"
)

// contact asks where the receipt goes besides, or instead of, the paper.
type contact struct {
	n       *Panel
	field   *look.Field
	paper   *look.Button
	trouble *look.Trouble
	without bool // no paper
	letters *fyne.Container
	box     *fyne.Container
}

// endings are what most addresses end in, a tap each; the first begins a phone.
var endings = []string{"+7", "@mail.ru", "@yandex.ru", "@gmail.com"}

func newContact(n *Panel) *contact {
	w := n.p.Words
	c := &contact{n: n, trouble: look.NewTrouble()}
	c.field = &look.Field{Point: 28, Limit: 64, Hint: w.T("ui.pay.contact.hint"), Changed: func(string) { c.trouble.Clear(); c.place() }}
	c.field.Activate(true)
	c.paper = &look.Button{Key: "F3", Icon: "printer", Large: 17, OnTap: func() { c.turn() }}
	take := &look.Button{Label: w.T("ui.confirm"), Key: w.T("ui.key.enter"), Kind: look.Good, Large: 20, OnTap: c.take}
	var ends []fyne.CanvasObject
	for _, e := range endings {
		ends = append(ends, &look.Button{Label: e, Large: 18, OnTap: func() { c.end(e) }})
	}
	row := look.Grid(len(ends), ends...)
	c.letters = container.NewStack()
	c.box = look.Board(fyne.NewSize(900, 400), func(size fyne.Size) {
		const gap = look.Gap
		high := min(size.Height, 520)
		look.Put(c.field, 0, 0, size.Width*0.48, 62)
		look.Put(c.paper, size.Width*0.48+gap, 0, size.Width*0.26-gap, 62)
		look.Put(take, size.Width*0.74+gap, 0, size.Width*0.26-gap, 62)
		look.Put(row, 0, 62+gap, size.Width, look.Target)
		look.Put(c.trouble.Content(), 0, 62+gap, size.Width, look.Target)
		row.Hidden = c.trouble.Shown()
		top := 62 + look.Target + 2*gap
		look.Put(c.letters, 0, top, size.Width, high-top)
	}, c.field, c.paper, take, row, c.trouble.Content(), c.letters)
	c.box.Hidden = true
	c.label()
	return c
}

// open shows what was chosen so far. The keyboard is made when it is wanted for the first time: few buyers ask for it.
func (c *contact) open() {
	if len(c.letters.Objects) == 0 {
		w := c.n.p.Words
		keys := look.Keyboard{Type: func(r rune) { c.field.Rune(r) }, Press: func(k fyne.KeyName) { c.key(k) }, Latin: true, ABC: w.T("ui.keyboard.latin"),
			Cyr: w.T("ui.keyboard.cyrillic"), Rows: w.T("ui.keyboard.rows"), Space: w.T("ui.keyboard.space")}
		c.letters.Objects = []fyne.CanvasObject{keys.Content()}
	}
	c.field.Propose(c.n.how.Contact)
	c.without = c.n.how.Electronic
	c.trouble.Clear()
	c.label()
	c.place()
}

func (c *contact) key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		c.take()
	case k == fyne.KeyEscape:
		c.n.address(c.n.how.Contact, c.n.how.Electronic)
	case k == fyne.KeyF3:
		c.turn()
	default:
		return c.field.Key(k)
	}
	return true
}

// end puts an ending behind the name, or the code of the country before the number.
func (c *contact) end(e string) {
	if e == endings[0] {
		c.field.Clear()
	}
	for _, r := range e {
		c.field.Rune(r)
	}
}

func (c *contact) turn() {
	c.without = !c.without
	c.label()
}

func (c *contact) label() {
	key, kind := "ui.pay.paper.with", look.Plain
	if c.without {
		key, kind = "ui.pay.paper.without", look.Primary
	}
	c.paper.SetLabel(c.n.p.Words.T(key))
	c.paper.SetKind(kind)
}

// take checks the address; nothing typed is a receipt on paper.
func (c *contact) take() {
	if c.field.Value() == "" {
		c.n.address("", false)
		return
	}
	address, ok := Address(c.field.Value())
	if !ok {
		c.trouble.Fail(c.n.p.Words.T("ui.pay.contact.bad"), c.n.p.Words.T("ui.pay.contact.bad.do"))
		c.place()
		return
	}
	c.n.address(address, c.without)
}

func (c *contact) place() {
	c.box.Layout.Layout(c.box.Objects, c.box.Size())
	c.box.Refresh()
}
