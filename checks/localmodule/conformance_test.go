package localmodule_test

import (
	"net/http/httptest"
	"testing"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/wire/sourcetest"
)

func TestSourceContract(t *testing.T) {
	wrapped := func(x string) string { return `{"results":[` + x + `]}` }
	s := subject("auto", wrapped)
	t.Run("many at once", func(t *testing.T) { sourcetest.ManyAtOnce(t, s) })
	t.Run("kept connections are used", func(t *testing.T) { sourcetest.ReusesConnections(t, s) })
	t.Run("dead kept connections go unnoticed", func(t *testing.T) { sourcetest.SurvivesDeadConnections(t, s) })
	t.Run("nobody listens", func(t *testing.T) { sourcetest.Refused(t, s) })
	t.Run("memory is bounded", func(t *testing.T) { sourcetest.BoundedMemory(t, s) })
	for name, s := range map[string]sourcetest.Subject{"v1, flat": subject("v1", nil), "v2, wrapped": subject("v2", wrapped), "discovered, wrapped": s} {
		t.Run("bad answers, "+name, func(t *testing.T) { sourcetest.BadAnswers(t, s) })
		t.Run("odd fields, "+name, func(t *testing.T) { sourcetest.OddFields(t, s) })
	}
}

func subject(api string, wrap func(string) string) sourcetest.Subject {
	return sourcetest.Subject{
		Wrap: wrap,
		New: func(t testing.TB, server *httptest.Server) checks.Source {
			return newClient(t, localmodule.Params{URL: server.URL, API: api, Password: sourcetest.Secret})
		},
	}
}
