package logs

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// StoryParams of the chain. Prove writes the proof; More are further buttons, of whoever has more to do with a story.
type StoryParams struct {
	Words *lang.Catalogue
	Prove func()
	More  []*look.Button
	Close func()
}

// Story shows the way of a code: what the operator said, what the rules decided, what the till did, what the printer printed.
type Story struct {
	close   func()
	prove   func()
	trouble *look.Trouble
	content fyne.CanvasObject
}

// Telling is a story with all its texts ready: four chapters.
type Telling struct {
	Title    string
	Chapters [4]Chapter
}

// Chapter is one step of it.
type Chapter struct {
	Head, Text string
	Icon       string
	Ink        fyne.ThemeColorName
}

// NewStory opens the chain.
func NewStory(p StoryParams, t Telling) *Story {
	w := p.Words
	s := &Story{close: p.Close, prove: p.Prove, trouble: look.NewTrouble()}
	proof := &look.Button{Label: w.T("ui.story.proof"), Key: w.T("ui.key.enter"), Icon: "shield", Kind: look.Primary, Large: 20, OnTap: p.Prove}
	buttons := append([]*look.Button{proof}, p.More...)
	var parts []fyne.CanvasObject
	for _, b := range buttons {
		parts = append(parts, b)
	}
	var cards [4]fyne.CanvasObject
	for i, c := range t.Chapters {
		cards[i] = chapter(strconv.Itoa(i+1), c)
		parts = append(parts, cards[i])
	}
	arrows := []*look.Sign{{Name: "right", Color: look.ColorMuted}, {Name: "right", Color: look.ColorMuted}}
	parts = append(parts, s.trouble.Content())
	for _, a := range arrows {
		parts = append(parts, a)
	}
	s.content = look.Sheet(t.Title, look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close), look.Board(fyne.NewSize(700, 400), func(size fyne.Size) {
		const gap = 28
		wide, high := (size.Width-gap)/2, (size.Height-look.Target-2*look.Gap-look.Gap)/2
		for i, o := range cards {
			x, y := float32(i%2)*(wide+gap), float32(i/2)*(high+look.Gap)
			look.Put(o, x, y, wide, high)
			if i%2 == 0 {
				look.Put(arrows[i/2], wide+2, y+high/2-12, 24, 24)
			}
		}
		y := size.Height - look.Target
		each := min((size.Width+look.Gap)/float32(len(buttons)), 380)
		for i, b := range buttons {
			look.Put(b, float32(i)*each, y, each-look.Gap, look.Target)
		}
		look.Put(s.trouble.Content(), each*float32(len(buttons)), y-10, size.Width-each*float32(len(buttons)), look.Target+10)
	}, parts...))
	return s
}

func chapter(n string, c Chapter) fyne.CanvasObject {
	card := look.NewCard()
	sign := &look.Sign{Name: c.Icon, Color: c.Ink}
	head := &look.Text{Text: n + ". " + c.Head, Point: 18, Least: 13, Free: true, Bold: true}
	text := &look.Text{Text: c.Text, Point: 16, Least: 10, Lines: 9, Free: true, Top: true}
	return look.Board(fyne.NewSize(200, 120), func(size fyne.Size) {
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(sign, 12, 8, 26, 26)
		look.Put(head, 46, 6, size.Width-58, 30)
		look.Put(text, 14, 40, size.Width-28, size.Height-46)
	}, card, sign, head, text)
}

// Content is what the window shows.
func (s *Story) Content() fyne.CanvasObject { return s.content }

// Rune does nothing here.
func (s *Story) Rune(rune) bool { return false }

// Key proves or leaves.
func (s *Story) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		s.close()
	case look.IsEnter(k):
		s.prove()
	default:
		return false
	}
	return true
}

// Wait, Tell and Fail say how the proof goes.
func (s *Story) Wait(text string) { s.trouble.Wait(text) }

// Tell says that it is done.
func (s *Story) Tell(text, action string) { s.trouble.Tell("check", text, action) }

// Fail says why it is not.
func (s *Story) Fail(f *register.Fault) { s.trouble.Fail(f.Text, f.Action) }

// Tell prepares a story; on any goroutine.
func Tell(w *lang.Catalogue, s journal.Story) Telling {
	title := s.Name
	if title == "" {
		title = s.Cis
	}
	return Telling{Title: title, Chapters: [4]Chapter{said(w, s), decided(w, s), did(w, s), printed(w, s)}}
}

func lines(list ...string) string {
	var out []string
	for _, l := range list {
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

func said(w *lang.Catalogue, s journal.Story) Chapter {
	c := Chapter{Head: w.T("ui.story.said"), Icon: "shield", Ink: look.ColorPrimaryInk}
	k := s.Check
	if k == nil {
		c.Icon, c.Ink, c.Text = "lamp-off", look.ColorMuted, w.T("ui.story.not_asked")
		if s.Cis != "" && s.Outcome == journal.OutcomeUnchecked {
			c.Icon, c.Ink, c.Text = "warning", look.ColorForbiddenInk, w.T("ui.story.never_asked")
		}
		return c
	}
	who := w.T("ui.story.answered", "who", w.T("ui.channel."+string(k.Channel)), "ms", strconv.Itoa(int(k.ElapsedMs+0.5)))
	if k.Channel == checks.ChannelNone {
		who = w.T("ui.story.nobody")
	}
	why := ""
	if k.WhyOffline != nil {
		why = w.T("ui.story.why_offline", "why", w.T("ui.story.step."+string(k.WhyOffline.Outcome)))
	}
	request := ""
	if k.ReqID != "" {
		request = w.T("ui.story.request", "id", k.ReqID, "at", moment(k.ReqAt))
	}
	base := ""
	if k.Inst != "" {
		base = w.T("ui.story.base", "inst", k.Inst, "version", k.Version)
	}
	c.Text = lines(who, why, request, base, w.T("ui.story.code", "cis", s.Cis))
	if k.Offline {
		c.Icon, c.Ink = "offline", look.ColorAmberInk
	}
	return c
}

// moment is an RFC 3339 time as people write it.
func moment(at string) string {
	if len(at) < 19 {
		return at
	}
	return at[8:10] + "." + at[5:7] + "." + at[:4] + " " + at[11:19]
}

func decided(w *lang.Catalogue, s journal.Story) Chapter {
	c := Chapter{Head: w.T("ui.story.decided"), Icon: "check", Ink: look.ColorAllowedInk}
	k := s.Check
	if k == nil {
		c.Icon, c.Ink, c.Text = "lamp-off", look.ColorMuted, w.T("ui.story.no_rules")
		return c
	}
	list := []string{w.T("ui.story.decision." + string(k.Decision))}
	for _, r := range k.Reasons[:min(len(k.Reasons), 3)] {
		list = append(list, "• "+r.Text)
		if r.Action != "" {
			list = append(list, "   "+r.Action)
		}
	}
	if len(k.Reasons) == 0 {
		list = append(list, w.T("ui.log.no_remarks"))
	}
	c.Text = lines(append(list, w.T("ui.story.rules", "version", k.Rules))...)
	switch k.Decision {
	case checks.Forbid:
		c.Icon, c.Ink = "cross", look.ColorForbiddenInk
	case checks.Ask:
		c.Icon, c.Ink = "question", look.ColorAskInk
	}
	return c
}

func did(w *lang.Catalogue, s journal.Story) Chapter {
	c := Chapter{Head: w.T("ui.story.did"), Icon: "cash", Ink: look.ColorAllowedInk}
	list := []string{w.T("ui.story.outcome." + string(s.Outcome))}
	switch s.Outcome {
	case journal.OutcomeStopped:
		c.Icon, c.Ink = "lamp-bad", look.ColorForbiddenInk
	case journal.OutcomeReturned:
		c.Icon, c.Ink = "return", look.ColorAmberInk
	case journal.OutcomeNotSold:
		c.Icon, c.Ink = "lamp-off", look.ColorMuted
	case journal.OutcomeUnchecked:
		c.Icon, c.Ink = "warning", look.ColorForbiddenInk
		if s.Cis == "" {
			c.Icon, c.Ink, list[0] = "box", look.ColorMuted, w.T("ui.story.unmarked")
		}
	}
	if k := s.Check; k != nil {
		list = append(list, w.T("ui.story.cashier", "name", k.Cashier, "at", moment(k.At)))
		if k.Approved != "" {
			list = append(list, w.T("ui.story.approved", "name", k.Approved, "why", k.Approval))
		}
	}
	if r := s.Receipt; r != nil {
		list = append(list, w.N("ui.story.receipt", len(s.Lines), "total", look.Rubles(w, r.Total)))
		for i, l := range s.Lines {
			if i == 4 && len(s.Lines) > 5 {
				list = append(list, "   …")
				break
			}
			mark := "   "
			if l.N == r.Line {
				mark = "• "
			}
			list = append(list, mark+l.Name+" — "+look.Rubles(w, l.Sum))
		}
	}
	c.Text = lines(list...)
	return c
}

func printed(w *lang.Catalogue, s journal.Story) Chapter {
	c := Chapter{Head: w.T("ui.story.printed"), Icon: "printer", Ink: look.ColorPrimaryInk}
	r := s.Receipt
	if r == nil || r.FD == 0 {
		c.Icon, c.Ink, c.Text = "lamp-off", look.ColorMuted, w.T("ui.story.nothing_printed")
		if r != nil && r.State == sale.Unknown {
			c.Text = w.T("ui.log.state.unknown")
		}
		return c
	}
	tag := w.T("ui.story.no_tag")
	if t := r.Tags["1265"]; t != "" {
		tag = w.T("ui.story.tag", "tag", strings.ReplaceAll(t, "&", " &")) // one word a field, so that it wraps
	}
	seal := ""
	for _, x := range s.Records {
		if x.Seal != "" {
			seal = w.T("ui.story.seal", "code", x.Seal)
		}
	}
	c.Text = lines(w.T("ui.log.kind."+string(r.Kind), "n", strconv.FormatInt(r.Number, 10))+", "+moment(r.At), w.T("ui.story.document", "fd", strconv.FormatInt(r.FD, 10), "fp", r.FP, "fn", r.FN), tag, seal)
	return c
}
