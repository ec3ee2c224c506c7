package lang

import (
	"testing"
	"testing/fstest"
)

func catalogue(t *testing.T, code, text string) *Catalogue {
	t.Helper()
	c, err := Load(fstest.MapFS{code + ".json": {Data: []byte(text)}}, code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPlacesAreFilled(t *testing.T) {
	c := catalogue(t, "ru", `{"a":"до {n} из {want}","b":"{n}{n}"}`)
	for _, x := range []struct {
		got, want string
	}{
		{c.T("a", "n", 1, "want", "двух"), "до 1 из двух"},
		{c.T("a", "n", 1), "до 1 из {want}"},
		{c.T("b", "n", 7), "77"},
		{c.T("нет.такого", "n", 1), "нет.такого"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

func TestRussianCountsInThreeForms(t *testing.T) {
	c := catalogue(t, "ru", `{"k.one":"{n} чек","k.few":"{n} чека","k.many":"{n} чеков"}`)
	for n, want := range map[int]string{0: "0 чеков", 1: "1 чек", 2: "2 чека", 4: "4 чека", 5: "5 чеков", 11: "11 чеков", 12: "12 чеков", 14: "14 чеков",
		21: "21 чек", 22: "22 чека", 25: "25 чеков", 101: "101 чек", 111: "111 чеков", 112: "112 чеков", -1: "-1 чек"} {
		if got := c.N("k", n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
	e := catalogue(t, "en", `{"k.one":"{n} receipt","k.many":"{n} receipts"}`)
	if a, b := e.N("k", 1), e.N("k", 2); a != "1 receipt" || b != "2 receipts" {
		t.Errorf("got %q, %q", a, b)
	}
}

func TestBrokenFilesAreRefused(t *testing.T) {
	for name, text := range map[string]string{"не JSON": "{", "не строки": `{"a":1}`} {
		if _, err := Load(fstest.MapFS{"ru.json": {Data: []byte(text)}}, "ru"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Load(fstest.MapFS{}, "ru"); err == nil {
		t.Error("a missing file: no error")
	}
}
