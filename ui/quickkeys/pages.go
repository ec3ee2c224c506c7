package quickkeys

import (
	"slices"

	"dobro/internal/goods"
	"dobro/ui/look"
)

func (a *Arrange) toPage(i int) {
	if i == a.page && len(a.pages) > 0 {
		a.choose((a.screen + 1) % a.screens() * a.tiles.room())
		return
	}
	a.page, a.at, a.screen = i, 0, 0
	a.render()
}

func (a *Arrange) screens() int { return len(a.now())/a.tiles.room() + 1 }

// turn is a stroke to the side: the next screenful, over the end of a page to the next one.
func (a *Arrange) turn(by int) {
	if len(a.pages) == 0 {
		return
	}
	if to := a.screen + by; to >= 0 && to < a.screens() {
		a.choose(to * a.tiles.room())
		return
	}
	a.page = (a.page + by + len(a.pages)) % len(a.pages)
	a.at, a.screen = 0, 0
	a.render()
}

func (a *Arrange) addPage() {
	if len(a.pages) >= goods.MaxQuickPages {
		a.trouble.Fail(a.p.Words.T("ui.quick.too_many"), a.p.Words.T("ui.quick.too_many.do"))
		return
	}
	a.p.Name(a.p.Words.T("ui.quick.new_page"), "", func(name string) {
		a.pages = append(slices.Clone(a.pages), Page{Name: name})
		a.page, a.at, a.screen = len(a.pages)-1, 0, 0
		a.save()
	})
}

func (a *Arrange) rename() {
	if len(a.pages) == 0 {
		return
	}
	a.p.Name(a.p.Words.T("ui.quick.rename"), a.pages[a.page].Name, func(name string) {
		a.pages = slices.Clone(a.pages)
		a.pages[a.page].Name = name
		a.save()
	})
}

func (a *Arrange) movePage(by int) {
	to := a.page + by
	if to < 0 || to >= len(a.pages) {
		return
	}
	a.pages = slices.Clone(a.pages)
	a.pages[a.page], a.pages[to] = a.pages[to], a.pages[a.page]
	a.page = to
	a.save()
}

func (a *Arrange) removePage() {
	if len(a.pages) == 0 {
		return
	}
	w := a.p.Words
	gone := func() {
		a.pages = slices.Delete(slices.Clone(a.pages), a.page, a.page+1)
		a.page, a.at, a.screen = max(min(a.page, len(a.pages)-1), 0), 0, 0
		a.save()
	}
	if len(a.now()) == 0 {
		gone()
		return
	}
	a.p.Sure(w.T("ui.quick.remove_page"), w.T("ui.quick.remove_page.sure", "name", a.pages[a.page].Name), w.T("ui.quick.remove_page.yes"), gone)
}

// render shows the pages, the tiles with the place for a new one, and what may be done with the chosen one.
func (a *Arrange) render() {
	names := make([]string, len(a.pages))
	for i, p := range a.pages {
		names[i] = p.Name
	}
	a.tabs.show(names, a.page, true)
	shown := slices.Clone(a.now())
	if len(shown) < goods.MaxQuickKeys {
		shown = append(shown, Tile{Icon: "plus"})
	}
	a.tiles.show(shown, a.screen*a.tiles.room(), a.at)
	some := a.at < len(a.now())
	a.title.Set(a.p.Words.T("ui.quick.tap_plus"))
	a.title.SetColor(look.ColorMuted)
	chosen := "-"
	if some {
		a.title.Set(a.now()[a.at].Name)
		a.title.SetColor(look.ColorText)
		chosen = a.now()[a.at].Key.Colour
	}
	for _, s := range a.colours {
		s.choose(s.colour == chosen)
	}
	a.buttons["picture"].Enable(some && a.p.Picture != nil)
	a.buttons["plain"].Enable(some && len(a.now()[a.at].Key.Picture) > 0)
	a.buttons["earlier"].Enable(some && a.at > 0)
	a.buttons["later"].Enable(some && a.at < len(a.now())-1)
	a.buttons["remove"].Enable(some)
	a.buttons["rename"].Enable(len(a.pages) > 0)
	a.buttons["page_left"].Enable(a.page > 0)
	a.buttons["page_right"].Enable(a.page < len(a.pages)-1)
	a.buttons["page_gone"].Enable(len(a.pages) > 0)
}
