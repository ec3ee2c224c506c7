package ui

import "dobro/internal/instance"

// onItsWay tells whether a receipt is being paid: closing now would leave the cashier in doubt.
func (w *window) onItsWay() bool { return w.pay != nil && w.pay.Busy() }

// hearAsked does what other starts of the program want, until the window closes.
func (w *window) hearAsked(asked <-chan instance.Ask) {
	if asked == nil {
		return
	}
	w.ears.Add(1)
	go func() {
		defer w.ears.Done()
		for {
			select {
			case <-w.work.ctx.Done():
				return
			case a := <-asked:
				w.hop(func() { w.asked(a) })
			}
		}
	}()
}

// mayQuit tells whether nothing is in the basket, paid or in doubt: the set-up must never stop a sale.
func (w *window) mayQuit() bool {
	if w.p.Training != nil {
		return !w.onItsWay()
	}
	return !w.onItsWay() && len(w.view.Receipt.Lines) == 0 && !w.view.Settling && w.view.Busy == ""
}

// asked comes to the front or closes.
func (w *window) asked(a instance.Ask) {
	if !a.Quit {
		a.Answer(true)
		w.win.RequestFocus()
		return
	}
	will := w.mayQuit()
	a.Answer(will)
	if will {
		w.win.Close()
	}
}
