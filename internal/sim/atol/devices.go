package atol

import (
	"errors"
	"net/http"
	"slices"

	"dobro/internal/sim/serve"
)

var errNoTasks = errors.New("request holds no tasks")

func (w *Web) listDevices(rw http.ResponseWriter, _ *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := []any{}
	for _, id := range w.devices {
		out = append(out, map[string]any{"id": id})
	}
	serve.JSON(rw, http.StatusOK, map[string]any{"devices": out})
}

// addDevice puts a device on the list: POST refuses one that is there, PUT does not mind. Settings are not looked at.
func (w *Web) addDevice(rw http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if r.Method == http.MethodPost {
		var in map[string]any
		if err := serve.Read(r, &in); err != nil {
			deny(rw, http.StatusBadRequest, 400, err.Error())
			return
		}
		id, _ = in["id"].(string)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch known := slices.Contains(w.devices, id); {
	case id == "":
		deny(rw, http.StatusBadRequest, 400, "device without id")
	case known && r.Method == http.MethodPost:
		deny(rw, http.StatusConflict, 409, "device already exists")
	default:
		if !known {
			w.devices = append(w.devices, id)
		}
		serve.JSON(rw, http.StatusOK, map[string]any{"id": id})
	}
}

// operation runs one of the synchronous calls, past the queue.
func (w *Web) operation(rw http.ResponseWriter, r *http.Request) {
	task := map[string]string{"queryShiftStatus": "getShiftStatus", "queryDeviceInfo": "getDeviceInfo", "activateDevice": "getDeviceStatus"}[r.PathValue("name")]
	if task == "" {
		deny(rw, http.StatusNotFound, 404, "unknown operation")
		return
	}
	if task == "getDeviceStatus" && !w.current().goAhead() {
		deny(rw, http.StatusInternalServerError, codeNoConnection, words[codeNoConnection])
		return
	}
	result, code, text := w.printer.Execute(r.Context(), "", []byte(`{"type":"`+task+`"}`))
	if code != 0 {
		deny(rw, http.StatusInternalServerError, code, text)
		return
	}
	serve.JSON(rw, http.StatusOK, result)
}
