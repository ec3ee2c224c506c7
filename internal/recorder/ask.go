package recorder

import (
	"context"
	"errors"
	"time"

	"dobro/checks"
	"dobro/internal/marking"
)

// Source records the answers of a permit channel.
func (t *Tape) Source(s checks.Source) checks.Source {
	if t == nil || s == nil {
		return s
	}
	heard := heardSource{s, t}
	if h, ok := s.(checks.Hoster); ok {
		return hostedSource{heard, h}
	}
	return heard
}

type heardSource struct {
	checks.Source
	tape *Tape
}

type hostedSource struct {
	heardSource
	checks.Hoster
}

// Ask implements checks.Source.
func (s heardSource) Ask(ctx context.Context, q checks.Query) (checks.Answer, error) {
	n, began := s.tape.action.Load(), time.Now()
	a, err := s.Source.Ask(ctx, q)
	s.tape.put(asked{at: s.tape.p.Now(), n: n, channel: s.Channel(), code: q.Code.Full, group: q.Group, took: time.Since(began), answer: a, err: err})
	return a, err
}

type asked struct {
	at      time.Time
	n       int64
	channel checks.Channel
	code    string
	group   int
	took    time.Duration
	answer  checks.Answer
	err     error
}

func (e asked) line(m *mask, _ *Tape) Line {
	c := m.code(e.code)
	a := &Asked{Channel: e.channel, Code: c.raw, Cis: c.cis, Group: e.group, Ms: ms(e.took)}
	if e.err != nil {
		a.Failure = &Failure{Outcome: checks.OutcomeRefused}
		var f *checks.Failure
		if errors.As(e.err, &f) {
			a.Failure = &Failure{Outcome: f.Outcome, Status: f.Status}
		}
	} else {
		it := e.answer.Item
		it.Cis, it.PrintView, it.Message, it.ProducerINN = "", "", "", ""
		it.Parent = m.cis(it.Parent)
		a.Answer = &Answer{Status: e.answer.Status, Offline: e.answer.Offline, Emergency: e.answer.Emergency, ReqID: e.answer.ReqID, ReqTimestamp: e.answer.ReqTimestamp,
			Inst: e.answer.Inst, Version: e.answer.Version, Item: it}
	}
	return Line{At: Time{e.at}, N: e.n, Event: EventAsked, Asked: a}
}

// cis masks an identification that nobody scanned.
func (m *mask) cis(s string) string {
	if s == "" {
		return ""
	}
	return m.code(s).raw
}

// Known records what the shop knew of a code by itself.
func (t *Tape) Known(k checks.Known) checks.Known {
	if t == nil || k == nil {
		return k
	}
	return heardKnown{k, t}
}

type heardKnown struct {
	checks.Known
	tape *Tape
}

// Look implements checks.Known.
func (k heardKnown) Look(code marking.Code) checks.Knowledge {
	out := k.Known.Look(code)
	if out != (checks.Knowledge{}) {
		k.tape.put(knew{at: k.tape.p.Now(), n: k.tape.action.Load(), code: code.Full, known: out})
	}
	return out
}

// Group implements checks.Known.
func (k heardKnown) Group(gtin string) int {
	group := k.Known.Group(gtin)
	if group != 0 {
		k.tape.put(knew{at: k.tape.p.Now(), n: k.tape.action.Load(), gtin: gtin, group: group})
	}
	return group
}

type knew struct {
	at    time.Time
	n     int64
	code  string
	known checks.Knowledge
	gtin  string
	group int
}

func (e knew) line(m *mask, _ *Tape) Line {
	k := &Known{GTIN: e.gtin, Group: e.group}
	if e.gtin == "" {
		known := e.known
		known.Parent, known.BlockedBy = m.cis(known.Parent), words(known.BlockedBy)
		k.Cis, k.Knowledge = m.code(e.code).cis, &known
	}
	return Line{At: Time{e.at}, N: e.n, Event: EventKnown, Known: k}
}
