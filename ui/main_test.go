package ui

import (
	"os"
	"strings"
	"testing"
	"time"

	"dobro/internal/money"
	"dobro/internal/register"
)

// TestMain gives the toolkit a locale that it understands; it logs an error otherwise. With DOBRO_WINDOW=1 it shows the real window
// over the fake till instead, to be looked at and driven by hand: codes that begin with 01046 are forbidden, with 01047
// allowed, with 01048 wait for a senior.
func TestMain(m *testing.M) {
	_ = os.Setenv("LANG", "ru_RU.UTF-8")
	if os.Getenv("DOBRO_WINDOW") == "" {
		os.Exit(m.Run())
	}
	os.Exit(showWindow())
}

func showWindow() int {
	till := newFakeTill()
	till.view.User = nil
	permit := func(p register.Permit) { till.view.Permit = p }
	till.onScan = func(raw string) error {
		switch {
		case strings.HasPrefix(raw, "01046"):
			permit(permits["forbidden"])
		case strings.HasPrefix(raw, "01047"):
			permit(permits["allowed"])
			till.add(register.LineView{State: register.LineAllowed, Name: "Молоко «Весёлый луг»", Cis: raw, Price: 8990, Quantity: money.Piece})
		case strings.HasPrefix(raw, "01048"):
			till.add(register.LineView{State: register.LineAsk, Name: "Сигареты «Пример»", Cis: raw, Price: 17700, Quantity: money.Piece})
			permit(permits["ask"])
		default:
			till.add(register.LineView{State: register.LinePlain, Name: "Батон нарезной 400 г", Barcode: raw, Price: 5990, Quantity: money.Piece})
			permit(register.Permit{State: register.PermitReady})
		}
		return nil
	}
	said, err := readWords("ru")
	if err != nil {
		return 1
	}
	err = Run(Params{ID: "ru.dobro.kassa.test", Name: "Dobro", Version: "0.1.0", Words: said, Till: till, Goods: someGoods(), Days: fakeDays{someDay()},
		Zone: time.UTC, Now: func() time.Time { return noon }, Wedge: true, Windowed: os.Getenv("DOBRO_WINDOW") == "windowed", Dark: os.Getenv("DOBRO_DARK") != ""})
	if err != nil {
		return 1
	}
	return 0
}
