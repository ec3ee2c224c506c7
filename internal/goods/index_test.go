package goods

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dobro/internal/money"
)

// shelf is a small catalogue; the ID of a product is its place, from 1.
func shelf() *Index {
	var b IndexBuilder
	for i, p := range []struct {
		article, name string
		price         money.Kopecks
		barcode       string
	}{
		{"101", "Молоко «Луговое» пастеризованное 3,2 %, 930 мл", 8990, "4670540176099"},
		{"102", "Кефир «Луговой» 2,5 %, 930 мл", 9490, "4670540176105"},
		{"", "Сгущённое молоко с сахаром, 380 г", 13500, "4607001412343"},
		{"A-17", "Coca-Cola 0,5 л", 9900, "5449000000996"},
		{"204", "Cок яблочный", 11900, "4630052100517"}, // the first letter is a Latin one
		{"205", "Полотенце 50×90 см", 45000, "4607162334323"},
		{"206", "ЁЛОЧНАЯ ИГРУШКА", 34900, ""},
		{"207", "Хлеб 400 г", 5490, "4607100120018"},
		{"400", "Пакет-майка", 990, "4607100121176"},
		{"208", "Йогурт «Jogobella» вишня", 4500, "4604444444444"},
	} {
		b.Add(int64(i+1), p.article, p.name, p.price, strings.Fields(p.barcode)...)
	}
	return b.Index()
}

func TestGoodsAreFoundByWhatACashierTypes(t *testing.T) {
	x := shelf()
	for _, c := range []struct {
		name, text string
		want       []int64
	}{
		{"the beginning of a name goes before a word inside", "моло", []int64{1, 3}},
		{"words in any order", "930 луг кеф", []int64{2}},
		{"a part of a word", "щенное", []int64{3}},
		{"ё and е are one", "елочная", []int64{7}},
		{"capitals", "ЁЛОЧ", []int64{7}},
		{"whole roubles find any kopecks", "89", []int64{1}},
		{"a price with kopecks", "94,90", []int64{2}},
		{"a price with a point", "54.90", []int64{8}},
		{"the last digits of a code", "6099", []int64{1}},
		{"a whole code", "4630052100517", []int64{5}},
		{"an article goes before a name that holds its digits", "400", []int64{9, 8}},
		{"an article with letters", "a-17", nil}, // a hyphen parts words: see the next
		{"its number", "17", nil},
		{"a number of the name", "3,2", []int64{1}},
		{"a name and a price", "молоко 135", []int64{3}},
		{"typed in the Latin layout", "vjkjrj", []int64{1, 3}},
		{"typed in the Russian layout", "ощпщиуддф", []int64{10}},
		{"Latin name typed in the Russian layout", "сщсф", []int64{4}},
		{"look-alikes: the name has a Latin C", "сок ябл", []int64{5}},
		{"look-alikes: the question has them", "coк", []int64{5}},
		{"the sign of multiplication", "50х90", []int64{6}},
		{"a word of two layouts", "jogobella", []int64{10}},
		{"nothing", "бульдозер", nil},
		{"signs only", "«»", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := x.Search(c.text, 10); !slices.Equal(got, c.want) {
				t.Errorf("%q: got %v, want %v", c.text, got, c.want)
			}
		})
	}
	if got := x.Search("", 3); len(got) != 3 {
		t.Errorf("an empty question shows %v", got)
	}
	if got := x.Search("л", 2); len(got) != 2 {
		t.Errorf("the limit is not kept: %v", got)
	}
}

// TestTheWalkOverTheTextMissesNobody holds the short way to the goods against asking each of them.
func TestTheWalkOverTheTextMissesNobody(t *testing.T) {
	x := catalogue(3000)
	for _, text := range []string{"м", "мол", "0", "9", "90", "99", "199", "7919", "46", "2", "2999", "3000", "1 молоко", "46000000000", "сыр 1", "г", "90 г"} {
		words := wordsOf(text)
		var want []int64
		for i := range x.entries {
			found := true
			for w := range words {
				found = found && x.rank(&x.entries[i], &words[w]) != nowhere
			}
			if found {
				want = append(want, x.entries[i].id)
			}
		}
		got := x.Search(text, len(x.entries))
		if slices.Sort(got); len(want) == 0 {
			t.Errorf("%q: nothing to be found", text)
		}
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%q: %d found, %d are there", text, len(got), len(want))
		}
	}
}

func TestTheSearchOnSeveralProcessorsFindsTheSame(t *testing.T) {
	x := catalogue(4*fewEntries + 321)
	for _, text := range []string{"", "м", "молоко", "копч колб волж", "199", "90", "7919", "46", "vjkjrj", "бульдозер"} {
		for _, limit := range []int{1, 60, 30_000} {
			before := runtime.GOMAXPROCS(1)
			want := x.Search(text, limit)
			runtime.GOMAXPROCS(4)
			got := x.Search(text, limit)
			runtime.GOMAXPROCS(before)
			if !slices.Equal(got, want) {
				t.Errorf("%q, %d: %d found on four, %d on one", text, limit, len(got), len(want))
			}
			if text == "молоко" && len(want) == 0 || text == "" && len(want) != min(limit, x.Len()) {
				t.Errorf("%q: %d found", text, len(want))
			}
		}
	}
}

func FuzzSearch(f *testing.F) {
	x := shelf()
	for _, s := range []string{"молоко 3,2", "4630052100517", "vjkjrj", "50×90", "а-17 ..", "\xff\xfe", "İstanbul"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids := x.Search(text, 5)
		if len(ids) > 5 {
			t.Fatalf("%q: %d found, at most 5 wanted", text, len(ids))
		}
		slices.Sort(ids)
		if len(slices.Compact(slices.Clone(ids))) != len(ids) {
			t.Fatalf("%q: found twice: %v", text, ids)
		}
		if once := spell(text); strings.Contains(string(once), "  ") || strings.HasPrefix(string(once), " ") {
			t.Fatalf("%q is spelt %q", text, once)
		}
	})
}

// catalogue makes goods that look like a real shop's.
func catalogue(n int) *Index {
	r := rand.New(rand.NewPCG(1, 2))
	kinds := strings.Fields("Молоко Кефир Сметана Хлеб Батон Сок Вода Пиво Сыр Колбаса Печенье Конфеты Шоколад Чай Кофе Крупа Макароны Масло Соус Корм Шампунь Мыло Порошок Бумага Батарейки")
	makers := strings.Fields("Луговое Дачный Садовод Волжский Северный Полюс Барсик Дружок Чистюля Солнышко Сирень Бегун Кузнечик Ромашка Маяк Восход Родник Ключ Камень Усадьба")
	kindsOf := strings.Fields("классическое фермерское нежирное топлёное вишня груша клубника ваниль шоколадный сливочный копчёный солёный острый мягкий детский семейный")
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	var b IndexBuilder
	for i := range n {
		name := fmt.Sprintf("%s «%s» %s %d,%d %%, %d г", pick(kinds), pick(makers), pick(kindsOf), r.IntN(10), r.IntN(10), 50+10*r.IntN(100))
		b.Add(int64(i+1), fmt.Sprint(i+1), name, money.Kopecks(990+r.IntN(100000)), fmt.Sprintf("46%011d", i*7919))
	}
	return b.Index()
}

// BenchmarkSearch asks 100,000 goods what is typed letter by letter; the memory of the index is reported.
func BenchmarkSearch(b *testing.B) {
	x := catalogue(100_000)
	for _, q := range []string{"м", "молоко", "копч колб волж", "199,90", "90", "7919", "vjkjrj", "бульдозер"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				x.Search(q, 60)
			}
			b.ReportMetric(float64(x.Bytes())/1e6, "MB")
		})
	}
}
