package tspiot_test

import (
	"net/http/httptest"
	"testing"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

func TestSourceContract(t *testing.T) {
	for _, c := range []struct {
		name string
		s    sourcetest.Subject
	}{
		{"v1", subject("v1", func(x string) string { return `{"codesResponse":{"codesResponse":[` + x + `]}}` })},
		{"v2", subject("v2", func(x string) string { return `{"codesResponse":[` + x + `]}` })},
		{"discovered", subject("auto", func(x string) string { return `{"codesResponse":[` + x + `]}` })},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Run("many at once", func(t *testing.T) { sourcetest.ManyAtOnce(t, c.s) })
			t.Run("kept connections are used", func(t *testing.T) { sourcetest.ReusesConnections(t, c.s) })
			t.Run("dead kept connections go unnoticed", func(t *testing.T) { sourcetest.SurvivesDeadConnections(t, c.s) })
			t.Run("nobody listens", func(t *testing.T) { sourcetest.Refused(t, c.s) })
			t.Run("bad answers", func(t *testing.T) { sourcetest.BadAnswers(t, c.s) })
			t.Run("odd fields", func(t *testing.T) { sourcetest.OddFields(t, c.s) })
		})
	}
}

func subject(api string, wrap func(string) string) sourcetest.Subject {
	return sourcetest.Subject{
		TLS: true, Wrap: wrap,
		New: func(t testing.TB, server *httptest.Server) checks.Source {
			return newClient(t, tspiot.Params{URL: server.URL, API: api, ClientName: "Dobro", Token: sourcetest.Secret})
		},
	}
}
