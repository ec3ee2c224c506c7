package sale

// ReturnOf makes the return of some lines of a sale: their price, discount, VAT and code as they were sold, tied to the sale
// by Base. Lines count from 1; none means all. Taken are the lines that earlier returns took back already. The caller sets
// the payments with Refund.
func ReturnOf(base Receipt, id string, lines []int, taken map[int]bool) (Receipt, error) {
	if len(lines) == 0 {
		for i := range base.Lines {
			if !taken[i+1] {
				lines = append(lines, i+1)
			}
		}
	}
	out := Receipt{ID: id, Kind: Return, State: Open, Base: base.ID}
	named := make(map[int]bool, len(lines))
	for _, n := range lines {
		switch {
		case n < 1 || n > len(base.Lines):
			return Receipt{}, &Error{Problem: UnknownLine, Line: n}
		case taken[n] || named[n]:
			return Receipt{}, &Error{Problem: LineReturned, Line: n}
		}
		named[n] = true
		l := base.Lines[n-1]
		l.CheckID, l.Tag1265, l.Approved = "", "", "" // the permit belongs to the sale
		out.Lines = append(out.Lines, l)
	}
	if len(out.Lines) == 0 {
		return Receipt{}, &Error{Problem: EmptyReceipt}
	}
	return out, nil
}
