package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dobro/device/scanner"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/age"
	"dobro/ui/banner"
	"dobro/ui/buyer"
	"dobro/ui/health"
	"dobro/ui/login"
	"dobro/ui/look"
	"dobro/ui/payment"
	"dobro/ui/quickkeys"
	"dobro/ui/receipts"
	saleui "dobro/ui/sale"
	"dobro/ui/shift"
	"dobro/ui/sound"
	"dobro/ui/verdicts"
)

// window joins the banner, the screens and the till.
type window struct {
	p      Params
	words  *lang.Catalogue
	zone   *time.Location
	now    func() time.Time
	win    fyne.Window
	hop    func(func()) // to the UI thread
	till   Till
	work   *worker
	search *worker
	books  *worker // the owner's screens
	writer *worker // files, which take their time
	stop   func()  // listening to the till

	view    register.View
	said    banner.Face // the last permit's face, for its sound
	banner  *banner.Banner
	sale    *saleui.Screen
	bar     *health.Bar
	stage   *fyne.Container
	notice  *look.Trouble // a fault of an action that has no panel of its own
	root    *fyne.Container
	watch   *watch
	base    look.Panel       // nil: the sale screen
	panels  []look.Panel     // on top of the base; the last one takes the keys
	returns *receipts.Choice // the list of sales to return from, the last that was opened

	pay      *payment.Panel
	spent    *payment.Panel // of the last payment, for the next one
	acting   int            // actions on the receipt that are on their way
	failed   bool           // the last of them did
	awaited  int            // answers that a payment's panel awaits
	shift    *shift.Panel
	lamps    *health.Page
	typed    string // digits typed by hand on the sale screen: a barcode
	parked   []scanner.Scan
	read     scanner.Scan // what the till looked at last
	scale    *weighing    // goods in the basket that wait for the scale's figure
	idle     *idle
	ears     sync.WaitGroup
	keyboard *collector
	buyer    *buyer.Screen    // nil: there is none
	age      *age.Panel       // the question that lies there
	quick    []quickkeys.Page // tiles of the sale screen
	closed   bool
	lesson   *lessonView   // nil: this is a real till
	taught   *teaching     // nil: the page of lessons is shut
	leaving  bool          // the till is being locked: the pad is there already
	past     verdicts.Past // the last verdicts, newest first
	looked   atomic.Int64  // how often the catalogue was asked: an answer to an older question is passed over
	typedAt  time.Time     // when it was asked last
	patience time.Duration // how long a picture waits for the search; 0 in tests, whose pictures follow nothing
}

func newWindow(p Params, win fyne.Window, hop func(func())) *window {
	w := &window{p: p, hop: hop, words: p.Words, zone: p.Zone, now: p.Now, win: win}
	if w.zone == nil {
		w.zone = time.Local
	}
	if w.now == nil {
		w.now = time.Now
	}
	if w.p.Sounds == nil {
		w.p.Sounds = sound.Silent{}
	}
	w.work, w.search = newWorker(context.Background(), hop), newWorker(context.Background(), hop)
	w.books, w.writer = newWorker(context.Background(), hop), newWorker(context.Background(), hop)
	w.idle = newIdle(w, p.IdleLock)
	w.watch = newWatch(w.idle.touch)
	w.banner = banner.New(banner.Params{Words: w.words, Dismiss: w.dismiss, Senior: w.askSenior, Details: w.details, History: w.openHistory})
	w.sale = saleui.New(saleui.Params{Words: w.words, Do: w.command, Tile: w.tapTile, Arrange: w.openArrange})
	w.bar = health.NewBar(w.words, w.openHealth)
	w.notice = look.NewTrouble()
	w.stage = look.Board(fyne.NewSize(900, 460), w.placeStage)
	w.root = look.Board(fyne.NewSize(1000, 720), w.place, w.banner.Content(), w.stage, w.bar, w.notice.Content(), w.watch)
	w.keyboard = newCollector(w, p.Wedge)
	w.beginLesson()
	w.keys()
	win.SetPadded(false)
	win.SetContent(w.root)
	if p.Till != nil {
		w.attach(p.Till)
	} else {
		w.openSetup()
	}
	return w
}

// attach begins to show a till.
func (w *window) attach(t Till) {
	w.till = t
	w.base = login.New(login.Params{Words: w.words, Title: w.words.T("ui.starting")})
	w.place(w.root.Size())
	w.render()
	w.stop = t.Listen(w.hear)
	v := t.View()
	w.show(v, saleui.Make(w.words, v, w.zone), nil)
	needed := false
	w.work.do(func(ctx context.Context) (err error) {
		needed, err = t.NeedsOwner(ctx)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
		}
		if needed {
			w.openOwner()
			return
		}
		w.relogin()
	})
}

// close stops listening and working; it waits for the action in hand.
func (w *window) close() {
	if w.closed {
		return
	}
	w.closed = true
	if w.lesson != nil {
		w.lesson.stop()
	}
	if w.stop != nil {
		w.stop()
	}
	w.keyboard.stop()
	w.idle.stop()
	w.search.close()
	w.books.close()
	w.writer.close()
	w.work.close()
	w.ears.Wait()
}

// bannerShare of the height; the banner never reaches below 30 %.
const bannerShare float32 = 0.235

func (w *window) place(size fyne.Size) {
	look.Put(w.watch, 0, 0, size.Width, size.Height)
	whole := w.whole()
	w.banner.Content().(*fyne.Container).Hidden, w.bar.Hidden = whole, whole
	if whole { // there is no permit to speak of yet
		look.Put(w.stage, 0, 0, size.Width, size.Height)
		return
	}
	high := min(max(size.Height*bannerShare, 150), size.Height*0.29)
	foot := health.Height + w.placeLesson(size, health.Height)
	look.Put(w.banner.Content(), 0, 0, size.Width, high)
	look.Put(w.bar, 0, size.Height-health.Height, size.Width, health.Height)
	look.Put(w.stage, 0, high, size.Width, size.Height-high-foot)
	look.Put(w.notice.Content(), look.Gap, size.Height-foot-84, min(size.Width*0.56, 760), 76)
}

func (w *window) placeStage(size fyne.Size) {
	for _, o := range w.stage.Objects {
		look.Put(o, 0, 0, size.Width, size.Height)
	}
}

// render puts on the stage what lies on top.
func (w *window) render() {
	defer w.tellBuyer()
	var top fyne.CanvasObject = w.sale.Content()
	switch {
	case len(w.panels) > 0:
		top = w.panels[len(w.panels)-1].Content()
	case w.base != nil:
		top = w.base.Content()
	}
	if len(w.stage.Objects) == 1 && w.stage.Objects[0] == top {
		return
	}
	w.stage.Objects = []fyne.CanvasObject{top}
	w.place(w.root.Size())
	top.Show()
	w.placeStage(w.stage.Size())
	w.stage.Refresh()
	canvas.Refresh(w.stage)
}

// top is what takes the keys; nil is the sale screen.
func (w *window) top() look.Panel {
	if n := len(w.panels); n > 0 {
		return w.panels[n-1]
	}
	return w.base
}

// open lays a panel on top.
func (w *window) open(p look.Panel) {
	w.notice.Clear()
	w.panels = append(w.panels, p)
	w.render()
}

// shut takes a panel away, wherever it lies.
func (w *window) shut(p look.Panel) {
	for i, x := range w.panels {
		if x == p {
			w.panels = append(w.panels[:i:i], w.panels[i+1:]...)
			break
		}
	}
	switch p {
	case look.Panel(w.pay):
		w.pay = nil
	case look.Panel(w.shift):
		w.shift = nil
	case look.Panel(w.lamps):
		w.lamps = nil
	}
	w.render()
}

// shutAll clears the stage of panels.
func (w *window) shutAll() {
	w.panels, w.pay, w.shift, w.lamps, w.age = nil, nil, nil, nil, nil
	w.render()
}

// selling tells whether the sale screen lies under the panels: somebody is logged in.
func (w *window) selling() bool { return w.till != nil && w.base == nil }

// complain tells a fault where no panel does.
func (w *window) complain(err error) {
	f := faultOf(w.words, err)
	if f == nil || told(f) {
		return
	}
	w.p.Sounds.Play(sound.Fault)
	w.notice.Fail(f.Text, f.Action)
	if w.p.Log != nil {
		w.p.Log(err)
	}
}
