package tspiot

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	"dobro/internal/sim/serve"
)

// Names of the two interfaces on the fault board.
const (
	Service        = "tspiot"
	ServiceControl = "tspiot_control"
)

// clientInfo must have all four keys; the values may be empty unless the module was told which to expect.
type clientInfo struct {
	Name    *string `json:"name"`
	Version *string `json:"version"`
	ID      *string `json:"id"`
	Token   *string `json:"token"`
}

// Describe names the codes of a request for matching faults.
func Describe(r *http.Request, body []byte) fault.Subject {
	full, _, _ := read(body, strings.HasPrefix(r.URL.Path, "/api/v3"))
	return fault.Subject{Codes: full}
}

// Handler is the check interface.
func (m *Module) Handler() http.Handler {
	mux := http.NewServeMux()
	for version := 1; version <= 3; version++ {
		mux.HandleFunc(fmt.Sprintf("POST /api/v%d/codes/check", version), func(w http.ResponseWriter, r *http.Request) {
			m.serveCheck(w, r, version)
		})
	}
	mux.HandleFunc("POST /api/v1/info", m.serveInfo)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "Метод не найден")
	})
	return mux
}

func (m *Module) serveCheck(w http.ResponseWriter, r *http.Request, version int) {
	m.mu.Lock()
	off := m.off[version]
	m.mu.Unlock()
	if off {
		refuse(w, http.StatusNotFound, "Метод не найден")
		return
	}
	if kind := r.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
		refuse(w, http.StatusBadRequest, "Content-Type должен быть application/json")
		return
	}
	var raw json.RawMessage
	if err := serve.Read(r, &raw); err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	full, client, err := read(raw, version == 3)
	if err == nil {
		err = m.checkClient(client)
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	x, f := m.check(r.Context(), full, version == 1)
	if f != nil {
		serve.JSON(w, f.status, f.body)
		return
	}
	if version == 1 {
		x["reqTimestamp"] = strconv.FormatInt(x["reqTimestamp"].(int64), 10)
		serve.JSON(w, http.StatusOK, map[string]any{"codesResponse": map[string]any{"codesResponse": []any{x}}})
		return
	}
	serve.JSON(w, http.StatusOK, map[string]any{"codesResponse": []any{x}})
}

// read decodes a request: base64 strings in versions 1 and 2, objects with an optional group in version 3.
func read(body []byte, v3 bool) ([]string, clientInfo, error) {
	var in struct {
		Codes  []json.RawMessage `json:"codes"`
		Client *clientInfo       `json:"client_info"`
	}
	if err := serve.Decode(body, &in); err != nil {
		return nil, clientInfo{}, err
	}
	if in.Client == nil {
		return nil, clientInfo{}, fmt.Errorf("нет client_info")
	}
	if len(in.Codes) == 0 || len(in.Codes) > 100 {
		return nil, clientInfo{}, fmt.Errorf("кодов в запросе: %d", len(in.Codes))
	}
	var full []string
	for _, raw := range in.Codes {
		one, err := readCode(raw, v3)
		if err != nil {
			return nil, clientInfo{}, err
		}
		full = append(full, one)
	}
	return full, *in.Client, nil
}

func readCode(raw json.RawMessage, v3 bool) (string, error) {
	var in struct {
		Cis *string         `json:"cis"`
		PG  json.RawMessage `json:"pg"`
	}
	text := ""
	if v3 {
		if err := serve.Decode(raw, &in); err != nil {
			return "", err
		}
		pg := 0
		if in.Cis == nil || in.PG != nil && (json.Unmarshal(in.PG, &pg) != nil || pg <= 0) {
			return "", fmt.Errorf("код: нужен cis, pg должен быть номером группы")
		}
		text = *in.Cis
	} else if err := json.Unmarshal(raw, &text); err != nil {
		return "", fmt.Errorf("код должен быть строкой base64")
	}
	full, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(full) == 0 {
		return "", fmt.Errorf("код не в base64")
	}
	for _, c := range full {
		if c != codes.GS[0] && (c < ' ' || c > '~') {
			return "", fmt.Errorf("код содержит недопустимые знаки")
		}
	}
	if full[0] == codes.GS[0] || full[0] == ']' {
		return "", fmt.Errorf("код начинается с FNC1 или признака символики")
	}
	return string(full), nil
}

func (m *Module) checkClient(c clientInfo) error {
	if c.Name == nil || c.Version == nil || c.ID == nil || c.Token == nil {
		return fmt.Errorf("client_info: нужны name, version, id, token")
	}
	if m.p.ClientID != "" && *c.ID != m.p.ClientID || m.p.ClientToken != "" && *c.Token != m.p.ClientToken {
		return fmt.Errorf("client_info: программа не зарегистрирована")
	}
	return nil
}

func (m *Module) serveInfo(w http.ResponseWriter, r *http.Request) {
	var in struct{}
	if err := serve.Read(r, &in); err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	m.mu.Lock()
	p := m.p
	m.mu.Unlock()
	software, state, synced := p.Local.Software()
	serve.JSON(w, http.StatusOK, map[string]any{"tspiotId": "f3d7d0aa-0a4e-4a5e-9d8d-5b1f7f6f0001", "kktSerial": p.Serial,
		"fnSerial": p.FN, "kktInn": p.INN, "codesCheckTimeout": strconv.Itoa(p.CheckTimeoutMs),
		"lm": map[string]any{"version": software, "status": state, "lastSync": synced.UnixMilli(), "token": p.LMToken,
			"expDate": "", "ip": "127.0.0.1", "port": strconv.Itoa(p.LMPort), "login": "admin", "pass": p.LMPassword}})
}

func refuse(w http.ResponseWriter, status int, text string) {
	serve.JSON(w, status, map[string]any{"error": map[string]any{"errorCode": status, "errorDescription": text}})
}

func dropGS(s string) string { return strings.ReplaceAll(s, codes.GS, "") }
