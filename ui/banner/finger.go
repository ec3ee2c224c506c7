package banner

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dobro/internal/register"
	"dobro/ui/look"
)

// tapped opens the verdicts before this one where the banner waits for nothing.
func (b *Banner) tapped() {
	switch b.shown.State {
	case register.PermitReady, register.PermitAllowed, register.PermitWarning:
		if b.shown.Icon != "lock" && b.p.History != nil {
			b.p.History()
		}
	}
}

// finger takes taps on the banner beside its buttons.
type finger struct {
	widget.BaseWidget
	tap func()
}

func newFinger(tap func()) *finger {
	f := &finger{tap: tap}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped is for the toolkit.
func (f *finger) Tapped(*fyne.PointEvent) { f.tap() }

// CreateRenderer is for the toolkit.
func (f *finger) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(look.Blank()) }
