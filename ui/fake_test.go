package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
)

// fakeTill is a till in memory. It writes down what it was asked for; hooks let a test answer differently.
type fakeTill struct {
	mu        sync.Mutex
	view      register.View
	asked     []string
	listeners map[int]func(register.Event)
	next      int
	strict    bool                                // a cashier needs a senior to give money away
	first     bool                                // needs an owner
	onPay     func([]sale.Payment) error          // nil: fiscalises
	onScan    func(raw string) error              // nil: adds a plain line
	onLogin   func(pin string) error              // nil: everybody is the cashier
	sold      []register.ReceiptView              //
	gate      map[string]chan struct{}            // an action waits for its gate
	onCopy    func() error                        // nil: prints
	onLogout  func() error                        // nil: locks
	onSettle  func(f *fakeTill) error             //
	onApprove func(f *fakeTill, pin string) error //
	tiles     []goods.QuickPage
	onTiles   error // why tiles are not kept
}

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func newFakeTill() *fakeTill {
	return &fakeTill{
		listeners: map[int]func(register.Event){}, gate: map[string]chan struct{}{},
		view: register.View{
			User:   &register.Person{ID: 1, Name: "Анна Петрова", Role: register.Cashier},
			Shift:  register.ShiftView{Open: true, Number: 7, OpenedAt: noon.Add(-3 * time.Hour), Cash: 1250000, Receipts: 12, Revenue: 2345050},
			Permit: register.Permit{State: register.PermitReady},
			Lamps: []register.Lamp{
				{ID: "chz", Title: "ЧЗ", Level: "ok", Text: "«Честный ЗНАК» отвечает за 0,2 с"},
				{ID: "lm", Title: "ЛМ 71 ч", Level: "ok", Text: "Локальный модуль готов"},
				{ID: "kkt", Title: "ККТ", Level: "warn", Text: "Бумага заканчивается", Action: "Приготовьте новый рулон", Since: noon},
				{ID: "ofd", Title: "ОФД", Level: "bad", Text: "37 документов не переданы с 18 ноября", Action: "Проверьте интернет. После 30 дней касса заблокируется", Since: noon},
				{ID: "fn", Title: "ФН 214 дн", Level: "ok", Text: "Фискальный накопитель действует до 24.06.2027"},
				{ID: "clock", Title: "Часы", Level: "off", Text: "Часы не сверены"},
			},
		},
	}
}

// do notes the action, waits for its gate, changes the picture and tells the listeners.
func (f *fakeTill) do(name string, change func() (register.Event, error)) error {
	f.mu.Lock()
	f.asked = append(f.asked, name)
	gate := f.gate[name]
	f.mu.Unlock()
	if gate != nil {
		<-gate
	}
	f.mu.Lock()
	e, err := change()
	e.View = f.view
	all := []func(register.Event){}
	for i := range f.next {
		if l := f.listeners[i]; l != nil {
			all = append(all, l)
		}
	}
	f.mu.Unlock()
	if e.Kind == "" {
		e.Kind = register.EventView
	}
	for _, l := range all {
		l(e)
	}
	return err
}

// set changes the picture from outside and tells the listeners.
func (f *fakeTill) set(kind register.EventKind, change func(v *register.View)) {
	_ = f.do("", func() (register.Event, error) {
		change(&f.view)
		return register.Event{Kind: kind}, nil
	})
}

func (f *fakeTill) simple(name string, change func(v *register.View)) error {
	return f.do(name, func() (register.Event, error) {
		if change != nil {
			change(&f.view)
		}
		return register.Event{}, nil
	})
}

func (f *fakeTill) log() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(f.asked), func(s string) bool { return s == "" })
}

func (f *fakeTill) Login(_ context.Context, pin string) error {
	return f.do("login "+pin, func() (register.Event, error) {
		if f.onLogin != nil {
			if err := f.onLogin(pin); err != nil {
				return register.Event{}, err
			}
		}
		f.view.User = &register.Person{ID: 1, Name: "Анна Петрова", Role: register.Cashier}
		return register.Event{Kind: register.EventUser}, nil
	})
}

// seniorsOnly refuses a cashier when the double is strict, unless 2222 or the badge SENIOR stands behind him.
func (f *fakeTill) seniorsOnly(ctx context.Context, action string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	key, scanned, backed := register.Behind(ctx)
	switch {
	case !f.strict || f.view.User.Role != register.Cashier:
		return nil
	case !backed:
		return &register.Fault{Code: "no_right", Text: "Нет права"}
	case !scanned && key == "2222" || scanned && key == "SENIOR":
		f.asked = append(f.asked, "senior "+key+" for "+action)
		return nil
	case !scanned && key == "1111":
		return &register.Fault{Code: "no_right", Text: "Нет права"}
	}
	return &register.Fault{Code: "wrong_pin", Text: "ПИН не подходит"}
}
func (f *fakeTill) LoginBadge(_ context.Context, raw string) error {
	return f.do("badge "+raw, func() (register.Event, error) {
		if f.onLogin != nil {
			if err := f.onLogin(raw); err != nil {
				return register.Event{}, err
			}
		}
		f.view.User = &register.Person{ID: 2, Name: "Борис Ильин", Role: register.Senior}
		return register.Event{Kind: register.EventUser}, nil
	})
}
func (f *fakeTill) OpenDrawer(_ context.Context, reason string) error {
	return f.simple("drawer "+reason, nil)
}
func (f *fakeTill) Logout(context.Context) error {
	return f.do("logout", func() (register.Event, error) {
		if f.onLogout != nil {
			return register.Event{}, f.onLogout()
		}
		f.view.User = nil
		return register.Event{Kind: register.EventUser}, nil
	})
}
func (f *fakeTill) NeedsOwner(context.Context) (bool, error) { return f.first, nil }
func (f *fakeTill) CreateOwner(_ context.Context, name, pin string) error {
	return f.simple("owner "+name+" "+pin, func(v *register.View) { v.User = &register.Person{Name: name, Role: register.Owner} })
}
func (f *fakeTill) OpenShift(context.Context) error {
	return f.simple("open_shift", func(v *register.View) { v.Shift.Open, v.Shift.Expired = true, false })
}
func (f *fakeTill) CloseShift(context.Context) error {
	return f.simple("close_shift", func(v *register.View) { v.Shift.Open, v.Shift.Expired = false, false })
}
func (f *fakeTill) XReport(context.Context) error { return f.simple("x_report", nil) }
func (f *fakeTill) CashIn(_ context.Context, k money.Kopecks) error {
	return f.simple("cash_in "+k.String(), func(v *register.View) { v.Shift.Cash += k })
}
func (f *fakeTill) CashOut(ctx context.Context, k money.Kopecks) error {
	if err := f.seniorsOnly(ctx, "cash_out"); err != nil {
		return err
	}
	return f.simple("cash_out "+k.String(), func(v *register.View) { v.Shift.Cash -= k })
}

func (f *fakeTill) Scan(_ context.Context, raw string) error {
	return f.do("scan "+raw, func() (register.Event, error) {
		if f.onScan != nil {
			return register.Event{}, f.onScan(raw)
		}
		f.add(register.LineView{State: register.LinePlain, Name: "Батон нарезной 400 г", Barcode: raw, Price: 5990, Quantity: money.Piece})
		l := f.view.Receipt.Lines[len(f.view.Receipt.Lines)-1]
		return register.Event{Kind: register.EventLine, Line: &l}, nil
	})
}

func (f *fakeTill) add(l register.LineView) {
	l.N = len(f.view.Receipt.Lines) + 1
	l.Key = 100 + l.N
	l.Sum = money.Kopecks(int64(l.Price)*int64(l.Quantity)/1000) - l.Discount
	f.view.Receipt.Lines = append(slices.Clone(f.view.Receipt.Lines), l)
	f.total()
}

func (f *fakeTill) total() {
	f.view.Receipt.Total, f.view.Receipt.Discount = 0, 0
	for _, l := range f.view.Receipt.Lines {
		f.view.Receipt.Total += l.Sum
		f.view.Receipt.Discount += l.Discount
	}
}

func (f *fakeTill) AddProduct(_ context.Context, barcode string) error {
	return f.do("add "+barcode, func() (register.Event, error) {
		f.add(register.LineView{State: register.LinePlain, Name: "Хлеб", Barcode: barcode, Price: 4500, Quantity: money.Piece})
		return register.Event{}, nil
	})
}
func (f *fakeTill) Dismiss(context.Context) error {
	return f.simple("dismiss", func(v *register.View) { v.Permit, v.Refused = register.Permit{State: register.PermitReady}, 0 })
}
func (f *fakeTill) Approve(_ context.Context, pin, reason string) error {
	return f.do("approve "+pin+" "+reason, func() (register.Event, error) {
		if f.onApprove != nil {
			return register.Event{}, f.onApprove(f, pin)
		}
		f.view.Permit = register.Permit{State: register.PermitReady}
		return register.Event{}, nil
	})
}
func (f *fakeTill) SetQuantity(_ context.Context, n int, q money.Quantity) error {
	return f.simple(fmt.Sprintf("quantity %d %s", n, q), nil)
}
func (f *fakeTill) SetPrice(_ context.Context, n int, k money.Kopecks) error {
	return f.simple(fmt.Sprintf("price %d %s", n, k), nil)
}
func (f *fakeTill) Discount(_ context.Context, n int, p money.BasisPoints) error {
	return f.simple(fmt.Sprintf("discount %d %s", n, p), nil)
}
func (f *fakeTill) Remove(_ context.Context, n int) error {
	return f.simple(fmt.Sprintf("remove %d", n), func(v *register.View) {
		v.Receipt.Lines = slices.Delete(slices.Clone(v.Receipt.Lines), n-1, n)
		for i := range v.Receipt.Lines {
			v.Receipt.Lines[i].N = i + 1
		}
		f.total()
	})
}
func (f *fakeTill) Hold(context.Context) error {
	return f.simple("hold", func(v *register.View) {
		v.Receipt.ID = fmt.Sprint("held-", len(v.Held))
		v.Receipt.OpenedAt = noon
		v.Receipt.Cashier = "Анна Петрова"
		v.Held = append(slices.Clone(v.Held), v.Receipt)
		v.Receipt = register.ReceiptView{}
	})
}
func (f *fakeTill) Resume(_ context.Context, id string) error {
	return f.simple("resume "+id, func(v *register.View) { v.Receipt, v.Held = v.Held[0], nil })
}
func (f *fakeTill) Cancel(context.Context) error {
	return f.simple("cancel", func(v *register.View) { v.Receipt = register.ReceiptView{} })
}

func (f *fakeTill) PrintCopy(_ context.Context, name string) error {
	return f.do("copy "+name, func() (register.Event, error) {
		if f.onCopy != nil {
			return register.Event{}, f.onCopy()
		}
		return register.Event{}, nil
	})
}

func (f *fakeTill) PayWith(_ context.Context, how register.Payment) error {
	with := how.With
	name := "pay"
	given := money.Kopecks(0)
	for _, p := range with {
		name += fmt.Sprintf(" %s %s", p.Type, money.Kopecks(p.Sum))
		given += money.Kopecks(p.Sum)
	}
	if how.Contact != "" {
		name += " to " + how.Contact
	}
	if how.Electronic {
		name += " without paper"
	}
	return f.do(name, func() (register.Event, error) {
		if f.onPay != nil {
			if err := f.onPay(with); err != nil {
				return register.Event{}, err
			}
		}
		return f.made(given), nil
	})
}

// made turns the open receipt into the last one.
func (f *fakeTill) made(given money.Kopecks) register.Event {
	r := f.view.Receipt
	r.Kind, r.State, r.FD, r.Paid, r.Change = sale.Sale, sale.Fiscalized, 41, given, given-r.Total
	f.view.Last, f.view.Receipt, f.view.Settling = &r, register.ReceiptView{}, false
	return register.Event{Kind: register.EventReceipt, Receipt: &r}
}

func (f *fakeTill) Settle(context.Context) error {
	return f.do("settle", func() (register.Event, error) {
		if f.onSettle != nil {
			return register.Event{}, f.onSettle(f)
		}
		return register.Event{}, nil
	})
}
func (f *fakeTill) ReturnWith(ctx context.Context, b register.Return) error {
	if err := f.seniorsOnly(ctx, "return"); err != nil {
		return err
	}
	asked := fmt.Sprint("return ", b.Receipt, " ", b.Lines)
	if len(b.Damaged)+len(b.Defective) > 0 {
		asked += fmt.Sprint(" damaged ", b.Damaged, " defective ", b.Defective, " for ", b.Reason)
	}
	return f.do(asked, func() (register.Event, error) {
		last := register.ReceiptView{ID: "back", Kind: sale.Return, State: sale.Fiscalized, FD: 42}
		for _, r := range f.sold {
			for _, l := range r.Lines {
				if r.ID == b.Receipt && slices.Contains(b.Lines, l.N) {
					last.Lines, last.Total = append(last.Lines, l), last.Total+l.Sum
				}
			}
		}
		f.view.Last = &last
		return register.Event{Kind: register.EventReceipt, Receipt: &last}, nil
	})
}
func (f *fakeTill) FindSold(_ context.Context, raw string) (register.ReceiptView, int, error) {
	for _, r := range f.sold {
		for _, l := range r.Lines {
			if l.Cis != "" && strings.HasPrefix(raw, l.Cis) {
				return r, l.N, nil
			}
		}
	}
	return register.ReceiptView{}, 0, &register.Fault{Code: "never_sold", Text: "Эта упаковка не продана в этом магазине"}
}
func (f *fakeTill) ContinuePrint(context.Context) error { return f.simple("continue_print", nil) }
func (f *fakeTill) Receipts(context.Context, time.Time, time.Time) ([]register.ReceiptView, error) {
	return f.sold, nil
}
func (f *fakeTill) FindSale(_ context.Context, name string) (register.ReceiptView, error) {
	q, err := register.ParseQR(name)
	for _, r := range f.sold {
		if err == nil && r.FD == q.FD || r.ID == name {
			return r, nil
		}
	}
	return register.ReceiptView{}, &register.Fault{Code: "unknown_receipt", Text: "Чека нет в журнале"}
}
func (f *fakeTill) View() register.View {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.view
}
func (f *fakeTill) Listen(l func(register.Event)) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := f.next
	f.next++
	f.listeners[id] = l
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.listeners, id)
	}
}

type fakeGoods []goods.Product

func (g fakeGoods) SearchGoods(_ context.Context, text string, _ int) ([]goods.Product, error) {
	var found []goods.Product
	for _, p := range g {
		if text == "" || len(p.Name) >= len(text) && slices.Contains([]bool{containsFold(p.Name, text)}, true) {
			found = append(found, p)
		}
	}
	return found, nil
}

func forbidden(text, action string) register.Permit {
	return register.Permit{State: register.PermitForbidden, Product: "Молоко «Весёлый луг» 3,2 % 0,93 л", Price: 8990,
		Title: "Продавать нельзя", Text: text, Action: action,
		Verdict: &checks.Verdict{At: noon, Cis: "0104670540176099215NN*cM", GTIN: "04670540176099", Decision: checks.Forbid, Channel: checks.ChannelTSPIoT,
			ElapsedMs: 212.4, Evidence: checks.Evidence{ReqID: "c4b7a2e0-6a1d-4f1c-9c57-5b0c7f5f0a11"},
			Reasons: []checks.Reason{{Code: checks.Sold, Severity: checks.Ban, Text: text, Action: action, Detail: "КИ выбыл из оборота 14.11.2026"}},
			Trace:   []checks.Step{{Channel: checks.ChannelTSPIoT, Host: "127.0.0.1:51401", ElapsedMs: 205, Outcome: checks.OutcomeOK, Status: 200}}}}
}
