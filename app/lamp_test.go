package main

import (
	"testing"
	"time"

	"dobro/internal/probe"
)

// Who checks the codes for another till or shop is told over the basket, not by a lamp alone.
func TestAStrangersModuleIsToldAloud(t *testing.T) {
	p := &program{words: catalogue(t, "ru")}
	for _, code := range strangers {
		if _, ok := p.words.Keys()["probe."+code]; !ok {
			t.Errorf("nothing is ever found under %q", code)
		}
		if l := lampOf(finding{Part: "chz", Code: code, Level: probe.Bad}, time.Time{}); !l.Aloud {
			t.Errorf("%s is shown by a lamp alone", code)
		}
	}
	if l := lampOf(p.found("disk", probe.Bad, "full", "mb", 90), time.Time{}); !l.Aloud {
		t.Error("that soon no receipt can be written is shown by a lamp alone")
	}
	if l := lampOf(p.found("chz", probe.Bad, "away", "host", "127.0.0.1:51401"), time.Time{}); l.Aloud {
		t.Error("a module that is away is shown over the basket: the local module answers meanwhile")
	}
}
