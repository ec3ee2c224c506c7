package trueapi

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dobro/internal/sim/codes"
)

func FuzzCheck(f *testing.F) {
	f.Add(`{"codes":["0104670540176099215NN*cM\u001d93dGVz"],"fiscalDriveNumber":"9287440301120991","timeZone":2}`)
	f.Add(`{"codes":[null],"timeZone":null}`)
	f.Add(`{"codes":["x"],"fiscalDriveNumber":null}`)
	f.Add(``)
	s := New(Params{Table: codes.NewTable(time.Now, nil), Now: time.Now})
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", "/api/v4/true-api/codes/check", strings.NewReader(body))
		r.Header.Set("X-API-KEY", strings.Repeat("k", 36))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.Platform(0).ServeHTTP(w, r)
		if (w.Code != 200 && w.Code != 400) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%q: got %d %s", body, w.Code, w.Body)
		}
	})
}
