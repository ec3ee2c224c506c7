package fiscal

import (
	"context"
	"time"
)

// Intent is what is on disk before the first byte of a document goes to the printer: enough to find the document afterwards, or
// to know for certain that there is none (fiscal drive rules of ФФД 1.2, chapter on recovery after a lost answer).
type Intent struct {
	ReceiptID string    `json:"receiptId"` // key of the request, one for each attempt
	Mark      string    `json:"mark"`      // tag 1192
	Serial    string    `json:"serial"`
	FN        string    `json:"fn"`
	LastFD    int64     `json:"lastFd"`
	Total     int64     `json:"total"` // kopecks
	Kind      string    `json:"kind"`  // "sale", "return", "correction"
	At        time.Time `json:"at"`
}

// Fate is what became of a document whose answer was lost.
type Fate int

// Fates. The numbers are stored and never change.
const (
	FateOpen     Fate = 1 // a document hangs open or a request is still at work: abandon or wait, then look again
	FateNone     Fate = 2 // no document was made: it may be tried again
	FateMade     Fate = 3 // this document was made
	FateReplaced Fate = 4 // another drive or printer stands there now: a person has to look
	FateManual   Fate = 5 // several documents could be it, or one that fits in part: a person has to look
)

var fateNames = map[Fate]string{FateOpen: "open", FateNone: "none", FateMade: "made", FateReplaced: "replaced", FateManual: "manual"}

func (f Fate) String() string { return fateNames[f] }

// Judge says what became of an intent, from the printer's present status and the documents that the drive holds after
// Intent.LastFD, in their order. The document is filled with FateMade only. It changes nothing and asks nobody.
func Judge(i Intent, st Status, docs []Document) (Fate, Document) {
	if st.FN != i.FN || i.Serial != "" && st.Serial != "" && st.Serial != i.Serial {
		return FateReplaced, Document{}
	}
	var marked, alike []Document
	strange := false
	for _, d := range docs {
		if d.FD <= i.LastFD {
			continue
		}
		switch {
		case i.Mark != "" && d.Mark == i.Mark:
			marked = append(marked, d)
		case d.Kind != i.Kind:
		case d.Total != i.Total:
		case d.Mark != "":
			// A receipt of the same sum with a mark that is not ours: somebody else's.
		default:
			alike = append(alike, d)
		}
		if d.Kind == "" || d.Kind == "other" {
			strange = true
		}
	}
	switch {
	case len(marked) == 1:
		return FateMade, marked[0]
	case len(marked) > 1, len(alike) > 1:
		return FateManual, Document{}
	case len(alike) == 1:
		return FateMade, alike[0]
	case st.DocumentOpen:
		return FateOpen, Document{}
	case strange, st.LastFD < i.LastFD:
		return FateManual, Document{}
	}
	return FateNone, Document{}
}

// Recaller is a printer whose transport keeps requests by their key: an ATOL web server. Recall says what became of the request
// without sending it again. Known is false when the transport has never seen the key; a request still at work is an *Error
// with Trouble Busy.
type Recaller interface {
	Recall(ctx context.Context, key string) (doc Document, known bool, err error)
}
