// Package ui is the cashier's window: the permit banner, one screen or panel under it, the lamps. It shows what the till says and
// sends what the cashier wants; it decides nothing about sales.
//
// Threads: everything in this package runs on the UI thread unless it says otherwise. Actions of the till go to one worker, in the
// order in which they were asked for; the till's events arrive on its own goroutine, are turned into rows of text there, and
// make one hop to the UI thread.
package ui

import (
	"context"
	"time"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/register"
)

// Till is what the window asks of internal/register. Its methods block until the action is finished; their errors are
// *register.Fault where the cashier can do something about them.
type Till interface {
	Login(ctx context.Context, pin string) error
	LoginBadge(ctx context.Context, raw string) error
	Logout(ctx context.Context) error
	NeedsOwner(ctx context.Context) (bool, error)
	CreateOwner(ctx context.Context, name, pin string) error

	OpenShift(ctx context.Context) error
	CloseShift(ctx context.Context) error
	XReport(ctx context.Context) error
	CashIn(ctx context.Context, sum money.Kopecks) error
	CashOut(ctx context.Context, sum money.Kopecks) error
	OpenDrawer(ctx context.Context, reason string) error

	QuickTill
	EditTill
	AgeTill
	DoubtTill
	CorrectionTill
	ReturnTill
	UnblockTill

	Scan(ctx context.Context, raw string) error
	AddProduct(ctx context.Context, barcode string) error
	Dismiss(ctx context.Context) error
	Approve(ctx context.Context, pin, reason string) error
	SetQuantity(ctx context.Context, line int, q money.Quantity) error
	SetPrice(ctx context.Context, line int, p money.Kopecks) error
	Discount(ctx context.Context, line int, p money.BasisPoints) error
	Remove(ctx context.Context, line int) error
	Hold(ctx context.Context) error
	Resume(ctx context.Context, receiptID string) error
	Cancel(ctx context.Context) error

	PayWith(ctx context.Context, how register.Payment) error
	// PrintCopy prints a receipt once more; "last" is the last one.
	PrintCopy(ctx context.Context, name string) error
	ContinuePrint(ctx context.Context) error
	// Settle asks the printer what became of a receipt in doubt.
	Settle(ctx context.Context) error
	Receipts(ctx context.Context, from, to time.Time) ([]register.ReceiptView, error)

	View() register.View
	Listen(f func(register.Event)) (stop func())
}

// Goods looks products up by a part of their name, their price or the last digits of a code; best first. It is asked from a goroutine
// of its own, so that a slow printer does not hold the search up.
type Goods interface {
	SearchGoods(ctx context.Context, text string, limit int) ([]goods.Product, error)
}
