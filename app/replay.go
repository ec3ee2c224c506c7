package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"dobro/internal/money"
	"dobro/internal/probe"
	"dobro/internal/recorder"
	"dobro/internal/register"
	"dobro/internal/sale"
)

// runReplay drives a whole register without a window from a script of actions (DESIGN section 5): `dobro replay [--json] FILE`; "-"
// executes as lines arrive.
func runReplay(ctx context.Context, p *program, args []string) int {
	var asJSON bool
	rest, err := flags("replay", args, func(f *flag.FlagSet) { f.BoolVar(&asJSON, "json", false, "") })
	if err != nil {
		return p.fail(err)
	}
	if len(rest) != 1 {
		return p.fail(usage("app.replay_usage"))
	}
	in := p.in
	if rest[0] != "-" {
		f, err := os.Open(rest[0])
		if err != nil {
			return p.fail(usage("app.no_file", "file", rest[0]))
		}
		defer f.Close()
		if recorded(f) {
			return p.rerun(ctx, f, eventPrinter(p, asJSON))
		}
		in = f
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	if err := p.openLog(cfg); err != nil {
		return p.fail(err)
	}
	t, err := p.openTill(ctx, cfg, false)
	if err != nil {
		return p.fail(err)
	}
	p.catchCrash()
	s := &script{p: p, till: t, out: eventPrinter(p, asJSON)}
	s.tellNotices(p.acquaint(ctx, t), asJSON)
	room := roomWatch{level: probe.Well}
	stop := t.register.Listen(s.hear)
	defer stop()
	if t.printer != nil {
		// What an earlier run left without an answer is settled before the first action; a printer that is away is told of by the
		// first action that needs it.
		s.quiet = true
		if err := t.register.Settle(ctx); err != nil {
			p.log.Error().Err(err).Msg("settle at start")
		}
		s.quiet = false
	}
	err = lines(in, func(line string) error {
		defer p.tellAll(ctx, t)
		s.tellNotices(room.worse(p.probeDisk()), asJSON)
		return s.line(ctx, line)
	})
	if err != nil {
		return p.fail(err)
	}
	switch {
	case s.broken != nil:
		return p.fail(s.broken)
	case s.faults > 0:
		return exitNo
	}
	return exitYes
}

// script runs actions one after the other and prints what happens.
type script struct {
	p      *program
	till   *till
	out    func(v any) error
	doing  string
	faults int
	quiet  bool  // faults are logged, not printed
	broken error // the output is gone
	number int
}

// action is one line of a script.
type action = recorder.Action

func (s *script) line(ctx context.Context, text string) error {
	s.number++
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var a action
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		s.doing = ""
		s.complain("bad_script", "number", s.number)
		return s.broken
	}
	s.doing = a.Do
	if err := s.run(ctx, a); err != nil {
		if _, known := isFault(err); !known {
			var bad *badAction
			if errors.As(err, &bad) {
				s.complain(bad.code, "value", bad.value, "number", s.number)
			} else {
				return err
			}
		}
	}
	return s.broken
}

// badAction is an action that the register was never asked for: its words make no sense.
type badAction struct{ code, value string }

func (b *badAction) Error() string { return b.code + " " + b.value }

func (s *script) run(ctx context.Context, a action) error {
	r := s.till.hands
	switch a.Do {
	case "login":
		return r.Login(ctx, a.PIN)
	case "logout":
		return r.Logout(ctx)
	case "open_shift":
		return r.OpenShift(ctx)
	case "close_shift":
		return r.CloseShift(ctx)
	case "x_report":
		return r.XReport(ctx)
	case "shift":
		if err := r.Refresh(ctx); err != nil {
			return err
		}
		s.tellShift(s.till.register.View().Shift)
		return nil
	case "scan":
		return r.Scan(ctx, a.Raw)
	case "add":
		return r.AddProduct(ctx, a.Barcode)
	case "add_goods":
		return s.addGoods(ctx, a)
	case "age":
		return r.ConfirmAge(ctx, a.Value == "yes")
	case "dismiss":
		return r.Dismiss(ctx)
	case "quantity":
		if strings.Contains(a.Value, "/") {
			part, err := sale.ParseFraction(a.Value)
			if err != nil {
				return &badAction{"bad_part", a.Value}
			}
			return r.SetPart(ctx, a.Line, part)
		}
		q, err := money.ParseQuantity(a.Value)
		if err != nil {
			return &badAction{"bad_quantity", a.Value}
		}
		return r.SetQuantity(ctx, a.Line, q)
	case "price":
		k, err := money.Parse(a.Value)
		if err != nil {
			return &badAction{"bad_price", a.Value}
		}
		return r.SetPrice(ctx, a.Line, k)
	case "discount":
		return s.discount(ctx, a)
	case "round":
		step, err := money.Parse(a.Value)
		if err != nil {
			return &badAction{"bad_step", a.Value}
		}
		return r.RoundDown(ctx, step)
	case "note":
		return r.SetNote(ctx, a.Line, a.Text)
	case "remove":
		return r.Remove(ctx, a.Line)
	case "hold":
		return r.Hold(ctx)
	case "resume":
		return r.Resume(ctx, a.Receipt)
	case "approve":
		return r.Approve(ctx, a.PIN, a.Reason)
	case "cancel":
		return r.Cancel(ctx)
	case "return":
		return r.ReturnWith(ctx, register.Return{Receipt: a.Receipt, Lines: a.Lines, Codes: a.Codes, Damaged: a.Damaged, Defective: a.Defective,
			Reason: a.Reason})
	case "correction":
		return s.correct(ctx, a)
	case "drawer":
		return r.OpenDrawer(ctx, a.Reason)
	case "copy":
		return r.PrintCopy(ctx, a.Receipt)
	case "set_clock":
		return r.SetClock(ctx)
	case "unblock":
		return r.Unblock(ctx)
	case "settle":
		return r.Settle(ctx)
	case "refresh":
		return r.Refresh(ctx)
	case "mind":
		r.Mind(ctx)
		return nil
	case "find_sale":
		_, err := r.FindSale(ctx, a.Receipt)
		return err
	case "doubt":
		return s.doubt(ctx)
	case "decide":
		return r.Decide(ctx, a.PIN, a.Verdict, a.FD)
	case "continue_print":
		return r.ContinuePrint(ctx)
	case "pay":
		return s.pay(ctx, a)
	case "cash_in", "cash_out":
		k, err := money.Parse(a.Sum)
		if err != nil {
			return &badAction{"bad_sum", a.Sum}
		}
		if a.Do == "cash_in" {
			return r.CashIn(ctx, k)
		}
		return r.CashOut(ctx, k)
	case "wait":
		return wait(ctx, time.Duration(a.Ms)*time.Millisecond)
	}
	return &badAction{"bad_script", a.Do}
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// complain prints an error that the register did not tell.
func (s *script) complain(code string, pairs ...any) {
	s.faults++
	key := "fault." + code
	s.print(map[string]any{"event": "error", "do": s.doing, "code": code, "text": s.p.words.T(key, pairs...), "action": s.p.words.T(key+".do", pairs...)})
}

func (s *script) print(v any) {
	if s.broken == nil {
		s.broken = s.out(v)
	}
}

// hear prints the events of the register in the words of DESIGN section 5.
func (s *script) hear(e register.Event) {
	switch e.Kind {
	case register.EventVerdict:
		text, err := json.Marshal(e.Verdict)
		if err != nil {
			s.broken = err
			return
		}
		fields := map[string]any{}
		if err := json.Unmarshal(text, &fields); err != nil {
			s.broken = err
			return
		}
		fields["event"] = "verdict"
		s.print(fields)
	case register.EventLine:
		l := e.Line
		out := map[string]any{"event": "line", "n": l.N, "name": l.Name, "price": l.Price, "quantity": l.Quantity, "discount": l.Discount,
			"sum": l.Sum, "state": l.State, "cis": l.Cis}
		if l.Printer != nil {
			out["printer"] = l.Printer
		}
		if !l.Part.Whole() {
			out["part"] = l.Part.String()
		}
		if l.Note != "" {
			out["note"] = l.Note
		}
		s.print(out)
	case register.EventRemoved:
		s.print(map[string]any{"event": "removed", "n": e.Line.N, "name": e.Line.Name})
	case register.EventReceipt, register.EventRecovered:
		r := e.Receipt
		s.print(map[string]any{"event": string(e.Kind), "id": r.ID, "kind": r.Kind, "state": r.State, "fd": r.FD, "fp": r.FP, "fn": r.FN,
			"total": r.Total, "change": r.Change, "number": r.Number, "shift": r.Shift})
	case register.EventShift:
		s.tellShift(e.View.Shift)
	case register.EventUser:
		if u := e.View.User; u != nil {
			s.print(map[string]any{"event": "user", "name": u.Name, "role": u.Role})
		} else {
			s.print(map[string]any{"event": "user", "name": "", "role": ""})
		}
	case register.EventCash:
		s.print(map[string]any{"event": "cash", "kind": strings.TrimPrefix(string(e.Receipt.Kind), "cash_"), "sum": e.Receipt.Total})
	case register.EventReport:
		s.print(map[string]any{"event": "report", "kind": e.Report})
	case register.EventFault:
		if s.quiet {
			return
		}
		s.faults++
		s.print(map[string]any{"event": "error", "do": s.doing, "code": e.Fault.Code, "text": e.Fault.Text, "action": e.Fault.Action})
	}
}

// tellShift prints how the shift stands: what should lie in the drawer, and by how many minutes the printer's clock goes before the
// till's.
func (s *script) tellShift(v register.ShiftView) {
	state := "closed"
	switch {
	case v.Open && v.Expired:
		state = "expired"
	case v.Open:
		state = "open"
	}
	s.print(map[string]any{"event": "shift", "state": state, "number": v.Number, "cash": v.Cash, "clockMinutes": int(v.ClockOff.Minutes()),
		"setClock": v.SetClock})
}

// eventPrinter writes one event a line: as JSON, or in a few words for a person.
func eventPrinter(p *program, asJSON bool) func(v any) error {
	if asJSON {
		enc := json.NewEncoder(p.out)
		enc.SetEscapeHTML(false)
		return enc.Encode
	}
	return func(v any) error {
		m := v.(map[string]any)
		_, err := fmt.Fprintln(p.out, eventWords(p, m))
		return err
	}
}

func eventWords(p *program, m map[string]any) string {
	get := func(key string) string { return fmt.Sprint(m[key]) }
	switch m["event"] {
	case "verdict":
		return p.words.T("replay.verdict", "decision", p.words.T("decision."+get("decision")), "cis", get("cis"))
	case "line":
		return p.words.T("replay.line", "n", get("n"), "name", get("name"), "sum", get("sum"))
	case "receipt", "recovered":
		return p.words.T("replay."+get("event"), "kind", p.words.T("kind."+get("kind")), "state", p.words.T("state."+get("state")), "total", get("total"), "fd", get("fd"))
	case "compared":
		return p.words.T("replay.compared", "actions", get("actions"), "verdicts", get("verdicts"), "receipts", get("receipts"), "differences", get("differences"))
	case "difference":
		return p.words.T("replay.difference", "n", get("n"), "do", get("do"), "at", get("at"))
	case "doubt":
		return p.words.T("replay.doubt", "why", get("why"))
	case "report":
		return p.words.T("replay.report_" + get("kind"))
	case "cash":
		if get("kind") == "drawer" {
			return p.words.T("replay.drawer")
		}
	case "shift":
		text := p.words.T("replay.shift", "number", get("number"), "state", p.words.T("shift."+get("state")), "cash", get("cash"))
		if m["clockMinutes"] != 0 {
			text = p.words.T("replay.shift_clock", "text", text, "minutes", get("clockMinutes"))
		}
		return text
	case "error":
		return p.words.T("replay.error", "text", get("text"), "action", get("action"))
	}
	return p.words.T("replay."+get("event"), "n", get("n"), "state", p.words.T("shift."+get("state")), "number", get("number"), "name", get("name"),
		"kind", get("kind"), "sum", get("sum"))
}
