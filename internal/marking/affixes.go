package marking

import "strings"

// Affixes are what a scanner was told to put before and behind every code. They are bytes, see [ReadAffix] for the way in which people
// write them. The zero value takes nothing off.
type Affixes struct {
	Prefix string
	Suffix string
}

// lineEnds are the bytes by which ports and keyboards cut reads: they are gone before a code is looked at, so they are no part of an affix.
const lineEnds = "\r\n\t\x00\x02\x03"

// Bare are the affixes without the line ends around them, which never reach the parser.
func (a Affixes) Bare() Affixes {
	return Affixes{Prefix: strings.Trim(a.Prefix, lineEnds), Suffix: strings.Trim(a.Suffix, lineEnds)}
}

// Strip takes the affixes off a read that has both of them; another read is not theirs and comes back as it was. A symbology prefix
// (]d2) may stand before the scanner's own: it stays. skipped is the number of bytes that went from the beginning.
func (a Affixes) Strip(raw string) (bare string, skipped int, ok bool) {
	a = a.Bare()
	if a == (Affixes{}) {
		return raw, 0, false
	}
	s, ok := strings.CutSuffix(strings.TrimRight(raw, lineEnds), a.Suffix)
	if !ok {
		return raw, 0, false
	}
	body := strings.TrimLeft(s, lineEnds)
	if rest, ok := strings.CutPrefix(body, a.Prefix); ok {
		return rest, len(s) - len(rest), true
	}
	if len(body) > 3 && body[0] == ']' {
		if rest, ok := strings.CutPrefix(body[3:], a.Prefix); ok {
			return body[:3] + rest, len(s) - len(rest) - 3, true
		}
	}
	return raw, 0, false
}

// around reads a scan of a scanner with affixes. A read that has them and makes no code without them is looked at as it came: it may
// be another scanner's, whose code begins or ends so by chance. Under the Russian layout the affixes were typed by the same keys.
func (a Affixes) around(raw string, o Options) (Code, error) {
	o.Affixes = Affixes{}
	bare, skipped, ok := a.Strip(raw)
	if !ok && hasRussian(raw) {
		if latin, turned := toLatin(raw); turned {
			if bare, _, ok = a.Strip(latin); ok {
				return a.typedRussian(raw, bare, o)
			}
		}
	}
	if !ok {
		return ParseWith(raw, o)
	}
	c, err := ParseWith(bare, o)
	if err == nil {
		return c, nil
	}
	if c, whole := ParseWith(raw, o); whole == nil {
		return c, nil
	}
	if e := err.(*Error); e.At >= 0 {
		e.At = max(e.At+skipped, -1)
	}
	return c, err
}

// typedRussian reads what is left of a read that came through the Russian layout. No byte of the read stands for one of the code.
func (a Affixes) typedRussian(raw, bare string, o Options) (Code, error) {
	c, err := ParseWith(bare, o)
	if err == nil {
		c.Restored = true
		return c, nil
	}
	if whole, err := ParseWith(raw, o); err == nil {
		return whole, nil
	}
	err.(*Error).At = -1
	return c, err
}
