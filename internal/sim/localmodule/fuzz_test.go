package localmodule

import (
	"net/http/httptest"
	"strings"
	"testing"

	"dobro/internal/sim/codes"
)

func FuzzReadList(f *testing.F) {
	f.Add(`{"cis_list":["0104670540176099215MpGKy"]}`, false)
	f.Add(`{"cis_list":[{"cis":"0104670540176099215MpGKy","pg":8}]}`, true)
	f.Add(`{"cis_list":[{"cis":"","pg":null}]}`, true)
	f.Add(`{"cis_list":null}`, true)
	f.Fuzz(func(t *testing.T, body string, v2 bool) {
		list, why := readList(httptest.NewRequest("POST", "/", strings.NewReader(body)), v2)
		for _, one := range list {
			if why == "" && (one.Cis == "" || strings.Contains(one.Cis, codes.GS)) {
				t.Errorf("readList(%q) took %q", body, one.Cis)
			}
		}
	})
}
