package payment

import (
	"strings"
	"testing"
)

func TestAnAddressIsMadeOfWhatBuyersSay(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"anna@mail.ru", "anna@mail.ru"},
		{" anna@mail.ru ", "anna@mail.ru"},
		{"9161234567", "+79161234567"},
		{"8 (916) 123-45-67", "+79161234567"},
		{"79161234567", "+79161234567"},
		{"+7 916 123-45-67", "+79161234567"},
		{"+375 29 123-45-67", "+375291234567"},
		{"", ""}, {"почта", ""}, {"anna@", ""}, {"@mail.ru", ""}, {"anna@mail", ""}, {"anna@mail..ru", ""}, {"an na@mail.ru", ""},
		{"anna@mail.ru,b@c.de", ""}, {"анна@почта.рф", ""}, {"123", ""}, {"+7", ""}, {"1234567890123456", ""}, {"916123456x", ""},
	} {
		got, ok := Address(c.typed)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q became %q (%v), want %q", c.typed, got, ok, c.want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"anna@mail.ru", "8 (916) 123-45-67", "+", "@", "+7916123456\x00", "９１６"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := Address(typed)
		if !ok {
			return
		}
		if len(got) > 64 || strings.ContainsAny(got, " \t\r\n\x00,;") || !strings.HasPrefix(got, "+") && !strings.Contains(got, "@") {
			t.Errorf("%q became %q", typed, got)
		}
		if again, ok := Address(got); !ok || again != got {
			t.Errorf("%q became %q, which becomes %q (%v)", typed, got, again, ok)
		}
	})
}
