package journal

import (
	"strconv"
	"strings"
)

// tableAbout says what the file is: whose, of which days, and by what it is filtered.
var tableAbout = Table{"about", []Column{{"what", Text, 24, false}, {"value", Text, 70, false}}}

// Filtered says in one sentence by what an export is filtered, "" when it holds everything.
func (r Request) Filtered() string {
	a := r.Only
	var parts []string
	say := func(key, value string) {
		if value != "" {
			parts = append(parts, r.Words.T("export.only."+key, "value", value))
		}
	}
	if a.Outcome != "" {
		say("outcome", r.Words.T("ui.logs.outcome."+a.Outcome))
	}
	say("cashier", a.Cashier)
	if a.Group != 0 {
		say("group", strconv.Itoa(a.Group))
	}
	say("channel", r.word("channel", string(a.Channel)))
	if a.Reason != "" {
		say("reason", r.Words.T("ui.day.reason."+string(a.Reason)))
	}
	say("text", a.Text)
	if len(parts) == 0 {
		return ""
	}
	return r.Words.T("export.only", "what", strings.Join(parts, "; "))
}

func (r Request) aboutRows() [][]any {
	say := func(key string) string { return r.Words.T("export.about." + key) }
	days := r.First.In(r.Zone).Format("02.01.2006")
	if last := r.Last.In(r.Zone).Format("02.01.2006"); last != days {
		days += " – " + last
	}
	filter := r.Filtered()
	if filter == "" {
		filter = r.Words.T("export.only.nothing")
	}
	rows := [][]any{{say("shop"), r.Shop.Name}, {say("inn"), r.Shop.INN}, {say("address"), r.Shop.Address}, {say("days"), days}, {say("filter"), filter}}
	if r.Zone != nil {
		rows = append(rows, []any{say("zone"), r.First.In(r.Zone).Format("-07:00")})
	}
	return rows
}
