package recorder

import (
	"context"
	"strconv"
	"time"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
)

// Hands is a till whose every action is recorded with what it was given. What it only shows goes straight to the register.
type Hands struct{ *register.Register }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// act hands the action down to the observer, which hears on the till's goroutine when it begins.
func act(ctx context.Context, a Action) context.Context { return with(ctx, &a) }

// Login records that somebody tried, not his PIN.
func (h Hands) Login(ctx context.Context, pin string) error {
	return h.Register.Login(act(ctx, Action{Do: "login"}), pin)
}

// LoginBadge records that somebody tried, not his badge.
func (h Hands) LoginBadge(ctx context.Context, raw string) error {
	return h.Register.LoginBadge(act(ctx, Action{Do: "login"}), raw)
}

// CreateOwner is recorded without name and PIN.
func (h Hands) CreateOwner(ctx context.Context, name, pin string) error {
	return h.Register.CreateOwner(act(ctx, Action{Do: "create_owner"}), name, pin)
}

// CashIn is recorded.
func (h Hands) CashIn(ctx context.Context, sum money.Kopecks) error {
	return h.Register.CashIn(act(ctx, Action{Do: "cash_in", Sum: kopecks(sum)}), sum)
}

// CashOut is recorded.
func (h Hands) CashOut(ctx context.Context, sum money.Kopecks) error {
	return h.Register.CashOut(act(ctx, Action{Do: "cash_out", Sum: kopecks(sum)}), sum)
}

// OpenDrawer is recorded.
func (h Hands) OpenDrawer(ctx context.Context, reason string) error {
	return h.Register.OpenDrawer(act(ctx, Action{Do: "drawer", Reason: reason}), reason)
}

// Scan is recorded with its code masked.
func (h Hands) Scan(ctx context.Context, raw string) error {
	return h.Register.Scan(act(ctx, Action{Do: "scan", Raw: raw}), raw)
}

// AddProduct is recorded.
func (h Hands) AddProduct(ctx context.Context, barcode string) error {
	return h.Register.AddProduct(act(ctx, Action{Do: "add", Barcode: barcode}), barcode)
}

// AddGoods is recorded.
func (h Hands) AddGoods(ctx context.Context, id int64, quantity money.Quantity) error {
	return h.Register.AddGoods(act(ctx, Action{Do: "add_goods", Product: id, Value: quantity.String()}), id, quantity)
}

// ConfirmAge is recorded.
func (h Hands) ConfirmAge(ctx context.Context, enough bool) error {
	a := Action{Do: "age", Value: "no"}
	if enough {
		a.Value = "yes"
	}
	return h.Register.ConfirmAge(act(ctx, a), enough)
}

// Approve is recorded without the PIN.
func (h Hands) Approve(ctx context.Context, pin, reason string) error {
	return h.Register.Approve(act(ctx, Action{Do: "approve", Reason: reason}), pin, reason)
}

// Decide is recorded without the PIN.
func (h Hands) Decide(ctx context.Context, pin, verdict string, fd int64) error {
	return h.Register.Decide(act(ctx, Action{Do: "decide", Verdict: verdict, FD: fd}), pin, verdict, fd)
}

// SetQuantity is recorded.
func (h Hands) SetQuantity(ctx context.Context, n int, q money.Quantity) error {
	return h.Register.SetQuantity(act(ctx, Action{Do: "quantity", Line: n, Value: q.String()}), n, q)
}

// SetPart is recorded.
func (h Hands) SetPart(ctx context.Context, n int, part sale.Fraction) error {
	return h.Register.SetPart(act(ctx, Action{Do: "quantity", Line: n, Value: part.String()}), n, part)
}

// SetPrice is recorded.
func (h Hands) SetPrice(ctx context.Context, n int, price money.Kopecks) error {
	return h.Register.SetPrice(act(ctx, Action{Do: "price", Line: n, Value: kopecks(price)}), n, price)
}

// Discount is recorded.
func (h Hands) Discount(ctx context.Context, n int, percent money.BasisPoints) error {
	return h.Register.Discount(act(ctx, Action{Do: "discount", Line: n, Percent: percent.String()}), n, percent)
}

// DiscountLine is recorded.
func (h Hands) DiscountLine(ctx context.Context, n int, sum money.Kopecks) error {
	return h.Register.DiscountLine(act(ctx, Action{Do: "discount", Line: n, Sum: kopecks(sum)}), n, sum)
}

// DiscountReceipt is recorded.
func (h Hands) DiscountReceipt(ctx context.Context, percent money.BasisPoints) error {
	return h.Register.DiscountReceipt(act(ctx, Action{Do: "discount", Percent: percent.String()}), percent)
}

// DiscountSum is recorded.
func (h Hands) DiscountSum(ctx context.Context, sum money.Kopecks) error {
	return h.Register.DiscountSum(act(ctx, Action{Do: "discount", Sum: kopecks(sum)}), sum)
}

// RoundDown is recorded.
func (h Hands) RoundDown(ctx context.Context, step money.Kopecks) error {
	return h.Register.RoundDown(act(ctx, Action{Do: "round", Value: kopecks(step)}), step)
}

// SetNote is recorded without its words.
func (h Hands) SetNote(ctx context.Context, n int, text string) error {
	return h.Register.SetNote(act(ctx, Action{Do: "note", Line: n, Text: text}), n, text)
}

// Remove is recorded.
func (h Hands) Remove(ctx context.Context, n int) error {
	return h.Register.Remove(act(ctx, Action{Do: "remove", Line: n}), n)
}

// Resume is recorded.
func (h Hands) Resume(ctx context.Context, id string) error {
	return h.Register.Resume(act(ctx, Action{Do: "resume", Receipt: id}), id)
}

// Pay is PayWith.
func (h Hands) Pay(ctx context.Context, list []sale.Payment) error {
	return h.PayWith(ctx, register.Payment{With: list})
}

// PayWith is recorded without the buyer's address.
func (h Hands) PayWith(ctx context.Context, how register.Payment) error {
	return h.Register.PayWith(act(ctx, Action{Do: "pay", With: given(how.With), Contact: how.Contact, Electronic: how.Electronic}), how)
}

// Return is ReturnWith.
func (h Hands) Return(ctx context.Context, id string, lines []int) error {
	return h.ReturnWith(ctx, register.Return{Receipt: id, Lines: lines})
}

// ReturnWith is recorded.
func (h Hands) ReturnWith(ctx context.Context, back register.Return) error {
	return h.Register.ReturnWith(act(ctx, Action{Do: "return", Receipt: back.Receipt, Lines: back.Lines, Codes: back.Codes, Damaged: back.Damaged, Defective: back.Defective, Reason: back.Reason}), back)
}

// Correct is recorded.
func (h Hands) Correct(ctx context.Context, c register.Correction) error {
	a := Action{Do: "correction", Back: c.Back, Receipt: c.Receipt, With: given(c.With), Instruction: c.Instruction, Number: c.Number, Reason: c.Reason}
	if !c.Date.IsZero() {
		a.Date = c.Date.Format(time.DateOnly)
	}
	for _, l := range c.Lines {
		a.Items = append(a.Items, Item{Name: l.Name, Price: kopecks(l.Price), Quantity: l.Quantity.String(), VAT: string(l.VAT)})
	}
	return h.Register.Correct(act(ctx, a), c)
}

// PrintCopy is recorded.
func (h Hands) PrintCopy(ctx context.Context, name string) error {
	return h.Register.PrintCopy(act(ctx, Action{Do: "copy", Receipt: name}), name)
}

// FindSale is recorded: who gives money back looks a receipt up first.
func (h Hands) FindSale(ctx context.Context, name string) (register.ReceiptView, error) {
	return h.Register.FindSale(act(ctx, Action{Do: "find_sale", Receipt: name}), name)
}
