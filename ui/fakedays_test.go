package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/ui/logs"
)

// fakeDays is a shop of two million lines that are all made up on the spot.
type fakeDays struct {
	glance journal.Glance
}

func someDay() journal.Glance {
	g := journal.Glance{WantCode: 2, Approved: 1, ByChannel: map[checks.Channel]int{checks.ChannelTSPIoT: 313, checks.ChannelLocalModule: 2, checks.ChannelNone: 3},
		Totals: journal.Totals{Receipts: 318, Returns: 2, Sales: 4861500, Revenue: 4831050, Cash: 1245050, Card: 3586000, Drawer: 1240000, Checks: 318, Allowed: 312, Stopped: 4,
			Offline: 2, ByReason: map[checks.ReasonCode]int{checks.Expired: 2, checks.Sold: 1, checks.NotIntroduced: 1}},
		Before:    journal.Totals{Revenue: 4510000},
		Waits:     journal.Waits{Checks: 318, P50: 85 * time.Millisecond, P95: 245 * time.Millisecond, Inside: 0.993},
		Platforms: []journal.Waits{{Name: "127.0.0.1:51401", Checks: 313, P50: 85 * time.Millisecond, P95: 245 * time.Millisecond}, {Name: "cdn11.crpt.ru", Checks: 3, P50: 480 * time.Millisecond, P95: 1510 * time.Millisecond}}}
	for i := range 24 {
		now, was := money.Kopecks(0), money.Kopecks(0)
		if i >= 8 && i < 22 {
			now = money.Kopecks(209095 + (i*37%11)*46018)
			was = money.Kopecks(178571 + (i*53%11)*30000)
		}
		if i > 18 {
			now = 0
		}
		g.Steps, g.StepsWere = append(g.Steps, now), append(g.StepsWere, was)
	}
	return g
}

func (d fakeDays) Glance(_ context.Context, v journal.View, part journal.Part) (journal.Glance, error) {
	g := d.glance
	g.View, g.Goods = v, part.Group != 0 || part.Text != ""
	n := int(v.To.Sub(v.From) / v.Step)
	for len(g.Steps) < n {
		g.Steps, g.StepsWere = append(g.Steps, g.Steps[len(g.Steps)%24]), append(g.StepsWere, g.StepsWere[len(g.StepsWere)%24])
	}
	g.Steps, g.StepsWere = g.Steps[:n], g.StepsWere[:n]
	if !v.Now.IsZero() { // it runs until the last step that took something
		sum := money.Kopecks(0)
		for i, was := range g.StepsWere {
			if sum += was; g.Steps[i] > 0 {
				g.SoFar = sum
			}
		}
	}
	return g, nil
}

func (d fakeDays) Prepare(context.Context) error { return nil }

func (d fakeDays) Choices(context.Context) (journal.Choices, error) {
	return journal.Choices{Cashiers: []string{"Анна Петрова", "Борис Ким"}, Groups: []int{3, 8, 13, 15}, Reasons: []checks.ReasonCode{checks.Expired, checks.Sold}}, nil
}

func (d fakeDays) SaleLog(_ context.Context, a journal.Ask) (journal.Pages[journal.LineRow], error) {
	p := journal.Pages[journal.LineRow]{Count: 2_000_000}
	if a.Text == "нет такого" {
		p.Count = 0
	}
	p.Read = func(_ context.Context, first, n int) ([]journal.LineRow, error) {
		var out []journal.LineRow
		for i := first; i < min(first+n, p.Count); i++ {
			r := journal.LineRow{At: noon.Add(-time.Duration(i) * time.Minute), Receipt: fmt.Sprint("r", i), N: 1, Kind: sale.Sale, State: sale.Fiscalized, Number: int64(300 - i%300),
				FD: int64(3_000_000 - i), Cashier: "Анна Петрова", Name: fmt.Sprintf("Молоко «Луговое» пастеризованное 3,2 %%, %d мл", 900+i%50), Cis: "0104670540176099215NN*cM" + fmt.Sprint(i%10),
				Quantity: money.Piece, Unit: sale.Piece, Price: 8990, Sum: 8990}
			switch i % 7 {
			case 2:
				r.Kind, r.Sum = sale.Return, -8990
			case 3:
				r.Cis, r.Name = "", "Батон нарезной, 350 г"
			case 4:
				r.State, r.FD, r.Number = sale.Cancelled, 0, 0
			case 5:
				r.Unchecked = true
			}
			out = append(out, r)
		}
		return out, nil
	}
	return p, nil
}

func (d fakeDays) CheckLog(_ context.Context, a journal.Ask) (journal.Pages[journal.CheckRow], error) {
	p := journal.Pages[journal.CheckRow]{Count: 3_000_000, Cut: noon.AddDate(-1, 0, 0)}
	p.Read = func(_ context.Context, first, n int) ([]journal.CheckRow, error) {
		var out []journal.CheckRow
		for i := first; i < first+n; i++ {
			c := journal.CheckRow{ID: fmt.Sprint("c", i), At: noon.Add(-time.Duration(i) * 7 * time.Minute), Name: "Молоко «Весёлый луг» 3,2 % 0,93 л", Cis: "0104670540176099215NN*cM", Decision: checks.Allow, Channel: checks.ChannelTSPIoT, Cashier: "Анна Петрова"}
			switch i % 6 {
			case 1:
				c.Decision, c.Reason = checks.Forbid, "Срок годности истёк 20.11.2026"
			case 2:
				c.Offline, c.Channel, c.Reason = true, checks.ChannelLocalModule, "Офлайн: проверен только запрет госорганов"
			case 3:
				c.Decision, c.Reason, c.Channel, c.Approved = checks.Ask, "Проверить код сейчас нельзя", checks.ChannelNone, "Ирина Смирнова"
			case 4:
				c.Decision, c.CodeWanted, c.Channel, c.Cis, c.Reason = checks.Forbid, true, checks.ChannelNone, "", "Нужен код маркировки (квадратный DataMatrix)"
			}
			out = append(out, c)
		}
		return out, nil
	}
	return p, nil
}

func (d fakeDays) StoryOfLine(_ context.Context, receipt string, n int) (journal.Story, error) {
	s, err := d.StoryOfCheck(context.Background(), "c")
	s.Outcome, s.Check.Decision, s.Check.Reasons = journal.OutcomeSold, checks.Allow, nil
	s.Receipt = &journal.ProofReceipt{ID: receipt, Kind: sale.Sale, State: sale.Fiscalized, Number: 45, FD: 12345, FP: "3141592653", FN: "9999078900001234", At: "2026-11-27T12:01:20+03:00", Line: n, Total: 26970,
		Tags: map[string]string{"1265": "UUID=ab88a664-5f3c-4c8e-9d3c-1f0e8a9c7b6d&Time=1773404760587"}}
	s.Records = []journal.ProofRecord{{Seal: "7K2QX-9M4TD"}}
	for i := range 3 {
		s.Lines = append(s.Lines, journal.LineRow{N: i + 1, Name: "Молоко «Весёлый луг» 3,2 % 0,93 л", Sum: 8990})
	}
	return s, err
}

func (d fakeDays) StoryOfCheck(context.Context, string) (journal.Story, error) {
	return journal.Story{ProofItem: journal.ProofItem{Outcome: journal.OutcomeStopped, Name: "Молоко «Весёлый луг» 3,2 % 0,93 л", Cis: "0104670540176099215NN*cM",
		Check: &journal.ProofCheck{At: "2026-11-27T12:01:00+03:00", Decision: checks.Forbid, Channel: checks.ChannelTSPIoT, ElapsedMs: 84.2, ReqID: "ab88a664-5f3c-4c8e-9d3c-1f0e8a9c7b6d",
			ReqAt: "2026-11-27T12:01:00+03:00", Rules: "2026-11-01", Cashier: "Анна Петрова",
			Reasons: []checks.Reason{{Code: checks.Expired, Severity: checks.Ban, Text: "Срок годности истёк 20.11.2026", Action: "Продавать нельзя. Уберите с полки"}}}}}, nil
}

func (d fakeDays) Prove(context.Context, string, string) (string, error) {
	return "C:/Users/shop/Documents/Dobro/proof-2026-11-27-120200.pdf", nil
}

func (d fakeDays) Export(_ context.Context, format string, _ journal.Ask, progress func(done, of int)) (string, error) {
	if format == "pdf" {
		return "", errors.New("the disk is full")
	}
	progress(3, 30)
	return "C:/Users/shop/Documents/Dobro/dobro-2026-11-01-2026-11-30." + format, nil
}

// seeOwner visits the owner's screens from the day on and comes back to it.
func seeOwner(r *rig, see func(*rig, string)) {
	r.key(fyne.KeyLeft)
	see(r, "day_before")
	r.w.narrow("cashier", journal.Part{}, func(journal.Part) {})
	see(r, "pick_cashier")
	r.key(fyne.KeyEscape)
	r.w.narrow("product", journal.Part{}, func(journal.Part) {})
	r.typing("молоко")
	see(r, "pick_product")
	r.key(fyne.KeyEscape)
	r.typing("1")
	see(r, "log_sales")
	r.typing("2")
	see(r, "log_checks")
	s := r.w.top().(*logs.Screen)
	q := s.Asked()
	q.Outcome, q.Part.Cashier, q.Reason = "stopped", "Анна Петрова", checks.Expired
	s.Ask(q)
	see(r, "log_narrowed")
	r.w.pickLog(s, "span")
	see(r, "pick_span")
	r.key(fyne.KeyEscape)
	r.w.pickLog(s, "text")
	r.typing("5NN*cM")
	see(r, "log_search")
	r.key(fyne.KeyEscape, fyne.KeyReturn)
	see(r, "story_stopped")
	r.key(fyne.KeyReturn)
	see(r, "story_proved")
	r.key(fyne.KeyEscape)
	r.typing("1")
	r.settle()
	r.key(fyne.KeyReturn)
	see(r, "story_sold")
	r.key(fyne.KeyEscape)
	r.typing("3")
	see(r, "export")
	r.key(fyne.KeyReturn)
	see(r, "export_done")
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	r.settle()
}
