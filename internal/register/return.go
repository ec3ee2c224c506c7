package register

import (
	"context"
	"slices"
	"strings"

	"dobro/internal/marking"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Return is goods that come back by a receipt of this shop.
type Return struct {
	Receipt string   // ID, "last", the number of the fiscal document, or the text of the receipt's QR code
	Lines   []int    // of the sale, from 1; none and no codes: all that did not come back yet
	Codes   []string // scans of the marked items that come back: each must be one that this receipt sold
	Damaged []int    // lines whose code cannot be read any more: they come back without it, for a reason
	// Defective are lines of spoiled goods, marked or not, for a reason. Their codes stay out of circulation: what is spoiled is not
	// sold again.
	Defective []int
	Reason    string
}

// Return gives the money of a sale back, for some of its lines or for all that were not taken back yet, the way it was paid, and
// makes the document at once. "last" is the last receipt of this run.
func (r *Register) Return(ctx context.Context, id string, lines []int) error {
	return r.ReturnWith(ctx, Return{Receipt: id, Lines: lines})
}

// ReturnWith is Return with scans, or with lines whose code cannot be read. A code that the receipt did not sell is refused: a return
// of somebody else's item is fined. An item without a readable code, or a spoiled one, gives its money back and stays out of circulation:
// its line goes without the code (rules.md section 5).
func (r *Register) ReturnWith(ctx context.Context, back Return) error {
	return r.do(ctx, "return", func(ctx context.Context) error {
		if err := r.may(staff.Refund); err != nil {
			return err
		}
		if back.Lines != nil && len(back.Lines) == 0 {
			return refuse(codeEmpty) // a choice of nothing is not all
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		origin, err := r.findSale(ctx, back.Receipt)
		if err != nil {
			return err
		}
		lines, err := chosen(origin, back, r.p.Reading)
		if err != nil {
			return err
		}
		rec, err := r.returnOf(ctx, origin, lines)
		if err != nil {
			return err
		}
		rec.Reason = strings.TrimSpace(back.Reason)
		for i := range rec.Lines {
			l := &rec.Lines[i]
			if l.Marked() && (slices.Contains(back.Damaged, l.OriginN) || slices.Contains(back.Defective, l.OriginN)) {
				l.Code, l.Cis, l.Tag1265, l.NoCode = "", "", "", rec.Reason
			}
		}
		if err := r.inShift(st); err != nil {
			return err
		}
		if err := fit(st); err != nil {
			return err
		}
		if err := r.inCirculation(ctx, rec); err != nil {
			return err
		}
		if err := r.markOnPrinter(ctx, &rec); err != nil {
			return err
		}
		if err := r.fiscalize(ctx, rec, st); err != nil {
			return err
		}
		return r.refundCard(ctx, origin, rec)
	})
}

// chosen is the lines that come back, by number and by scan.
func chosen(origin store.Receipt, back Return, reading marking.Options) ([]int, error) {
	lines := slices.Clone(back.Lines)
	for _, raw := range back.Codes {
		code, err := marking.ParseWith(raw, reading)
		if err != nil {
			return nil, because(codeForeignCode, err)
		}
		n := 1 + slices.IndexFunc(origin.Lines, func(l store.Line) bool { return l.Cis != "" && l.Cis == code.Cis })
		if n == 0 {
			return nil, &problem{code: codeForeignCode, pairs: []any{"code", code.Cis}}
		}
		if !slices.Contains(lines, n) {
			lines = append(lines, n)
		}
	}
	apart := slices.Concat(back.Damaged, back.Defective)
	if len(apart) > 0 && strings.TrimSpace(back.Reason) == "" {
		return nil, refuse(codeNoReason)
	}
	for i, n := range apart {
		if n < 1 || n > len(origin.Lines) {
			return nil, refuse(string(sale.UnknownLine), "line", n)
		}
		if i < len(back.Damaged) && !origin.Lines[n-1].Marked() {
			return nil, refuse(codeNotMarked, "name", origin.Lines[n-1].Name)
		}
		if !slices.Contains(lines, n) {
			lines = append(lines, n)
		}
	}
	slices.Sort(lines)
	return lines, nil
}

// takenBack is which lines of a sale came back already, and how their money was given.
func takenBack(former []store.Receipt) (taken map[int]bool, given []sale.Payment) {
	taken = map[int]bool{}
	for _, f := range former {
		if f.State != sale.Fiscalized || f.Kind != sale.Return {
			continue
		}
		for _, l := range f.Lines {
			taken[l.OriginN] = true
		}
		given = append(given, f.Payments...)
	}
	return taken, given
}

// returnOf makes the return of some lines of a sale: as they were sold, with the rate of VAT of that day, paid back as it was paid.
func (r *Register) returnOf(ctx context.Context, origin store.Receipt, lines []int) (store.Receipt, error) {
	former, err := r.p.Store.ReturnsOf(ctx, origin.ID)
	if err != nil {
		return store.Receipt{}, because(codeStore, err)
	}
	taken, back := takenBack(former)
	base := sale.Receipt{ID: origin.ID, Kind: sale.Sale}
	for _, l := range origin.Lines {
		base.Lines = append(base.Lines, l.Line)
	}
	if len(lines) == 0 {
		for i := range base.Lines {
			if !taken[i+1] {
				lines = append(lines, i+1)
			}
		}
	}
	plain, err := sale.ReturnOf(base, newID(), lines, taken)
	if err != nil {
		return store.Receipt{}, saleProblem(err)
	}
	rec := store.Receipt{ID: plain.ID, Kind: sale.Return, State: sale.Open, OpenedAt: r.now(), Cashier: r.user.Name, Total: plain.Total(), Origin: origin.ID}
	for i, l := range plain.Lines {
		if r.p.Groups.Final(l.Group) {
			return store.Receipt{}, refuse(codeNotReturnable, "name", l.Name)
		}
		rec.Lines = append(rec.Lines, store.Line{Line: l, OriginN: lines[i], Sum: l.Sum(), VATSum: l.VATSum(), NoCode: origin.Lines[lines[i]-1].NoCode})
	}
	paid := sale.Settlement{Total: origin.Total, Payments: origin.Payments, Change: origin.Change}
	rec.Payments, err = sale.Refund(rec.Total, paid.Kept(), back)
	if err != nil {
		return store.Receipt{}, saleProblem(err)
	}
	return rec, nil
}
