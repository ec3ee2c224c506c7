package checks

import (
	"context"
	"testing"
)

// A rebuilt separator is confirmed by the online check; offline a person decides (codes.md rule 9).
func TestARestoredCodeWaitsForTheOnlineCheck(t *testing.T) {
	code := milkCode()
	code.Restored = true
	for _, c := range []struct {
		name   string
		params Params
		want   Decision
	}{
		{"онлайн ответил", Params{Online: []Source{answers(online(good(8)))}}, Allow},
		{"ответил только модуль", Params{Local: answers(local(Item{}))}, Ask},
	} {
		e := engine(t, c.params)
		v := e.Check(context.Background(), Request{Code: code, At: today, Group: 8})
		if v.Decision != c.want || !v.Restored || v.Has(Restored) != (c.want == Ask) || (v.Evidence.Tag1265 != "") != (c.want == Allow) {
			t.Errorf("%s: got %s, restored %v, %v, tag %q; want %s", c.name, v.Decision, v.Restored, v.Reasons, v.Evidence.Tag1265, c.want)
		}
	}
}
