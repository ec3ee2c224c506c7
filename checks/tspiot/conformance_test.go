package tspiot_test

import (
	"net/http/httptest"
	"testing"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

func TestSourceContract(t *testing.T) {
	v2 := func(x string) string { return `{"codesResponse":[` + x + `]}` }
	s := subject("auto", v2)
	t.Run("many at once", func(t *testing.T) { sourcetest.ManyAtOnce(t, s) })
	t.Run("kept connections are used", func(t *testing.T) { sourcetest.ReusesConnections(t, s) })
	t.Run("dead kept connections go unnoticed", func(t *testing.T) { sourcetest.SurvivesDeadConnections(t, s) })
	t.Run("nobody listens", func(t *testing.T) { sourcetest.Refused(t, s) })
	t.Run("memory is bounded", func(t *testing.T) { sourcetest.BoundedMemory(t, s) })
	for name, s := range map[string]sourcetest.Subject{
		"v1":         subject("v1", func(x string) string { return `{"codesResponse":{"codesResponse":[` + x + `]}}` }),
		"v3":         subject("v3", v2),
		"discovered": s,
	} {
		t.Run("bad answers, "+name, func(t *testing.T) { sourcetest.BadAnswers(t, s) })
		t.Run("odd fields, "+name, func(t *testing.T) { sourcetest.OddFields(t, s) })
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
