package banner

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
	"dobro/ui/sound"
)

// Choice is what a button of the banner offers.
type Choice int

// Choices.
const (
	NoChoice Choice = iota
	TakeAnother
	PutAside
	Understood
	CallSenior
	ShowDetails
	ShowHistory
)

// Face is a banner ready to draw: nothing is decided any more.
type Face struct {
	State                        register.PermitState
	Ground, Ink                  fyne.ThemeColorName
	Disc, IconInk                fyne.ThemeColorName
	Icon                         string
	AmberEdge                    bool
	Title, Product, Text, Action string
	Strip, StripIcon             string
	StripGround, StripInk        fyne.ThemeColorName
	Main, Second                 Choice
	Sound                        sound.Name // "" is none
}

// FaceOf says how a permit looks and sounds.
func FaceOf(w *lang.Catalogue, p register.Permit) Face {
	f := Face{State: p.State, Ink: look.ColorOnColor, Disc: look.ColorOnColor, Text: p.Text, Action: p.Action}
	f.Product = named(w, p)
	switch p.State {
	case register.PermitChecking:
		f.Ground, f.Icon, f.Title = look.ColorChecking, "clock", w.T("ui.banner.checking")
	case register.PermitAllowed:
		f.Ground, f.Icon, f.Title, f.Sound = look.ColorAllowed, "check", w.T("ui.banner.allowed"), sound.Allowed
	case register.PermitWarning:
		f.Ground, f.Icon, f.Title, f.Sound = look.ColorAllowed, "exclaim", w.T("ui.banner.allowed"), sound.Warning
		f.AmberEdge = true
	case register.PermitForbidden:
		f.Ground, f.Icon, f.Title, f.Sound = look.ColorForbidden, "cross", w.T("ui.banner.forbidden"), sound.Forbidden
		f.Main, f.Second = TakeAnother, ShowDetails
		if p.Goods {
			f.Main = PutAside
		}
	case register.PermitAsk:
		f.Ground, f.Icon, f.Title, f.Sound = look.ColorAsk, "question", w.T("ui.banner.ask"), sound.Ask
		f.Main, f.Second = CallSenior, PutAside
	case register.PermitNeedCode:
		f.Ground, f.Ink, f.Icon, f.Title, f.Sound = look.ColorHint, look.ColorOnHint, "datamatrix", w.T("ui.banner.need_code"), sound.Attention
		f.AmberEdge, f.Main = true, Understood
	case register.PermitUnknown:
		f.Ground, f.Ink, f.Icon, f.Title, f.Sound = look.ColorHint, look.ColorOnHint, "question", w.T("ui.banner.unknown"), sound.Attention
		f.AmberEdge, f.Main = true, Understood
	default:
		f.State = register.PermitReady
		f.Ground, f.Ink, f.Icon, f.Title = look.ColorReady, look.ColorOnReady, "scan", w.T("ui.banner.ready")
		f.Disc, f.Second = look.ColorCard, ShowHistory
	}
	f.IconInk = f.Ground
	switch f.Ground {
	case look.ColorHint:
		f.Disc, f.IconInk = look.ColorAmber, look.ColorOnAmber
	case look.ColorReady:
		f.IconInk = look.ColorOnReady
	}
	if p.State == register.PermitWarning {
		f.Disc, f.IconInk = look.ColorAmber, look.ColorOnAmber
	}
	f.headline(p)
	f.strips(w, p)
	return f
}

// headline puts the verdict's own words where there are any, and says nothing twice.
func (f *Face) headline(p register.Permit) {
	switch p.State {
	case register.PermitReady, register.PermitChecking, "":
	default:
		if p.Title != "" {
			f.Title = p.Title
		}
	}
	if same(f.Text, f.Title) || p.State == register.PermitNeedCode && strings.HasPrefix(bare(f.Text), bare(f.Title)) {
		f.Text = "" // what is wanted is said by the action, and by the picture over the basket
	}
	if same(f.Action, f.Text) || same(f.Action, f.Title) {
		f.Action = ""
	}
}

// strips tell what limits the verdict. The emergency is more than the offline check and hides it.
func (f *Face) strips(w *lang.Catalogue, p register.Permit) {
	switch {
	case p.Emergency:
		f.StripIcon = "shield"
		switch at := p.Since.Format("15:04"); {
		case p.Since.IsZero():
			f.Strip = w.T("ui.banner.emergency")
		case p.State == register.PermitForbidden || p.State == register.PermitAsk: // what holds these goods back is not lifted by the mode
			f.Strip = w.T("ui.banner.emergency_only", "at", at)
		default:
			f.Strip = w.T("ui.banner.emergency_since", "at", at)
		}
		f.StripGround, f.StripInk = look.ColorEmergency, look.ColorOnColor
	case p.Offline:
		f.Strip, f.StripIcon = w.T("ui.banner.offline"), "offline"
		f.StripGround, f.StripInk = look.ColorAmber, look.ColorOnAmber
	}
	if same(f.Text, f.Strip) || p.Emergency && (p.State == register.PermitAllowed || p.State == register.PermitWarning) {
		f.Text = ""
	}
	if f.Action != "" && strings.HasSuffix(bare(f.Strip), bare(f.Action)) {
		f.Action = ""
	}
}

func named(w *lang.Catalogue, p register.Permit) string {
	if p.Product == "" {
		return ""
	}
	if p.Price == 0 {
		return p.Product
	}
	return p.Product + "  ·  " + look.Rubles(w, p.Price)
}

// same tells that two sentences say the same: a dash instead of a colon is no other sentence.
func same(a, b string) bool { return bare(a) == bare(b) }

// bare is a sentence without anything but its letters and digits.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
