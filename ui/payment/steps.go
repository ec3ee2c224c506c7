package payment

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// steps is how far the printer has come: what is done, ticked, and what it is doing now.
type steps struct {
	said []string
	rows [3]stepRow
	box  *fyne.Container
}

type stepRow struct {
	sign *look.Sign
	text *look.Text
}

func newSteps() *steps {
	s := &steps{}
	var parts []fyne.CanvasObject
	for i := range s.rows {
		s.rows[i] = stepRow{&look.Sign{Name: "check", Color: look.ColorAllowedInk}, &look.Text{Point: 19, Least: 13, Free: true, Color: look.ColorMuted}}
		parts = append(parts, s.rows[i].sign, s.rows[i].text)
	}
	s.box = look.Board(fyne.NewSize(300, 96), func(size fyne.Size) {
		high := min(size.Height/float32(len(s.rows)), 34)
		for i, r := range s.rows {
			look.Put(r.sign, 0, float32(i)*high+(high-22)/2, 22, 22)
			look.Put(r.text, 34, float32(i)*high, size.Width-34, high)
		}
	}, parts...)
	s.clear()
	return s
}

// clear is for the beginning of a try.
func (s *steps) clear() {
	s.said = nil
	s.show()
}

// now says what is being done; what was said before is done. It returns what to write large.
func (s *steps) now(text string) {
	if n := len(s.said); n > 0 && s.said[n-1] == text {
		return
	}
	s.said = append(s.said, text)
	s.show()
}

// current is what is being done, "" before the printer said anything.
func (s *steps) current() string {
	if len(s.said) == 0 {
		return ""
	}
	return s.said[len(s.said)-1]
}

func (s *steps) show() {
	var done []string
	if n := len(s.said); n > 1 {
		done = s.said[max(0, n-1-len(s.rows)) : n-1]
	}
	for i, r := range s.rows {
		r.sign.Hidden = i >= len(done)
		text := ""
		if i < len(done) {
			text = done[i]
		}
		r.text.Set(text)
	}
	s.box.Refresh()
}
