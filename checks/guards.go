package checks

import (
	"slices"
	"strings"

	"dobro/internal/marking"
)

// Guard are the findings that need no answer from anybody: what was read is no code of a unit, the code is in this receipt
// already, or this shop sold it before. A ban among them spares the request. They hold on every day and for every group: they
// are the till's own, not the permit mode's.
func (r *Rules) Guard(req Request, k Knowledge) []Finding {
	if f, bad := unfit(req); bad {
		return []Finding{f}
	}
	if req.InBasket != nil && req.InBasket(req.Code.Cis) {
		return []Finding{ban(AlreadyInReceipt)}
	}
	if req.Return {
		return nil
	}
	var out []Finding
	if k.SoldHere {
		f := ban(SoldHere)
		f.Args = map[string]string{"date": r.moment(k.SoldAt)}
		if k.SoldAt.IsZero() || k.SoldIn == "" {
			f.Words = "sold_here.before"
		}
		out = append(out, f)
	}
	if boxed(req, k.Parent) {
		out = append(out, ban(PackAndBox))
	}
	if k.ReturnedHere && !k.SoldHere {
		out = append(out, by(r.policy.ResaleAfterReturn, Finding{Code: ReturnedHere, Args: map[string]string{"date": r.moment(k.ReturnedAt)}})...)
	}
	return out
}

// unfit is the refusal of a read that is not the code of one marked unit.
func unfit(req Request) (Finding, bool) {
	kind := req.Code.Kind
	if req.Refused != nil {
		kind = req.Refused.Kind
	}
	switch kind {
	case marking.KindLink, marking.KindEGAIS2, marking.KindEGAIS3:
		f := ban(WrongSymbol)
		if kind != marking.KindLink {
			f.Words = "wrong_symbol.egais"
		}
		return f, true
	case marking.KindTransport:
		return ban(TransportPack), true
	}
	if req.Refused != nil {
		f := ban(InvalidFormat)
		f.Words = "invalid_format." + string(req.Refused.Reason)
		return f, true
	}
	switch {
	case kind == marking.KindBarcode || kind == marking.KindWeight:
		return ban(NoCode), true
	case !kind.Marked() || req.Code.Cis == "":
		return ban(InvalidFormat), true
	}
	return Finding{}, false
}

// boxed tells that a unit and the box that holds it would stand in one receipt: the parent of this code is there already, or this
// code is the parent of a line.
func boxed(req Request, parent string) bool {
	if len(req.Parents) == 0 {
		return false
	}
	if parent != "" && slices.Contains(req.Parents, withoutTail(parent)) {
		return true
	}
	return slices.Contains(req.Parents, req.Code.Cis)
}

// withoutTail cuts a code at its first separator: operators write a parent with and without its check part.
func withoutTail(code string) string {
	cis, _, _ := strings.Cut(code, string(rune(marking.GS)))
	return cis
}
