package main

import (
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/device/fiscal/shtrih"
	"dobro/internal/recorder"
)

// A recorded printer can all that the printer can: an ability that the recorder hides is lost to the till.
func TestTheRecorderHidesNoAbilityOfAPrinter(t *testing.T) {
	tape, err := recorder.Open(recorder.Params{Dir: t.TempDir(), Now: time.Now, Begin: recorder.Begin{Version: "1.2.3"}})
	if err != nil {
		t.Fatal(err)
	}
	defer tape.Close()
	observer := recorder.NewObserver(tape)
	abilities := map[string]func(fiscal.Printer) bool{
		"glance":  can[fiscal.Glancer],
		"trace":   can[fiscal.Tracer],
		"unblock": can[fiscal.Unblocker],
		"drawer":  can[fiscal.DrawerOpener],
		"copy":    can[fiscal.Copier],
		"text":    can[fiscal.TextPrinter],
		"clock":   can[fiscal.ClockSetter],
		"marks":   can[fiscal.MarkChecker],
	}
	for name, printer := range map[string]fiscal.Printer{"atol": new(atol.Printer), "shtrih": new(shtrih.Printer)} {
		heard := observer.Printer(printer)
		for what, has := range abilities {
			if has(printer) != has(heard) {
				t.Errorf("%s, %s: the printer can %v, recorded it can %v", name, what, has(printer), has(heard))
			}
		}
	}
}

func can[A any](p fiscal.Printer) bool {
	_, ok := p.(A)
	return ok
}
