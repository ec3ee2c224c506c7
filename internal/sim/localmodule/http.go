package localmodule

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	"dobro/internal/sim/serve"
)

// Service is the name of the module on the fault board.
const Service = "local_module"

// asked is one code of a request of version 2.
type asked struct {
	Cis string          `json:"cis"`
	PG  json.RawMessage `json:"pg,omitempty"`
}

// Describe names the codes of a request for matching faults.
func Describe(r *http.Request, body []byte) fault.Subject {
	return fault.Subject{Codes: []string{string(body), r.URL.Query().Get("cis")}}
}

// ServeHTTP answers as the module does, under its lock: the real one is a single service too.
func (m *Module) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	out := &noted{ResponseWriter: w, status: http.StatusOK, v1: strings.HasPrefix(r.URL.Path, "/api/v1/")}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.route(out, r)
	m.requests = append(m.requests, Request{Method: r.Method, Path: r.URL.RequestURI(), ClientID: r.Header.Get("X-ClientId"),
		Body: string(body), Status: out.status})
	if len(m.requests) > 1000 {
		m.requests = m.requests[1:]
	}
}

type noted struct {
	http.ResponseWriter
	status int
	v1     bool
}

func (n *noted) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

func (m *Module) route(w http.ResponseWriter, r *http.Request) {
	path, v1 := strings.CutPrefix(r.URL.Path, "/api/v1/")
	rest, v2 := strings.CutPrefix(r.URL.Path, "/api/v2/")
	if v2 {
		path = rest
	}
	if v1 && !m.p.V1 || v2 && !m.p.V2 || !v1 && !v2 {
		fail(w, http.StatusNotFound, 404, "Not Found")
		return
	}
	if !m.allowed(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="regime"`)
		fail(w, http.StatusUnauthorized, 401, "Unauthorized")
		return
	}
	switch {
	case r.Method == http.MethodPost && path == "init":
		m.initialise(w, r, v2)
	case r.Method == http.MethodGet && path == "status":
		serve.JSON(w, http.StatusOK, m.statusAnswer(v2))
	case r.Method == http.MethodGet && v1 && (path == "cis/outCheck" || path == "cis/check"):
		m.checkOne(w, r)
	case r.Method == http.MethodPost && (path == "cis/outCheck" || v1 && path == "cis/check"):
		m.checkList(w, r, v2)
	case v2:
		m.second(w, r, path)
	default:
		fail(w, http.StatusNotFound, 404, "Not Found")
	}
}

func (m *Module) second(w http.ResponseWriter, r *http.Request, path string) {
	switch r.Method + " " + path {
	case "POST cis/sell", "POST cis/return":
		m.sale(w, r, path == "cis/sell")
	case "GET cis/sold":
		m.soldPage(w, r)
	case "POST greyList":
		var in struct {
			EnableGreyList *bool `json:"enableGreyList"`
		}
		if err := serve.Read(r, &in); err != nil || in.EnableGreyList == nil {
			fail(w, http.StatusBadRequest, 400, "enableGreyList required")
			return
		}
		m.grey = *in.EnableGreyList
		serve.JSON(w, http.StatusOK, map[string]any{"enableGreyList": m.grey})
	default:
		fail(w, http.StatusNotFound, 404, "Not Found")
	}
}

func (m *Module) allowed(r *http.Request) bool {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Token "); ok {
		return m.p.Token != "" && token == m.p.Token && r.Header.Get("X-ClientId") != ""
	}
	login, password, ok := r.BasicAuth()
	return ok && login == m.p.Login && password == m.p.Password
}

func (m *Module) initialise(w http.ResponseWriter, r *http.Request, v2 bool) {
	var in struct {
		Token          string `json:"token"`
		ActivationKey  string `json:"activationKey"`
		KPP            string `json:"kpp"`
		FiasID         string `json:"fiasId"`
		ClearSold      *bool  `json:"clearSold"`
		EnableGreyList *bool  `json:"enableGreyList"`
	}
	if err := serve.Read(r, &in); err != nil {
		fail(w, http.StatusBadRequest, 400, err.Error())
		return
	}
	token := in.Token + in.ActivationKey
	if m.p.InitToken == "" && len(token) != 36 || m.p.InitToken != "" && token != m.p.InitToken {
		fail(w, http.StatusBadRequest, 400, "Неверный токен")
		return
	}
	if v2 && in.ClearSold != nil && *in.ClearSold {
		m.sold = nil
	}
	if v2 && in.EnableGreyList != nil {
		m.grey = *in.EnableGreyList
	}
	m.state, m.loading, m.synced = Initialization, m.p.Now(), time.Time{}
	w.WriteHeader(http.StatusOK)
}

func (m *Module) checkOne(w http.ResponseWriter, r *http.Request) {
	if m.ready(w) {
		cis := r.URL.Query().Get("cis")
		if why := refusal(cis); why != "" {
			fail(w, http.StatusBadRequest, 400, why)
			return
		}
		serve.JSON(w, http.StatusOK, m.result([]asked{{Cis: cis}}, false))
	}
}

func (m *Module) checkList(w http.ResponseWriter, r *http.Request, v2 bool) {
	if !m.ready(w) {
		return
	}
	list, why := readList(r, v2)
	if why != "" {
		fail(w, http.StatusBadRequest, 400, why)
		return
	}
	serve.JSON(w, http.StatusOK, map[string]any{"results": []any{m.result(list, v2)}})
}

// readList reads cis_list: plain strings in version 1, objects in version 2.
func readList(r *http.Request, v2 bool) ([]asked, string) {
	var first struct {
		List []string `json:"cis_list"`
	}
	var second struct {
		List []asked `json:"cis_list"`
	}
	var err error
	if v2 {
		err = serve.Read(r, &second)
	} else {
		err = serve.Read(r, &first)
	}
	if err != nil {
		return nil, err.Error()
	}
	for _, cis := range first.List {
		second.List = append(second.List, asked{Cis: cis})
	}
	if len(second.List) == 0 || len(second.List) > 100 {
		return nil, "cis_list must hold 1 to 100 codes"
	}
	for _, one := range second.List {
		var pg int
		if one.PG != nil && (json.Unmarshal(one.PG, &pg) != nil || pg <= 0) {
			return nil, "pg must be the number of a product group"
		}
		if why := refusal(one.Cis); why != "" {
			return nil, why
		}
	}
	return second.List, ""
}

// refusal of an identification that was not cut: no check part and no GS goes to the module.
func refusal(cis string) string {
	parts := codes.Split(cis)
	switch {
	case cis == "":
		return "cis is empty"
	case strings.Contains(cis, codes.GS) || parts.Check != "" || parts.Pack && len(cis) != 21:
		return "cis must come without its check part"
	}
	return ""
}

func (m *Module) ready(w http.ResponseWriter) bool {
	switch m.status() {
	case Ready:
		return true
	case SyncError:
		fail(w, http.StatusBadRequest, 4050, "Превышено время с последней синхронизации")
	default:
		fail(w, http.StatusBadRequest, 4045, "Локальный модуль не готов")
	}
	return false
}

// fail answers with the module's error body. Both spellings of errorCode are met; here version 1 sends a string.
func fail(w http.ResponseWriter, status, code int, message string) {
	answer := map[string]any{"errorCode": code, "message": message}
	if n, ok := w.(*noted); ok && n.v1 {
		answer["errorCode"] = strconv.Itoa(code)
	}
	serve.JSON(w, status, answer)
}
