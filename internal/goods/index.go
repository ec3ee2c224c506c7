package goods

import (
	"bytes"
	"cmp"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"dobro/internal/money"
)

// Index finds goods by any part of their name, words in any order, by price, by article, by the last digits of a barcode. It holds what
// is searched and nothing else, 80 bytes or so a product, does not change, and may be used from many goroutines.
type Index struct {
	entries []entry
	names   []byte // in the alphabet of spell
	codes   []byte // '\n' before and after each
}

type entry struct {
	id, price       int64
	name, nameEnd   uint32
	codes, codesEnd uint32
}

// IndexBuilder gathers goods for an Index.
type IndexBuilder struct{ x Index }

// Add puts one product in.
func (b *IndexBuilder) Add(id int64, article, name string, price money.Kopecks, barcodes ...string) {
	e := entry{id: id, price: int64(price), name: uint32(len(b.x.names)), codes: uint32(len(b.x.codes))}
	b.x.names = append(b.x.names, spell(name)...)
	b.x.codes = append(b.x.codes, '\n')
	for _, c := range append(barcodes, article) {
		if c != "" {
			b.x.codes = append(append(b.x.codes, strings.ToLower(c)...), '\n')
		}
	}
	e.nameEnd, e.codesEnd = uint32(len(b.x.names)), uint32(len(b.x.codes))
	b.x.entries = append(b.x.entries, e)
}

// Index is what was gathered, by name. The builder must not be used afterwards.
func (b *IndexBuilder) Index() *Index {
	x := b.x
	x.entries = slices.Clip(x.entries)
	slices.SortFunc(x.entries, func(a, b entry) int {
		return cmp.Or(bytes.Compare(x.names[a.name:a.nameEnd], x.names[b.name:b.nameEnd]), cmp.Compare(a.id, b.id))
	})
	return x.inOrder()
}

// inOrder is a copy whose texts lie as the entries do, so that one walk over the text finds its entries.
func (x *Index) inOrder() *Index {
	y := &Index{entries: x.entries, names: make([]byte, 0, len(x.names)+len(x.entries)), codes: make([]byte, 0, len(x.codes))}
	for i := range y.entries {
		e := &y.entries[i]
		name, codes := x.names[e.name:e.nameEnd], x.codes[e.codes:e.codesEnd]
		e.name, e.codes = uint32(len(y.names)), uint32(len(y.codes))
		y.names, y.codes = append(y.names, name...), append(y.codes, codes...)
		e.nameEnd, e.codesEnd = uint32(len(y.names)), uint32(len(y.codes))
		y.names = append(y.names, '\n') // no word reaches into the next name
	}
	return y
}

// Len is how many products are in it.
func (x *Index) Len() int { return len(x.entries) }

// ranks of a word, the best first; the sum over all words orders what was found.
const (
	exactly = 0 // an article, a whole barcode, the beginning of the name
	begins  = 1 // the beginning of a word of the name
	costs   = 1
	ends    = 2 // the last digits of a barcode
	inside  = 4
	nowhere = 99
	worst   = 24 // sums are told apart up to here
)

// fewDigits are the least by which a part of a code is found: fewer stand in nearly every one.
const fewDigits = 3

// Search finds at most limit products, the best first. What nothing was found for is looked for once more as the same keys would have
// typed it in the other layout.
func (x *Index) Search(text string, limit int) []int64 {
	ids := x.search(text, limit)
	if len(ids) == 0 {
		ids = x.search(Mistyped(text), limit)
	}
	return ids
}

func (x *Index) search(text string, limit int) []int64 {
	words := wordsOf(text)
	if limit <= 0 || len(words) == 0 && strings.TrimSpace(text) != "" {
		return nil
	}
	parts := x.parts()
	found := make([]hits, len(parts))
	var others sync.WaitGroup
	for i := 1; i < len(parts); i++ {
		others.Go(func() { found[i] = parts[i].find(words, limit) })
	}
	found[0] = parts[0].find(words, limit)
	others.Wait()
	var ids []int64
	for rank := range worst + 1 {
		for _, f := range found {
			ids = append(ids, f[rank][:min(len(f[rank]), limit-len(ids))]...)
		}
	}
	return ids
}

// hits are the goods of each rank, in the order of the index.
type hits [worst + 1][]int64

// fewEntries are not worth a second processor.
const fewEntries = 5000

// parts are pieces of the index that follow each other, one for each processor that is of use.
func (x *Index) parts() []Index {
	n := max(1, min(runtime.GOMAXPROCS(0), 4, len(x.entries)/fewEntries))
	parts := make([]Index, n)
	for i := range parts {
		from, to := len(x.entries)*i/n, len(x.entries)*(i+1)/n
		parts[i] = Index{entries: x.entries[from:to]}
		if to > from {
			parts[i].names, parts[i].codes = x.names[:x.entries[to-1].nameEnd], x.codes[:x.entries[to-1].codesEnd]
		}
	}
	return parts
}

func (x *Index) find(words []word, limit int) (found hits) {
	maybe := x.candidates(words)
	for i := range x.entries {
		if maybe != nil && maybe[i/64]&(1<<(i%64)) == 0 {
			continue
		}
		sum := 0
		for w := range words {
			rank := x.rank(&x.entries[i], &words[w])
			if rank == nowhere {
				sum = nowhere
				break
			}
			sum += rank
		}
		if sum == nowhere {
			continue
		}
		at := min(sum, worst)
		if len(found[at]) < limit {
			found[at] = append(found[at], x.entries[i].id)
		}
		if at == 0 && len(found[0]) == limit {
			break
		}
	}
	return found
}

// candidates are the entries that hold the longest word in any way, as a set of bits; nil when there is no word. Walking over the whole
// text at once is some times faster than asking each entry.
func (x *Index) candidates(words []word) []uint64 {
	if len(words) == 0 {
		return nil
	}
	longest := &words[0]
	for i := range words {
		if len(words[i].name) > len(longest.name) {
			longest = &words[i]
		}
	}
	set := make([]uint64, len(x.entries)/64+1)
	x.walk(set, x.names, longest.name, func(e *entry) (uint32, uint32) { return e.name, e.nameEnd })
	if longest.code != nil {
		what := longest.code
		if len(what) >= 2+fewDigits { // a part of a code may do
			what = what[1 : len(what)-1]
		}
		x.walk(set, x.codes, what, func(e *entry) (uint32, uint32) { return e.codes, e.codesEnd })
	}
	if longest.number {
		for i := range x.entries {
			if p := x.entries[i].price; p >= longest.price[0] && p <= longest.price[1] {
				set[i/64] |= 1 << (i % 64)
			}
		}
	}
	return set
}

// walk marks the entries in whose part of the text the word stands; part tells where that begins and ends.
func (x *Index) walk(set []uint64, text, what []byte, part func(*entry) (from, to uint32)) {
	if len(x.entries) == 0 {
		return
	}
	end := func(i int) int { _, to := part(&x.entries[i]); return int(to) }
	begin, _ := part(&x.entries[0])
	for i, from := 0, int(begin); i < len(x.entries); i++ {
		at := bytes.Index(text[from:], what)
		if at < 0 {
			return
		}
		at += from
		// The next hit is mostly near: steps that double, then a search inside the last one.
		step := 1
		for i+step < len(x.entries) && end(i+step-1) <= at {
			i, step = i+step, 2*step
		}
		i += sort.Search(min(step, len(x.entries)-i), func(n int) bool { return end(i+n) > at })
		if i == len(x.entries) {
			return
		}
		set[i/64] |= 1 << (i % 64)
		from = end(i)
	}
}

// word is one word of a question, in all the ways in which it is looked for.
type word struct {
	name   []byte // as the names are spelt
	number bool
	price  [2]int64 // kopecks from … to, when number
	code   []byte   // "\n" + digits + "\n", when it may be a code
}

func wordsOf(text string) []word {
	var out []word
	for _, f := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ' ' || r == '\t' || r == '\u00a0' || r == '-' }) {
		w := word{name: spell(strings.Trim(f, ".,"))}
		if len(w.name) == 0 {
			continue
		}
		if k, err := money.Parse(f); err == nil && k >= 0 && digit(rune(f[0])) {
			w.number = true
			w.price = [2]int64{int64(k), int64(k)}
			if !strings.ContainsAny(f, ".,") { // whole roubles: of any kopecks
				w.price[1] = int64(k) + 99
			}
		}
		if plain(f) {
			w.code = []byte("\n" + f + "\n")
		}
		out = append(out, w)
		if len(out) == 8 { // more tell nothing
			break
		}
	}
	return out
}

// plain tells a text that may stand in an article or a barcode.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7F {
			return false
		}
	}
	return s != ""
}

func (x *Index) rank(e *entry, w *word) int {
	best := nowhere
	name := x.names[e.name:e.nameEnd]
	for from := 0; from < len(name); {
		at := bytes.Index(name[from:], w.name)
		if at < 0 {
			break
		}
		at += from
		switch {
		case at == 0:
			best = exactly
		case name[at-1] == ' ':
			best = min(best, begins)
		default:
			best = min(best, inside)
		}
		if best <= begins {
			break
		}
		from = at + 1
	}
	if w.number && e.price >= w.price[0] && e.price <= w.price[1] {
		best = min(best, costs)
	}
	if w.code != nil {
		codes := x.codes[e.codes:e.codesEnd]
		digits := len(w.code) - 2
		switch {
		case bytes.Contains(codes, w.code):
			best = exactly
		case digits >= fewDigits && bytes.Contains(codes, w.code[1:]):
			best = min(best, ends)
		case digits >= fewDigits && bytes.Contains(codes, w.code[:digits+1]):
			best = min(best, inside)
		}
	}
	return best
}

// String tells how large the index is.
func (x *Index) String() string {
	return strconv.Itoa(len(x.entries)) + " goods, " + strconv.Itoa(x.Bytes()) + " bytes"
}

// Bytes is how much memory the index holds.
func (x *Index) Bytes() int { return cap(x.entries)*32 + cap(x.names) + cap(x.codes) }
