package quickkeys

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

const (
	leastTab float32 = 80
	wordTab  float32 = 76 // of a button whose word stands under its sign
)

// tabs is the row above the tiles: the way back to the actions, a tab for each page, the way to the arranging. Where the tabs have no
// room side by side, those around the shown one stand there and an arrow goes on.
type tabs struct {
	back, next, arrange *look.Button
	pages               []*look.Button
	at                  int
	may                 bool
	onPage              func(i int)
	content             *fyne.Container
}

func newTabs(w *lang.Catalogue, back func(), page func(i int), arrange func()) *tabs {
	t := &tabs{onPage: page}
	if back != nil {
		t.back = &look.Button{Label: w.T("ui.quick.actions"), Large: 15, OnTap: back}
	}
	t.next = &look.Button{Label: w.T("ui.quick.more_pages"), Icon: "right", Tile: true, Large: 14, OnTap: func() { page((t.at + 1) % len(t.pages)) }}
	t.arrange = &look.Button{Label: w.T("ui.quick.arrange_key"), Icon: "pencil", Tile: true, Large: 14, OnTap: arrange}
	t.content = look.Board(fyne.NewSize(420, look.Target), t.place)
	return t
}

func (t *tabs) show(names []string, at int, may bool) {
	t.at, t.may = at, may
	for len(t.pages) < len(names) {
		i := len(t.pages)
		t.pages = append(t.pages, &look.Button{Large: 16, OnTap: func() { t.onPage(i) }})
	}
	t.pages = t.pages[:len(names)]
	all := []fyne.CanvasObject{t.next, t.arrange}
	if t.back != nil {
		all = append(all, t.back)
	}
	for i, b := range t.pages {
		kind := look.Plain
		if i == at {
			kind = look.Primary
		}
		b.SetKind(kind)
		b.SetLabel(names[i])
		all = append(all, b)
	}
	t.content.Objects = all
	t.place(t.content.Size())
	t.content.Refresh()
}

func (t *tabs) place(size fyne.Size) {
	x, right := float32(0), size.Width
	if t.back != nil {
		look.Put(t.back, 0, 0, 100, size.Height)
		x = 100 + look.Gap
	}
	t.arrange.Hidden = !t.may
	if t.may {
		right -= wordTab
		look.Put(t.arrange, right, 0, wordTab, size.Height)
		right -= look.Gap
	}
	n := len(t.pages)
	fit := int((right - x + look.Gap) / (leastTab + look.Gap))
	t.next.Hidden = n <= fit
	if n > fit {
		right -= look.Target
		look.Put(t.next, right, 0, look.Target, size.Height)
		right -= look.Gap
		fit = max(int((right-x+look.Gap)/(leastTab+look.Gap)), 1)
	} else {
		fit = n
	}
	from := max(min(t.at-fit/2, n-fit), 0)
	w := (right - x + look.Gap) / float32(max(fit, 1))
	for i, b := range t.pages {
		b.Hidden = i < from || i >= from+fit
		if !b.Hidden {
			look.Put(b, x+float32(i-from)*w, 0, w-look.Gap, size.Height)
		}
	}
}
