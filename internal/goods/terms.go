package goods

import (
	"fmt"
	"strconv"

	"dobro/internal/hours"
)

// terms reads the columns that a goods file may leave out. A day without a reason is refused, and the other way round: who lets goods go
// without a code has to be able to say why, and until when.
func (p *parser) terms() Terms {
	t := Terms{UnmarkedReason: p.text("unmarked_reason", MaxName), Hours: p.text("hours", MaxHours)}
	if _, err := hours.Parse(t.Hours); hours.Literal(t.Hours) && err != nil {
		p.refuse("hours", BadHours, t.Hours, "alcohol, 10:00-20:00")
	}
	if s := p.field("unmarked_until"); s != "" {
		var ok bool
		if t.UnmarkedUntil, ok = ParseDay(s); !ok {
			p.refuse("unmarked_until", BadDay, s, "2026-12-31, 31.12.2026")
		}
		if t.UnmarkedReason == "" {
			p.refuse("unmarked_reason", NoReason, "", "")
		}
	} else if t.UnmarkedReason != "" {
		p.refuse("unmarked_until", NoDay, "", "2026-12-31, 31.12.2026")
	}
	if s := p.field("age"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > MaxAge {
			p.refuse("age", BadAge, s, fmt.Sprintf("0 \u2026 %d", MaxAge))
		}
		t.Age = n
	}
	return t
}
