package register

import (
	"fmt"
	"slices"
	"testing"
)

// whole is every state × occurrence, written by hand: "" is what cannot happen.
var whole = map[Life]map[occurrence]string{
	LifeOpen: {happensHold: "held: [keep basket announce]", happensCancel: "cancelled: [close basket empty basket announce]",
		happensPay: "sending: [write intent]"},
	LifeHeld: {happensResume: "open: [keep basket announce]"},
	LifeSending: {happensStored: "sending: [send]", happensUnstored: "open: [complain]",
		happensAccepted: "fiscalized: [write document empty basket announce]",
		happensRefused:  "not_fiscalized: [write state announce complain]",
		happensLost:     "unknown: [block write state announce ask printer]",
		happensLook:     "unknown: [block write state ask printer]"},
	LifeUnknown: {happensLook: "unknown: [ask printer]", happensFound: "fiscalized: [write document release empty basket announce]",
		happensMissing: "not_fiscalized: [write state release announce complain]", happensSilent: "unknown: [complain]", happensUnclear: "unknown: [complain]",
		happensMade: "fiscalized: [write document release empty basket announce]", happensNotMade: "not_fiscalized: [write state release announce]"},
	LifeFiscalized:    {happensUnstored: "unknown: [block complain]"},
	LifeNotFiscalized: {happensPay: "sending: [write intent]", happensCancel: "cancelled: [close basket empty basket announce]"},
	LifeCancelled:     {},
}

func TestEveryStateMeetsEveryOccurrence(t *testing.T) {
	for life := range lives {
		for on := range occurrences {
			want := whole[life][on]
			to, do, ok := step(life, on)
			got := ""
			if ok {
				got = fmt.Sprintf("%s: %v", to, do)
			}
			if got != want {
				t.Errorf("%s on %q: got %q, want %q", life, on, got, want)
			}
			if !ok && (to != life || do != nil) {
				t.Errorf("%s on %q cannot happen and changes something: %s %v", life, on, to, do)
			}
		}
	}
	if len(lives)*len(occurrences) != 7*16 {
		t.Errorf("%d states and %d occurrences: the table above is old", len(lives), len(occurrences))
	}
}

func TestNothingIsSentTwice(t *testing.T) {
	sends := 0
	for at, turn := range turns {
		if slices.Contains(turn.do, send) {
			sends++
			if at != (crossing{LifeSending, happensStored}) {
				t.Errorf("%s on %q sends", at.from, at.on)
			}
		}
		if turn.to == LifeSending && at.from == LifeUnknown {
			t.Errorf("unknown goes back to sending on %q", at.on)
		}
		if at.from == LifeUnknown && turn.to != LifeUnknown && !slices.Contains(turn.do, release) {
			t.Errorf("unknown on %q leaves the till blocked", at.on)
		}
		if turn.to == LifeUnknown && at.from != LifeUnknown && !slices.Contains(turn.do, block) {
			t.Errorf("%s on %q does not block the till", at.from, at.on)
		}
		if i := slices.Index(turn.do, announce); i >= 0 && turn.to == LifeFiscalized && slices.Index(turn.do, writeDocument) > i {
			t.Errorf("%s on %q tells of a document before it is on disk", at.from, at.on)
		}
	}
	if sends != 1 {
		t.Errorf("%d ways to send, want 1", sends)
	}
}

func TestStatesReadBackWhatTheyPrint(t *testing.T) {
	for l := range lives {
		got, err := ParseLife(l.State())
		if err != nil || got != l {
			t.Errorf("%s reads back as %s, %v", l, got, err)
		}
	}
	if _, err := ParseLife("done"); err == nil {
		t.Error("an unknown word is a state")
	}
}

func TestEveryStateCanBeReachedAndLeftOrIsAnEnd(t *testing.T) {
	reached := map[Life]bool{LifeOpen: true}
	for range turns {
		for at, turn := range turns {
			if reached[at.from] {
				reached[turn.to] = true
			}
		}
	}
	for l := range lives {
		if !reached[l] {
			t.Errorf("%s is never reached", l)
		}
	}
}
