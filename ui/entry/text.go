package entry

import (
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// TextParams of a question that is answered in words. Done gets the text without spaces around it, and "" only where Empty allows it.
type TextParams struct {
	Words   *lang.Catalogue
	Title   string
	About   string // what it is about
	Hint    string
	Value   string
	Limit   int      // characters
	Choices []string // common answers, at most four
	Empty   bool     // nothing is an answer too
	Confirm string
	Done    func(text string)
	Close   func()
}

// Text is the panel.
type Text struct {
	p       TextParams
	field   *look.Field
	trouble *look.Trouble
	confirm *look.Button
	busy    bool
	content fyne.CanvasObject
}

// NewText opens the question.
func NewText(p TextParams) *Text {
	t := &Text{p: p, trouble: look.NewTrouble()}
	t.field = &look.Field{Point: 24, Hint: p.Hint, Limit: p.Limit, Changed: func(string) { t.trouble.Clear() }}
	t.field.Propose(p.Value)
	t.field.Activate(true)
	t.confirm = &look.Button{Label: p.Confirm, Key: p.Words.T("ui.key.enter"), Kind: look.Good, Large: 20, OnTap: t.enter}
	out := look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close)
	t.content = look.Sheet(p.Title, out, t.form())
	return t
}

func (t *Text) form() fyne.CanvasObject {
	card := look.NewCard()
	about := &look.Text{Text: t.p.About, Point: 18, Least: 13, Lines: 2, Free: true, Color: look.ColorMuted}
	keys := look.ScreenKeyboard(t.p.Words, t.Rune, t.Key)
	var offers []fyne.CanvasObject
	for _, c := range t.p.Choices {
		b := look.NewButton(c, "", func() {
			if !t.busy {
				t.field.Propose(c)
				t.trouble.Clear()
			}
		})
		b.Large = 16
		offers = append(offers, b)
	}
	parts := []fyne.CanvasObject{card, about, t.field, t.confirm, keys, t.trouble.Content()}
	var row *fyne.Container
	if len(offers) > 0 {
		row = look.Grid(len(offers), offers...)
		parts = append(parts, row)
	}
	return look.Board(fyne.NewSize(800, 420), func(size fyne.Size) {
		const wide float32 = 240
		look.Put(card, 0, 0, size.Width, size.Height)
		y := float32(10)
		if t.p.About != "" {
			look.Put(about, 14, y, size.Width-28, 30)
			y += 34
		}
		look.Put(t.field, 12, y, size.Width-24-wide-look.Gap, look.Target+4)
		look.Put(t.confirm, size.Width-12-wide, y, wide, look.Target+4)
		y += look.Target + 4 + look.Gap
		if row != nil {
			look.Put(row, 12, y, size.Width-24, look.Target)
			y += look.Target + look.Gap
		}
		look.Put(keys, 12, y, size.Width-24, size.Height-y-12)
		look.Put(t.trouble.Content(), 12, y, size.Width-24, 76)
	}, parts...)
}

// Content is what the window shows.
func (t *Text) Content() fyne.CanvasObject { return t.content }

// Rune types.
func (t *Text) Rune(r rune) bool { return !t.busy && t.field.Rune(r) }

// Paste pastes.
func (t *Text) Paste(text string) {
	if !t.busy {
		t.field.Paste(text)
	}
}

// Key edits, confirms, leaves.
func (t *Text) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		t.enter()
	case k == fyne.KeyEscape:
		t.p.Close()
	case t.busy:
	default:
		return t.field.Key(k)
	}
	return true
}

// Fail says why the text was not taken; the panel takes another.
func (t *Text) Fail(f *register.Fault) {
	t.busy = false
	t.confirm.Enable(true)
	t.trouble.Fail(f.Text, f.Action)
}

// Wait says that the till is at work; further confirmations are ignored.
func (t *Text) Wait(text string) {
	t.busy = true
	t.confirm.Enable(false)
	t.trouble.Wait(text)
}

func (t *Text) enter() {
	text := strings.TrimSpace(t.field.Value())
	if t.busy || text == "" && !t.p.Empty {
		return
	}
	t.p.Done(text)
}

// Title names the panel for whoever is asked to stand behind it.
func (t *Text) Title() string { return t.p.Title }
