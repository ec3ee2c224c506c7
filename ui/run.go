package ui

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dobro/device/scanner"
	"dobro/internal/instance"
	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/ui/look"
	"dobro/ui/sound"
	"dobro/ui/touch"
)

// Params of the window. Toolkit, Words and one of Till and Setup are required.
type Params struct {
	Toolkit *Toolkit
	ID      string // reverse domain name of the program
	Name    string
	Version string
	Words   *lang.Catalogue

	Till     Till // nil: begin with Setup
	Setup    *Setup
	Goods    Goods               // nil: no search
	Days     Days                // nil: no log
	Care     Care                // nil: no settings, no doctor
	Pictures Pictures            // nil: tiles have none
	Scans    <-chan scanner.Scan // from serial scanners
	Wedge    bool                // a scanner may pretend to be a keyboard
	Scanning
	Office
	School   School    // nil: nobody learns here
	Training *Training // this is the window of a lesson; nil: of a real till

	Zone     *time.Location   // the shop's; nil is the computer's
	Now      func() time.Time // nil is time.Now
	Sounds   sound.Player     // nil is silent
	Windowed bool             // not full screen
	IdleLock time.Duration    // the till locks when nobody touched it for so long; 0 is never
	AskAbove money.Quantity   // kilograms, litres or metres typed for one line that are asked about once more; 0 is never
	Dark     bool
	Scale    float32 // of the texts: 1 or look.LargeTexts; 0 is 1

	BuyerScreen bool   // a second window that the buyer sees
	Shop        string // the name that stands there

	Log     func(err error)     // faults that the cashier was told of
	Started func()              // the window was painted for the first time
	Asked   <-chan instance.Ask // other starts ask the window to come to the front or to close; nil: never
}

// Opened is what Setup opened.
type Opened struct {
	Till     Till
	Goods    Goods
	Days     Days
	Care     Care
	Pictures Pictures
	Zone     *time.Location
	Scans    <-chan scanner.Scan
	Wedge    bool
	School   School
	Scanning
	Office
}

// Size of the window when it is not full screen: the smallest that it is made for.
var Size = fyne.NewSize(1024, 768)

// Run shows the window and returns when it is closed. It must be called on the main goroutine.
func Run(p Params) error {
	if p.Toolkit == nil || p.Words == nil || p.Till == nil && p.Setup == nil {
		return errors.New("open the window: the toolkit, words and a till, or the setup, are required")
	}
	keepMemory()
	a := p.Toolkit.ready(p)
	a.Driver().SetDisableScreenBlanking(true)
	win := a.NewWindow(p.Name)
	win.SetIcon(look.AppIcon())
	w := newWindow(p, win, fyne.Do)
	w.patience = patience
	win.Resize(Size)
	win.SetMaster()
	win.SetFullScreen(!p.Windowed)
	win.SetCloseIntercept(func() {
		if w.onItsWay() {
			w.p.Sounds.Play(sound.Refused)
			return
		}
		win.Close()
	})
	a.Lifecycle().SetOnStarted(func() {
		touch.Mend(win)
		if p.BuyerScreen {
			second := a.NewWindow(p.Words.T("ui.buyer.window"))
			d, ok := a.Driver().(desktop.Driver)
			w.openBuyer(second, ok && d.HasSecondaryDisplay() && !p.Windowed)
			win.RequestFocus()
		}
		if p.Started != nil { // the first picture begins within a tick of the toolkit, a sixtieth of a second; what is queued meanwhile comes after it
			time.AfterFunc(50*time.Millisecond, func() { fyne.Do(p.Started) })
		}
	})
	a.Lifecycle().SetOnExitedForeground(func() { w.hop(func() { w.keyboard.forget() }) })
	w.hearScans(p.Scans)
	w.hearAsked(p.Asked)
	win.ShowAndRun()
	w.close()
	return nil
}

// hearScans brings scans from the scanner's goroutine to the window until the channel or the window closes.
func (w *window) hearScans(scans <-chan scanner.Scan) {
	if scans == nil {
		return
	}
	w.ears.Add(1)
	go func() {
		defer w.ears.Done()
		for {
			select {
			case <-w.work.ctx.Done():
				return
			case s, ok := <-scans:
				if !ok {
					return
				}
				w.hop(func() { w.scanned(s) })
			}
		}
	}()
}
