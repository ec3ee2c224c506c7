package journal

import (
	"time"

	"dobro/internal/store"
)

// TableLater is what the operator said afterwards of codes that were sold without an online answer.
var TableLater = Table{"later", []Column{{"sold_at", Instant, 18, false}, {"name", Text, 40, false}, {"cis", Text, 32, false}, {"group", Whole, 8, false},
	{"truth", Text, 28, false}, {"reason", Text, 40, false}, {"asked_at", Instant, 18, false}, {"settled_by", Text, 18, false}, {"settled_at", Instant, 18, false},
	{"receipt", Text, 38, false}, {"check", Text, 38, false}}}

// LaterRows are the rows of TableLater.
func (r Request) LaterRows(list []store.Later) [][]any {
	at := func(ms int64) any {
		if ms == 0 {
			return nil
		}
		return time.UnixMilli(ms)
	}
	rows := make([][]any, 0, len(list))
	for _, x := range list {
		rows = append(rows, []any{at(x.SoldAt), x.Name, x.Cis, number(int64(x.Group)), r.word("later", x.State), x.Reason, at(x.AskedAt), x.SettledBy, at(x.SettledAt), x.ReceiptID, x.CheckID})
	}
	return rows
}
