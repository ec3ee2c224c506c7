package look

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Keyboard is the Russian and Latin keyboard on the screen.
type Keyboard struct {
	Type  func(r rune)
	Press func(k fyne.KeyName)
	Latin bool   // which layout comes first
	Rows  string // letters of the Russian layout, rows parted by spaces
	ABC   string // label of the key that changes to Latin letters
	Cyr   string // label of the key that changes to Russian letters
	Space string // label of the space bar
	Enter string // label of the Enter key; "" leaves it out

	upper bool
	box   *fyne.Container
}

// dense is the gap between keys.
const dense float32 = 4

const latin = "1234567890- qwertyuiop@ asdfghjkl:/ zxcvbnm.,_#"

// latinUpper has the signs that passwords and paths of Windows need where latin has digits and signs.
const latinUpper = `!$%&*()=+?\ QWERTYUIOP" ASDFGHJKL;' ZXCVBNM<>~^`

// Content is the keyboard: four rows of letters and the row of the space bar.
func (k *Keyboard) Content() fyne.CanvasObject {
	k.box = container.NewStack()
	k.fill()
	return k.box
}

func (k *Keyboard) fill() {
	rows := strings.Fields(k.Rows)
	if k.Latin || len(rows) == 0 {
		rows = strings.Fields(latin)
		if k.upper {
			rows = strings.Fields(latinUpper)
		}
	}
	var letters []fyne.CanvasObject
	for _, row := range rows {
		for _, r := range row {
			if k.upper {
				r = unicode.ToUpper(r)
			}
			b := NewButton(string(r), "", func() { k.Type(r) })
			b.Large = 20
			letters = append(letters, b)
		}
	}
	grid := grid(len([]rune(rows[0])), dense, letters) // eleven keys side by side need every millimetre
	bottom := k.bottom()
	k.box.Objects = []fyne.CanvasObject{Board(fyne.NewSize(600, 5*Target), func(size fyne.Size) {
		h := (size.Height + dense) / 5
		Put(grid, 0, 0, size.Width, 4*h-dense)
		Put(bottom, 0, 4*h, size.Width, h-dense)
	}, grid, bottom)}
	k.box.Refresh()
}

func (k *Keyboard) bottom() *fyne.Container {
	shift := NewButton("", "", func() { k.upper = !k.upper; k.fill() })
	shift.Icon = "up"
	if k.upper {
		shift.Kind = Primary
	}
	other := k.ABC
	if k.Latin {
		other = k.Cyr
	}
	layout := NewButton(other, "", func() { k.Latin = !k.Latin; k.fill() })
	space := NewButton(k.Space, "", func() { k.Type(' ') })
	back := NewButton("", "", func() { k.Press(fyne.KeyBackspace) })
	back.Icon = "backspace"
	parts := []fyne.CanvasObject{shift, layout, space, back}
	weights := []float32{1.5, 1.5, 5, 1.5}
	if k.Enter != "" {
		enter := NewButton(k.Enter, "", func() { k.Press(fyne.KeyReturn) })
		enter.Kind = Primary
		parts, weights = append(parts, enter), append(weights, 2)
	}
	return Board(fyne.NewSize(1, Target), func(size fyne.Size) {
		all := float32(0)
		for _, w := range weights {
			all += w
		}
		x := float32(0)
		for i, o := range parts {
			w := (size.Width + Gap) * weights[i] / all
			Put(o, x, 0, w-Gap, size.Height)
			x += w
		}
	}, parts...)
}
