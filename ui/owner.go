package ui

import (
	"context"
	"errors"
	"time"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/register"
	"dobro/ui/day"
	"dobro/ui/logs"
	"dobro/ui/look"
	"dobro/ui/pick"
	"dobro/ui/sound"
)

// Days is what the owner's screens read. Its methods are asked from goroutines of their own; spans are in the shop's zone.
type Days interface {
	Glance(ctx context.Context, v journal.View, part journal.Part) (journal.Glance, error)
	Choices(ctx context.Context) (journal.Choices, error)
	SaleLog(ctx context.Context, a journal.Ask) (journal.Pages[journal.LineRow], error)
	CheckLog(ctx context.Context, a journal.Ask) (journal.Pages[journal.CheckRow], error)
	// Prepare is asked when a log opens: after a night the first search by a part of a code would wait for the disk.
	Prepare(ctx context.Context) error
	StoryOfLine(ctx context.Context, receipt string, n int) (journal.Story, error)
	StoryOfCheck(ctx context.Context, id string) (journal.Story, error)
	// Prove writes the proof of a receipt, or of a code when receipt is "", and tells the file.
	Prove(ctx context.Context, receipt, cis string) (file string, err error)
	// Export writes what a log shows and tells the file.
	Export(ctx context.Context, format string, a journal.Ask, progress func(done, of int)) (file string, err error)
}

// tooLong is when an answer is waited for long enough that what stands on screen must not be taken for it.
const tooLong = 300 * time.Millisecond

// openDay shows the owner's day.
func (w *window) openDay() {
	if w.p.Days == nil {
		return
	}
	var s *day.Screen
	load := func(q day.Question) {
		var p day.Picture
		lamps := w.view.Lamps
		blank := time.AfterFunc(tooLong, func() { w.hop(func() { s.Late(q) }) })
		w.books.do(func(ctx context.Context) error {
			g, err := w.p.Days.Glance(ctx, journal.ViewOf(q.Kind, q.At, w.zone).Seen(w.now()), q.Part)
			p = day.Make(w.words, w.zone, q.Kind, g, lamps)
			return err
		}, func(err error) {
			blank.Stop()
			if err != nil {
				s.Fail(faultOf(w.words, err))
				return
			}
			s.Show(q, p)
		})
	}
	ask := func() journal.Ask {
		q := s.Asked()
		v := journal.ViewOf(q.Kind, q.At, w.zone)
		return journal.Ask{From: v.From, To: v.To, Cashier: q.Part.Cashier, Group: q.Part.Group, Text: q.Part.Text}
	}
	s = day.New(day.Params{
		Words: w.words, Zone: w.zone, Now: w.now(), Load: load, Close: func() { w.shut(s) },
		Narrow: func(what string) { w.narrow(what, s.Asked().Part, s.Look) },
		Logs: func(which string) {
			q := s.Asked()
			w.openLogs(logs.Query{Which: which, Kind: q.Kind, At: q.At, Part: q.Part})
		},
		Export: func() { w.askExport(ask()) },
	})
	w.open(s)
	load(s.Asked())
}

// narrow asks for a cashier, a group or a product.
func (w *window) narrow(what string, part journal.Part, turn func(journal.Part)) {
	if what == "product" || what == "text" {
		w.askWords(what, part.Text, func(text string) {
			part.Text = text
			turn(part)
		})
		return
	}
	w.choose(what, chosenOf(what, part), func(c journal.Choices) []pick.Option { return optionsOf(w, what, c) }, func(value string) {
		if what == "cashier" {
			part.Cashier = value
		} else {
			part.Group = groupOf(value)
		}
		turn(part)
	})
}

func (w *window) askWords(what, value string, done func(string)) {
	var p *pick.Words
	p = pick.NewWords(pick.WordsParams{Words: w.words, Title: w.words.T("ui.pick." + what), Hint: w.words.T("ui.pick." + what + ".hint"), Tell: w.words.T("ui.pick." + what + ".tell"),
		Value: value, Close: func() { w.shut(p) }, Done: func(text string) {
			w.shut(p)
			done(text)
		}})
	w.open(p)
}

// choose reads what there is to choose from and opens the list.
func (w *window) choose(what, chosen string, options func(journal.Choices) []pick.Option, done func(value string)) {
	var list []pick.Option
	w.books.do(func(ctx context.Context) error {
		c, err := w.p.Days.Choices(ctx)
		list = options(c)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
			return
		}
		var p *pick.List
		p = pick.New(pick.Params{Words: w.words, Title: w.words.T("ui.pick." + what), Options: list, Chosen: chosen, Close: func() { w.shut(p) }, Choose: func(value string) {
			w.shut(p)
			done(value)
		}})
		w.open(p)
	})
}

// openLogs shows the sale log and the check log.
func (w *window) openLogs(q logs.Query) {
	if q.Which == "stopped" {
		q.Which, q.Outcome = logs.Checks, "stopped"
	}
	var s *logs.Screen
	var read func(ctx context.Context, first, n int) ([]logs.Row, error) // of the query that was opened last; books only
	load := func(q logs.Query) {
		var count int
		var cut time.Time
		w.books.do(func(ctx context.Context) (err error) {
			count, cut, read, err = w.openPages(ctx, q)
			return err
		}, func(err error) {
			if err != nil {
				s.Fail(faultOf(w.words, err))
				return
			}
			s.Opened(q, count, cut)
		})
	}
	fetch := func(q logs.Query, page int) {
		var rows []logs.Row
		w.books.do(func(ctx context.Context) (err error) {
			rows, err = read(ctx, page*logs.PageRows, logs.PageRows)
			return err
		}, func(err error) {
			if err != nil {
				s.Fail(faultOf(w.words, err))
				return
			}
			s.Fill(q, page, rows)
		})
	}
	s = logs.New(logs.Params{
		Words: w.words, Zone: w.zone, Query: q, Load: load, Fetch: fetch, Close: func() { w.shut(s) },
		Pick: func(what string) { w.pickLog(s, what) }, Open: w.openStory,
		Export: func() { w.askExport(w.askOf(s.Asked())) },
	})
	w.open(s)
	load(q)
	w.writer.do(w.p.Days.Prepare, nil) // what fails here is told by the search
}

func (w *window) openPages(ctx context.Context, q logs.Query) (int, time.Time, func(ctx context.Context, first, n int) ([]logs.Row, error), error) {
	if q.Which == logs.Sales {
		p, err := w.p.Days.SaleLog(ctx, w.askOf(q))
		return p.Count, p.Cut, func(ctx context.Context, first, n int) ([]logs.Row, error) {
			list, err := p.Read(ctx, first, n)
			return logs.SaleRows(w.words, w.zone, list), err
		}, err
	}
	p, err := w.p.Days.CheckLog(ctx, w.askOf(q))
	return p.Count, p.Cut, func(ctx context.Context, first, n int) ([]logs.Row, error) {
		list, err := p.Read(ctx, first, n)
		return logs.CheckRows(w.words, w.zone, list), err
	}, err
}

func (w *window) askOf(q logs.Query) journal.Ask {
	a := journal.Ask{Outcome: q.Outcome, Cashier: q.Part.Cashier, Group: q.Part.Group, Reason: q.Reason, Text: q.Part.Text}
	if q.Kind == logs.Always {
		a.From, a.To = time.Date(2000, 1, 1, 0, 0, 0, 0, w.zone), w.now().AddDate(0, 0, 1)
		return a
	}
	v := journal.ViewOf(q.Kind, q.At, w.zone)
	a.From, a.To = v.From, v.To
	return a
}

// pickLog narrows a log.
func (w *window) pickLog(s *logs.Screen, what string) {
	q := s.Asked()
	switch what {
	case "text", "cashier", "group":
		w.narrow(what, q.Part, func(part journal.Part) {
			q.Part = part
			s.Ask(q)
		})
		return
	}
	chosen := map[string]string{"span": w.spanValue(q), "outcome": q.Outcome, "reason": string(q.Reason)}[what]
	w.choose(what, chosen, func(c journal.Choices) []pick.Option {
		switch what {
		case "span":
			return w.spansWith(q)
		case "outcome":
			return w.outcomes(q.Which)
		}
		return optionsOf(w, what, c)
	}, func(value string) {
		switch what {
		case "span":
			q.Kind, q.At = w.spanOf(value)
		case "outcome":
			q.Outcome = value
		case "reason":
			q.Reason = checks.ReasonCode(value)
		}
		s.Ask(q)
	})
}

// openStory shows the chain of a row.
func (w *window) openStory(r logs.Row) {
	var told journal.Story
	var t logs.Telling
	w.books.do(func(ctx context.Context) (err error) {
		if r.Check != "" {
			told, err = w.p.Days.StoryOfCheck(ctx, r.Check)
		} else {
			told, err = w.p.Days.StoryOfLine(ctx, r.Receipt, r.N)
		}
		t = logs.Tell(w.words, told)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
			return
		}
		var s *logs.Story
		s = logs.NewStory(logs.StoryParams{Words: w.words, Close: func() { w.shut(s) }, Prove: func() { w.prove(s, told) }}, t)
		w.open(s)
	})
}

// prove writes the proof of the receipt, or of the code when it reached none.
func (w *window) prove(s *logs.Story, told journal.Story) {
	receipt := ""
	if told.Receipt != nil {
		receipt = told.Receipt.ID
	}
	if told.Cis == "" {
		s.Fail(&register.Fault{Text: w.words.T("ui.story.no_proof"), Action: w.words.T("ui.story.no_proof.do")})
		return
	}
	s.Wait(w.words.T("ui.wait"))
	var file string
	w.books.do(func(ctx context.Context) (err error) {
		file, err = w.p.Days.Prove(ctx, receipt, told.Cis)
		return err
	}, func(err error) {
		if err != nil {
			s.Fail(faultOf(w.words, err))
			return
		}
		s.Tell(w.words.T("ui.saved"), file)
	})
}

// askExport asks for the format and writes the file.
func (w *window) askExport(a journal.Ask) {
	var list *pick.List
	var options []pick.Option
	for _, f := range []string{"xlsx", "csv", "json", "pdf"} {
		options = append(options, pick.Option{Label: w.words.T("ui.export." + f), Value: f})
	}
	list = pick.New(pick.Params{Words: w.words, Title: w.words.T("ui.export.title"), Options: options, Chosen: "xlsx", Close: func() { w.shut(list) }, Choose: func(format string) {
		w.shut(list)
		w.export(format, a)
	}})
	w.open(list)
}

func (w *window) export(format string, a journal.Ask) {
	ctx, stop := context.WithCancel(w.books.ctx)
	var p *pick.Progress
	p = pick.NewProgress(w.words, w.words.T("ui.export.title"), stop, func() { w.shut(p) })
	p.Show(0, w.words.T("ui.export.begin"))
	w.open(p)
	var file string
	shown := time.Time{}
	w.writer.do(func(context.Context) (err error) {
		file, err = w.p.Days.Export(ctx, format, a, func(done, of int) {
			if now := time.Now(); now.Sub(shown) > 100*time.Millisecond { // the bar, not every day of five years
				shown = now
				w.hop(func() {
					p.Show(float32(done)/float32(max(of, 1)), w.words.T("ui.export.days", "done", look.Count(done), "of", look.Count(of)))
				})
			}
		})
		return err
	}, func(err error) {
		stop()
		switch {
		case errors.Is(err, context.Canceled):
			w.shut(p)
		case err != nil:
			w.p.Sounds.Play(sound.Fault)
			p.Fail(faultOf(w.words, err))
		default:
			p.Finish(w.words.T("ui.export.done", "file", file))
		}
	})
}

// beginDay opens the day for an owner who came in and left no basket behind: that is what he came for.
func (w *window) beginDay() {
	if w.view.User.Role == register.Owner && len(w.view.Receipt.Lines) == 0 {
		w.openDay()
	}
}
