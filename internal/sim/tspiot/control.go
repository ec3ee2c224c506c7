package tspiot

import (
	"maps"
	"net/http"
	"time"

	"dobro/internal/sim/serve"
)

// instance is the one register of the simulated ЕСМ.
const instance = "0128245621"

// Control is the handler of the control interface on port 51077: what is installed, how it is set, how it feels.
func (m *Module) Control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/info", func(w http.ResponseWriter, _ *http.Request) {
		serve.JSON(w, http.StatusOK, map[string]any{"appPath": "/opt/esm", "version": "1.6.2.0", "logPath": "/var/log/esm"})
	})
	mux.HandleFunc("GET /api/v1/instances/info", func(w http.ResponseWriter, _ *http.Request) {
		list := []any{}
		m.mu.Lock()
		if !m.empty {
			list = append(list, map[string]any{"id": instance, "port": 50401, "serviceState": "Работает"})
		}
		m.mu.Unlock()
		serve.JSON(w, http.StatusOK, map[string]any{"instances": list})
	})
	mux.HandleFunc("GET /api/v1/instances/info/{id}", m.known(m.instanceInfo))
	mux.HandleFunc("GET /api/v1/settings/{id}", m.known(m.getSettings))
	mux.HandleFunc("PUT /api/v1/settings/{id}", m.known(m.putSettings))
	mux.HandleFunc("GET /api/v1/instances/lm/{id}", m.known(m.lmInfo))
	mux.HandleFunc("GET /api/v1/status/{id}", m.known(m.lmController))
	mux.HandleFunc("GET /api/v1/dkktList", func(w http.ResponseWriter, _ *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		serve.JSON(w, http.StatusOK, map[string]any{"kkt": []any{map[string]any{"kktSerial": m.p.Serial, "shiftState": "opened"}}})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusNotFound, "Метод не найден")
	})
	return mux
}

// known guards a handler of one instance and holds the lock for it.
func (m *Module) known(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") != instance {
			refuse(w, http.StatusNotFound, "Экземпляр не найден")
			return
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		next(w, r)
	}
}

func (m *Module) instanceInfo(w http.ResponseWriter, _ *http.Request) {
	till := m.p.LicenceTill
	serve.JSON(w, http.StatusOK, map[string]any{"logPath": "/var/log/esm/" + instance, "state": "Работает",
		"clientPort": m.p.ClientPort, "version": "1.6.2.0",
		"licenses": []any{map[string]any{"isActive": till.After(m.p.Now()), "activeTill": till.Format(time.RFC3339)}},
		"regData": map[string]any{"tspiotId": "f3d7d0aa-0a4e-4a5e-9d8d-5b1f7f6f0001", "gismtTspiotId": "77",
			"kktSerial": m.p.Serial, "fnSerial": m.p.FN, "kktInn": m.p.INN, "espToken": "sim"}})
}

func (m *Module) getSettings(w http.ResponseWriter, _ *http.Request) {
	serve.JSON(w, http.StatusOK, m.settings)
}

func (m *Module) putSettings(w http.ResponseWriter, r *http.Request) {
	var in map[string]any
	if err := serve.Read(r, &in); err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	maps.Copy(m.settings, in)
	serve.JSON(w, http.StatusOK, m.settings)
}

func (m *Module) lmInfo(w http.ResponseWriter, _ *http.Request) {
	software, state, synced := m.p.Local.Software()
	serve.JSON(w, http.StatusOK, map[string]any{"controllerVersion": "1.6.2.0", "code": 0, "lmStatus": map[string]any{
		"status": state, "operationMode": "active", "version": software, "lastSync": synced.UnixMilli()}})
}

func (m *Module) lmController(w http.ResponseWriter, _ *http.Request) {
	code, text := 0, ""
	if m.p.LocalUp != nil && !m.p.LocalUp() {
		code, text = 1, "ЛМ ЧЗ не отвечает"
	}
	serve.JSON(w, http.StatusOK, map[string]any{"lmController": map[string]any{"code": code, "error": text,
		"lastConnection": m.p.Now().Format(time.RFC3339)}})
}
