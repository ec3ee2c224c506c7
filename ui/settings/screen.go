// Package settings is every key of the settings file on a screen: groups on the left, the keys of the group with their values on the
// right, an editor with the keyboard of the screen for one of them. What keys there are, is told by the Backend.
package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of the screen.
type Params struct {
	Words   *lang.Catalogue
	Backend Backend
	Who     string // who changes, for the journal
	Work    func(action func(ctx context.Context) error, after func(error)) bool
	Fault   func(error) *register.Fault
	Doctor  func() // opens the doctor
	Wizard  func() // opens the wizard
	Updates func() // opens the versions of the program
	Apply   func() // opens the till anew with what holds now
	Close   func()
}

// Screen is the settings.
type Screen struct {
	p       Params
	groups  []Group
	at      int
	edit    *editor // nil: the list of keys
	changed bool    // something was set since the till was opened
	busy    bool

	tabs    *look.List
	list    *look.List
	right   *fyne.Container
	trouble *look.Trouble
	apply   *look.Button
	tools   []*look.Button
	content fyne.CanvasObject
}

// New opens the screen; it shows itself when the Backend has told the keys.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{p: p, trouble: look.NewTrouble()}
	s.tabs = s.newTabs()
	s.list = s.newList()
	s.apply = &look.Button{Label: w.T("settings.apply"), Kind: look.Good, Large: 18, OnTap: func() {
		if !s.busy {
			p.Apply()
		}
	}}
	tool := func(key string, do func()) *look.Button {
		return &look.Button{Label: w.T(key), Large: 16, OnTap: func() {
			if !s.busy {
				do()
			}
		}}
	}
	s.tools = []*look.Button{tool("settings.doctor", p.Doctor), tool("settings.wizard", p.Wizard), tool("settings.updates", p.Updates), tool("settings.export", s.export), tool("settings.import", s.askImport)}
	var keys []fyne.CanvasObject
	for _, b := range s.tools {
		keys = append(keys, b)
	}
	grid := look.Grid(len(keys), keys...)
	s.right = look.Board(fyne.NewSize(1, 1), s.placeRight, s.list)
	body := look.Board(fyne.NewSize(800, 500), func(size fyne.Size) {
		side := float32(250)
		look.Put(grid, 0, 0, size.Width, look.Target)
		foot := size.Height - look.Target
		look.Put(s.tabs, 0, look.Target+8, side, foot-look.Target-16)
		look.Put(s.right, side+10, look.Target+8, size.Width-side-10, foot-look.Target-16)
		look.Put(s.trouble.Content(), 0, foot, size.Width-300, look.Target)
		look.Put(s.apply, size.Width-290, foot, 290, look.Target)
	}, grid, s.tabs, s.right, s.trouble.Content(), s.apply)
	s.content = look.Sheet(w.T("settings.title"), look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close), body)
	s.apply.Enable(false)
	s.load()
	return s
}

// Whole says that the screen takes the whole window.
func (s *Screen) Whole() bool { return true }

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Rune types into the editor.
func (s *Screen) Rune(r rune) bool { return s.edit != nil && s.edit.rune(r) }

// Paste pastes into the editor.
func (s *Screen) Paste(text string) {
	if s.edit != nil {
		s.edit.paste(text)
	}
}

// Key walks among groups, edits, leaves.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape && s.edit != nil:
		s.leave()
	case k == fyne.KeyEscape:
		s.p.Close()
	case s.edit != nil:
		return s.edit.key(k)
	case k == fyne.KeyUp && s.at > 0:
		s.turn(s.at - 1)
	case k == fyne.KeyDown && s.at < len(s.groups)-1:
		s.turn(s.at + 1)
	case k == fyne.KeyPageDown:
		s.list.Page(1)
	case k == fyne.KeyPageUp:
		s.list.Page(-1)
	default:
		return false
	}
	return true
}

// Changed tells whether something was set that the till does not know yet.
func (s *Screen) Changed() bool { return s.changed }

// Fail says why something could not be done.
func (s *Screen) Fail(f *register.Fault) {
	s.busy = false
	s.trouble.Fail(f.Text, f.Action)
}

func (s *Screen) load() {
	var groups []Group
	s.p.Work(func(ctx context.Context) (err error) {
		groups, err = s.p.Backend.Groups(ctx)
		return err
	}, func(err error) {
		s.busy = false
		if err != nil {
			s.Fail(s.p.Fault(err))
			return
		}
		s.groups = groups
		s.tabs.Refresh()
		s.list.Refresh()
	})
}

func (s *Screen) turn(i int) {
	if s.busy || i < 0 || i >= len(s.groups) {
		return
	}
	s.at = i
	s.leave()
	s.trouble.Clear()
	s.tabs.Reveal(i)
	s.tabs.Refresh()
	s.list.ScrollTo(0)
	s.list.Refresh()
}

// open edits a key.
func (s *Screen) open(k Key) {
	if s.busy {
		return
	}
	s.trouble.Clear()
	s.edit = newEditor(s.p.Words, k, s.p.Backend.Tell, func(value string) { s.set(k, value) }, s.leave)
	s.show(s.edit.content)
}

func (s *Screen) leave() {
	s.edit = nil
	s.show(s.list)
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.right.Objects = []fyne.CanvasObject{o}
	s.placeRight(s.right.Size())
	s.right.Refresh()
}

func (s *Screen) placeRight(size fyne.Size) {
	for _, o := range s.right.Objects {
		look.Put(o, 0, 0, size.Width, size.Height)
	}
}

// set writes one value and reads all anew: what one key says may change what holds for another.
func (s *Screen) set(k Key, value string) {
	s.work(func(ctx context.Context) error { return s.p.Backend.Set(ctx, s.p.Who, k.Name, value) }, func() {
		s.leave()
		s.tell(s.p.Words.T("settings.set", "label", k.Label))
	})
}

func (s *Screen) work(action func(ctx context.Context) error, done func()) {
	if s.busy {
		return
	}
	s.busy = true
	s.trouble.Wait(s.p.Words.T("ui.wait"))
	if !s.p.Work(action, func(err error) {
		s.busy = false
		if err != nil {
			s.Fail(s.p.Fault(err))
			return
		}
		done()
	}) {
		s.busy = false
	}
}

// tell says what was done, and that the till has to be opened anew for it.
func (s *Screen) tell(text string) {
	s.changed = true
	s.apply.Enable(true)
	s.trouble.Tell("check", text, s.p.Words.T("settings.apply_hint"))
	s.load()
}

func (s *Screen) export() {
	file := ""
	s.work(func(ctx context.Context) (err error) {
		file, err = s.p.Backend.Export(ctx)
		return err
	}, func() { s.trouble.Tell("check", s.p.Words.T("settings.exported", "file", file), "") })
}

func (s *Screen) askImport() {
	k := Key{Label: s.p.Words.T("settings.import"), Help: s.p.Words.T("settings.import.help")}
	s.edit = newEditor(s.p.Words, k, func(string, string) string { return "" }, func(file string) {
		count := 0
		s.work(func(ctx context.Context) (err error) {
			count, err = s.p.Backend.Import(ctx, s.p.Who, file)
			return err
		}, func() {
			s.leave()
			s.tell(s.p.Words.T("settings.changed", "count", count))
		})
	}, s.leave)
	s.show(s.edit.content)
}
