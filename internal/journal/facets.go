package journal

import (
	"encoding/json"
	"strconv"

	"dobro/checks"
	"dobro/internal/store"
)

// facets are those parts of a verdict that tables and sums show; what cannot be read is empty: it is a newer program's.
type facets struct {
	Rules    string
	Reasons  []checks.Reason
	Evidence checks.Evidence
}

func facetsOf(verdict []byte) (f facets) {
	sound := store.Members(verdict, func(name, value []byte) {
		switch string(name) {
		case "rules":
			f.Rules = store.PlainText(value)
		case "reasons":
			if string(value) != "[]" && json.Unmarshal(value, &f.Reasons) != nil {
				f.Reasons = nil
			}
		case "evidence":
			f.Evidence = evidenceOf(value)
		}
	})
	if !sound {
		return facets{}
	}
	return f
}

func evidenceOf(text []byte) (e checks.Evidence) {
	store.Members(text, func(name, value []byte) {
		switch string(name) {
		case "reqId":
			e.ReqID = store.PlainText(value)
		case "reqTimestamp":
			e.ReqTimestamp, _ = strconv.ParseInt(string(value), 10, 64) // no number is no time
		case "inst":
			e.Inst = store.PlainText(value)
		case "version":
			e.Version = store.PlainText(value)
		case "tag1265":
			e.Tag1265 = store.PlainText(value)
		}
	})
	return e
}
