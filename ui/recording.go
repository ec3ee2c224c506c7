package ui

import (
	"dobro/internal/register"
	"dobro/ui/recorder"
)

// openRecorder tells an owner or an installer from the flight recorder what was.
func (w *window) openRecorder() {
	if !w.mayTend() {
		return
	}
	var s *recorder.Screen
	s = recorder.New(recorder.Params{Words: w.words, Zone: w.zone, Now: w.p.Now, Backend: w.p.Care.Recorder(), Work: w.work.do,
		Fault: func(err error) *register.Fault { return faultOf(w.words, err) }, Close: func() { w.shut(s) }})
	w.open(s)
}
