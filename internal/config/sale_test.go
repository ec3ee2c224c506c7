package config

import "testing"

func TestLargeAmountsAreAskedAboutAsTheShopSays(t *testing.T) {
	if n := Default().Sale.AskAmount; n != 50 {
		t.Errorf("by default more than %d is asked about, want 50", n)
	}
	for text, want := range map[string]int{"0": 0, "200": 200, "10000": MaxAskAmount} {
		if c, err := Parse("x", []byte("sale.ask_amount = "+text), nil); err != nil || c.Sale.AskAmount != want {
			t.Errorf("ask_amount = %s: %d, %v", text, c.Sale.AskAmount, err)
		}
	}
	for _, text := range []string{"-1", "10001", `"50"`, "0.5", "true"} {
		if _, err := Parse("x", []byte("sale.ask_amount = "+text), nil); err == nil {
			t.Errorf("ask_amount = %s was taken", text)
		}
	}
}
