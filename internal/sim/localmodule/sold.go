package localmodule

import (
	"net/http"
	"slices"
	"strconv"

	"dobro/internal/sim/serve"
)

// sale takes codes into the sold base or out of it.
func (m *Module) sale(w http.ResponseWriter, r *http.Request, sell bool) {
	if !m.ready(w) {
		return
	}
	list, why := readList(r, false)
	if why != "" {
		fail(w, http.StatusBadRequest, 400, why)
		return
	}
	results := []any{}
	for _, one := range list {
		m.forget(one.Cis)
		if sell {
			m.sold = append(m.sold, one.Cis)
		}
		results = append(results, map[string]any{"success": true, "cis": one.Cis})
	}
	status := http.StatusOK
	if sell {
		status = http.StatusCreated
	}
	serve.JSON(w, status, map[string]any{"results": results})
}

func (m *Module) forget(cis string) {
	m.sold = slices.DeleteFunc(m.sold, func(c string) bool { return c == cis })
}

func (m *Module) soldPage(w http.ResponseWriter, r *http.Request) {
	skip, err1 := strconv.Atoi(or(r.URL.Query().Get("skip"), "0"))
	limit, err2 := strconv.Atoi(or(r.URL.Query().Get("limit"), "100"))
	if err1 != nil || err2 != nil || skip < 0 || limit < 1 || limit > 1000 {
		fail(w, http.StatusBadRequest, 400, "skip or limit")
		return
	}
	from := min(skip, len(m.sold))
	page := append([]string{}, m.sold[from:min(from+limit, len(m.sold))]...)
	serve.JSON(w, http.StatusOK, map[string]any{"total_count": len(m.sold), "cis_list": page})
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
