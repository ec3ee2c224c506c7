package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/register"
	"dobro/ui/login"
	"dobro/ui/shift"
)

// inDoubt is a window whose till cannot find out what became of a receipt.
func inDoubt(t *testing.T, s setting) *rig {
	t.Helper()
	s.till = newFakeTill()
	r := newRig(t, s)
	s.till.set("", func(v *register.View) { v.Settling, v.Doubtful = true, true })
	r.settle()
	r.settle() // the facts are asked for when the picture has come
	if r.w.doubting() == nil {
		t.Fatal("nobody is asked what became of the receipt")
	}
	return r
}

func TestASeniorDecidesWithTheFactsSideBySide(t *testing.T) {
	r := inDoubt(t, setting{lang: "ru"})
	if said := r.w.doubting().Said(); !strings.Contains(said, "Не повторяйте оплату") {
		t.Errorf("the panel says %q", said)
	}
	r.key(fyne.KeyReturn) // the document that is alike is proposed
	if _, ok := r.w.top().(*login.Pad); !ok {
		t.Fatalf("no PIN is asked for: %T", r.w.top())
	}
	r.typing("1111")
	r.key(fyne.KeyReturn)
	r.settle()
	r.typing("2222")
	r.key(fyne.KeyReturn)
	r.settle()
	if asked := r.till.log(); !slices.Contains(asked, "decide 2222 made 514") {
		t.Fatalf("asked %v", asked)
	}
	if r.w.doubting() != nil || len(r.w.panels) != 0 {
		t.Errorf("panels %T stay after the decision", r.w.top())
	}
}

func TestNoReceiptIsAWordOfTheSeniorToo(t *testing.T) {
	r := inDoubt(t, setting{lang: "ru"})
	r.key(fyne.KeyF6)
	r.typing("2222")
	r.key(fyne.KeyReturn)
	r.settle()
	if asked := r.till.log(); !slices.Contains(asked, "decide 2222 not_made 0") {
		t.Fatalf("asked %v", asked)
	}
}

func TestTheDoubtIsThereAgainAfterItWasClosed(t *testing.T) {
	r := inDoubt(t, setting{lang: "ru"})
	r.key(fyne.KeyEscape)
	if r.w.doubting() != nil {
		t.Fatal("the panel does not close")
	}
	r.key(fyne.KeyF9) // no payment: the facts again
	r.settle()
	if r.w.doubting() == nil || r.w.pay != nil {
		t.Fatal("the facts do not come back")
	}
	r.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn)
	r.typing("2222")
	r.key(fyne.KeyReturn)
	r.settle()
	if asked := r.till.log(); !slices.Contains(asked, "decide 2222 made 512") {
		t.Fatalf("asked %v", asked)
	}
}

func TestACorrectionIsSentOnceAndASeniorStandsBehindIt(t *testing.T) {
	till := newFakeTill()
	till.strict = true
	r := newRig(t, setting{lang: "ru", till: till})
	r.w.openShift()
	r.w.shiftCommand(shift.Correct)
	r.key(fyne.KeyF9) // nothing is filled in
	r.typing("Батон")
	r.key(fyne.KeyTab)
	r.typing("59,90")
	r.key(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	r.typing("забыли пробить")
	r.key(fyne.KeyReturn)
	r.settle()
	if _, ok := r.w.top().(*login.Pad); !ok {
		t.Fatalf("no senior is asked for: %T, asked %v", r.w.top(), till.log())
	}
	r.typing("2222")
	r.key(fyne.KeyReturn)
	r.settle()
	count := 0
	for _, a := range till.log() {
		if a == "correct false false  забыли пробить" {
			count++
		}
	}
	if count != 1 {
		t.Fatalf("%d corrections, asked %v", count, till.log())
	}
}

// TestEveryScreenOfDoubtAndCorrectionFitsItsTexts leaves their pictures when DOBRO_SHOTS is set.
func TestEveryScreenOfDoubtAndCorrectionFitsItsTexts(t *testing.T) {
	inEveryLook(t, func(t *testing.T, prefix string, s setting) {
		r := inDoubt(t, s)
		see := func(name string) { r.see(prefix, name) }
		see("doubt_documents")
		r.key(fyne.KeyReturn)
		see("doubt_senior")
		r.key(fyne.KeyEscape, fyne.KeyEscape)
		r.till.set("", func(v *register.View) { v.Receipt.Note = "silent" })
		r.settle()
		r.w.openDoubt()
		r.settle()
		r.typing("514")
		see("doubt_silent")
		r.key(fyne.KeyEscape)
		r.till.set("", func(v *register.View) { v.Settling, v.Doubtful = false, false })
		r.settle()
		r.w.openCorrection()
		see("correction")
		r.key(fyne.KeyF9)
		see("correction_empty")
	})
}
