package checks

import "testing"

// Whatever a service writes with its 5xx: only the number 5000 says that a foreign system is down.
func FuzzCrossBorder(f *testing.F) {
	for _, s := range []string{`{"code":5000}`, `{"code":"5000"}`, `{"error_message":"код 5000"}`, `{"code":50001}`, `{"code":[5000]}`, `5000`, `<html>5000</html>`, `{"code":5000`, ``} {
		f.Add([]byte(s), 500)
	}
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		failure := &Failure{Status: status, Body: body}
		if failure.CrossBorder() && (status < 500 || len(body) < len(`{"code":5000}`)) {
			t.Errorf("%d %q counts as a foreign system that is down", status, body)
		}
	})
}
