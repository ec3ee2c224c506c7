package scandoctor

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
	"dobro/ui/symbol"
)

// makers in the order of the buttons. Only for the first one set-up symbols are drawn, see Commands.
var makers = []string{"honeywell", "zebra", "newland", "datalogic", "mertech", "other"}

const drawnFor = "honeywell"

// setupView says what to switch on in a scanner, by its maker.
type setupView struct {
	words    *lang.Catalogue
	maker    int
	command  int
	makers   []*look.Button
	commands []*look.Button
	about    *look.Text // of the maker whose symbols are drawn
	intro    *look.Text
	steps    []step
	symbol   *symbol.View
	caption  *look.Text
	drawn    *fyne.Container
	told     *fyne.Container
	content  *fyne.Container
}

func newSetupView(w *lang.Catalogue) *setupView {
	v := &setupView{words: w, symbol: symbol.New(640, 150),
		about:   &look.Text{Text: w.T("scandoctor.maker." + drawnFor + ".do"), Point: 17, Least: 13, Free: true, Lines: 2},
		intro:   &look.Text{Point: 18, Least: 13, Free: true, Lines: 3},
		caption: &look.Text{Point: 18, Least: 13, Free: true, Lines: 2, Align: fyne.TextAlignCenter}}
	var parts []fyne.CanvasObject
	for i, m := range makers {
		b := &look.Button{Label: w.T("scandoctor.maker." + m), OnTap: func() { v.choose(i) }}
		v.makers = append(v.makers, b)
		parts = append(parts, b)
	}
	v.drawn, v.told = v.layDrawn(), v.layTold()
	v.content = look.Board(fyne.NewSize(860, 360), func(size fyne.Size) {
		side := min(size.Width*0.23, 300)
		for i, b := range v.makers {
			look.Put(b, 0, float32(i)*(look.Target+look.Gap), side, look.Target)
		}
		x := side + look.Gap
		look.Put(v.drawn, x, 0, size.Width-x, size.Height)
		look.Put(v.told, x, 0, size.Width-x, size.Height)
	}, append(parts, v.drawn, v.told)...)
	v.choose(0)
	v.draw(0)
	return v
}

func (v *setupView) layDrawn() *fyne.Container {
	ground := look.NewCard()
	var keys []fyne.CanvasObject
	for i, c := range Commands {
		b := &look.Button{Label: v.words.T("scandoctor.command." + c.Name), OnTap: func() { v.draw(i) }}
		v.commands = append(v.commands, b)
		keys = append(keys, b)
	}
	grid := look.Grid(2, keys...)
	return look.Board(fyne.NewSize(560, 360), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(v.about, 16, 6, size.Width-32, 50)
		high := 2*look.Target + look.Gap
		look.Put(grid, 12, 62, size.Width-24, high)
		y := 62 + high + 8
		look.Put(v.caption, 16, y, size.Width-32, 54)
		y += 54 + 4
		look.Put(v.symbol.Content(), 12, y, size.Width-24, size.Height-y-10)
	}, ground, v.about, grid, v.symbol.Content(), v.caption)
}

// step is one line of what to do: its number and the words.
type step struct {
	number, words *look.Text
}

// maxSteps of a maker.
const maxSteps = 5

func (v *setupView) layTold() *fyne.Container {
	ground := look.NewCard()
	parts := []fyne.CanvasObject{ground, v.intro}
	for i := range maxSteps {
		s := step{&look.Text{Text: strconv.Itoa(i + 1), Point: 22, Bold: true, Free: true, Top: true, Color: look.ColorPrimaryInk, Align: fyne.TextAlignCenter},
			&look.Text{Point: 18, Least: 13, Free: true, Lines: 3, Top: true}}
		v.steps = append(v.steps, s)
		parts = append(parts, s.number, s.words)
	}
	return look.Board(fyne.NewSize(560, 360), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		high := min((size.Height-16)/(maxSteps+1), 84)
		look.Put(v.intro, 20, 8, size.Width-40, high-4)
		for i, s := range v.steps {
			y := 12 + float32(i+1)*high
			look.Put(s.number, 12, y-3, 40, 32)
			look.Put(s.words, 60, y, size.Width-80, high-4)
		}
	}, parts...)
}

// tell shows the steps of a maker: a line of introduction, then one line each.
func (v *setupView) tell(maker string) {
	intro, rest, _ := strings.Cut(v.words.T("scandoctor.maker."+maker+".do"), "\n")
	v.intro.Set(intro)
	lines := strings.Split(rest, "\n")
	for i, s := range v.steps {
		s.number.Hidden, s.words.Hidden = i >= len(lines), i >= len(lines)
		if i < len(lines) {
			s.words.Set(lines[i])
		}
	}
}

// choose shows what is known of a maker.
func (v *setupView) choose(i int) {
	v.maker = (i + len(makers)) % len(makers)
	mark(v.makers, v.maker)
	drawn := makers[v.maker] == drawnFor
	v.drawn.Hidden, v.told.Hidden = !drawn, drawn
	if !drawn {
		v.tell(makers[v.maker])
	}
	v.content.Refresh()
}

// draw shows the symbol of a command.
func (v *setupView) draw(i int) {
	v.command = (i + len(Commands)) % len(Commands)
	mark(v.commands, v.command)
	c := Commands[v.command]
	s, _ := c.Symbol() // of constants: a test draws them
	v.symbol.Show(s)
	v.caption.Set(v.words.T("scandoctor.command."+c.Name+".do") + "\n" + c.Plain())
}

func mark(row []*look.Button, chosen int) {
	for i, b := range row {
		kind := look.Plain
		if i == chosen {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
}

func (v *setupView) key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyUp:
		v.choose(v.maker - 1)
	case fyne.KeyDown:
		v.choose(v.maker + 1)
	case fyne.KeyPageUp:
		v.draw(v.command - 1)
	case fyne.KeyPageDown:
		v.draw(v.command + 1)
	default:
		return false
	}
	return true
}
