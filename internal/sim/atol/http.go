package atol

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"dobro/internal/sim/fault"
	"dobro/internal/sim/serve"
)

// Web is the driver's web server for one printer. Close stops its queue.
type Web struct {
	printer *Printer
	mu      sync.Mutex
	queue   *queue
	devices []string
	ctx     context.Context
	mux     *http.ServeMux
}

// NewWeb starts the queue of a printer.
func NewWeb(ctx context.Context, p *Printer) *Web {
	w := &Web{printer: p, ctx: ctx, queue: startQueue(ctx, p), devices: slices.Clone(p.p.Devices), mux: http.NewServeMux()}
	for _, prefix := range []string{"/requests", "/api/v2/requests"} {
		v1 := prefix == "/requests"
		w.mux.HandleFunc("POST "+prefix, w.post)
		w.mux.HandleFunc("GET "+prefix+"/{uuid}", func(rw http.ResponseWriter, r *http.Request) { w.get(rw, r, v1) })
		w.mux.HandleFunc("DELETE "+prefix+"/{uuid}", w.delete)
	}
	w.mux.HandleFunc("GET /api/v2/devices", w.listDevices)
	w.mux.HandleFunc("POST /api/v2/devices", w.addDevice)
	w.mux.HandleFunc("PUT /api/v2/devices/{id}", w.addDevice)
	w.mux.HandleFunc("POST /api/v2/operations/{name}", w.operation)
	w.mux.HandleFunc("/", func(rw http.ResponseWriter, _ *http.Request) { deny(rw, http.StatusNotFound, 404, "Not Found") })
	return w
}

// Close stops the queue, then closes the fiscal memory.
func (w *Web) Close() error {
	w.current().stop()
	return w.printer.close()
}

// Restart forgets the queue, as a restarted computer does; the printer keeps what it has.
func (w *Web) Restart() {
	w.current().stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = startQueue(w.ctx, w.printer)
}

func (w *Web) current() *queue {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.queue
}

// Describe names the commands and codes of a request for matching faults; for a question about a uuid those behind it.
func (w *Web) Describe(r *http.Request, body []byte) fault.Subject {
	s := fault.Subject{}
	if in, err := readRequest(body); err == nil {
		for _, one := range in.steps {
			s.Commands = append(s.Commands, one.kind)
			if t, err := decode(one.task); err == nil {
				s.Codes = append(s.Codes, taskCodes(t)...)
			}
		}
	}
	if i := strings.LastIndexByte(r.URL.Path, '/'); r.Method == http.MethodGet {
		for _, one := range w.current().look(r.URL.Path[i+1:]) {
			s.Commands = append(s.Commands, one.kind)
		}
	}
	return s
}

// ServeHTTP checks who asks and which device is meant.
func (w *Web) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.printer.mu.Lock()
	login, password := w.printer.p.Login, w.printer.p.Password
	w.printer.mu.Unlock()
	if user, pass, _ := r.BasicAuth(); login != "" && (user != login || pass != password) {
		rw.Header().Set("WWW-Authenticate", `Basic realm="atol"`)
		deny(rw, http.StatusUnauthorized, 505, "unauthorized")
		return
	}
	w.mu.Lock()
	id := r.URL.Query().Get("deviceID")
	known := id == "" || slices.Contains(w.devices, id)
	w.mu.Unlock()
	if !known {
		deny(rw, http.StatusNotFound, 404, "device not found")
		return
	}
	w.mux.ServeHTTP(rw, r)
}

// readRequest reads uuid and tasks: one object or an array of them.
func readRequest(body []byte) (*request, error) {
	var in struct {
		UUID    string          `json:"uuid"`
		Request json.RawMessage `json:"request"`
	}
	if err := serve.Decode(body, &in); err != nil {
		return nil, err
	}
	if _, err := uuid.Parse(in.UUID); err != nil {
		return nil, err
	}
	var tasks []json.RawMessage
	if bytes.HasPrefix(bytes.TrimSpace(in.Request), []byte("[")) {
		if err := json.Unmarshal(in.Request, &tasks); err != nil {
			return nil, err
		}
	} else {
		tasks = []json.RawMessage{in.Request}
	}
	r := &request{uuid: in.UUID}
	for _, t := range tasks {
		var head struct {
			Type string `json:"type"`
		}
		if err := json.Unmarshal(t, &head); err != nil {
			return nil, err
		}
		r.steps = append(r.steps, &step{task: t, kind: head.Type, status: statusWait})
	}
	if len(r.steps) == 0 {
		return nil, errNoTasks
	}
	return r, nil
}

func (w *Web) post(rw http.ResponseWriter, r *http.Request) {
	var body json.RawMessage
	if err := serve.Read(r, &body); err != nil {
		deny(rw, http.StatusBadRequest, 400, err.Error())
		return
	}
	in, err := readRequest(body)
	if err != nil {
		deny(rw, http.StatusBadRequest, 400, err.Error())
		return
	}
	number, blocked, fresh := w.current().put(in)
	if !fresh {
		deny(rw, http.StatusConflict, 409, "request with this uuid already exists")
		return
	}
	serve.JSON(rw, http.StatusCreated, map[string]any{"uuid": in.uuid, "number": number, "isBlocked": blocked != "", "blockedUUID": blocked})
}

func (w *Web) get(rw http.ResponseWriter, r *http.Request, v1 bool) {
	steps := w.current().look(r.PathValue("uuid"))
	if len(steps) == 0 {
		deny(rw, http.StatusNotFound, 404, "request not found")
		return
	}
	results := []any{}
	for _, s := range steps {
		code, text := 0, "Ошибок нет"
		if s.err != nil {
			code, text = s.err.code, s.err.text
		}
		one := map[string]any{"status": s.status, "result": s.result}
		if v1 {
			one["errorCode"], one["errorDescription"] = code, text
		} else {
			one["error"] = map[string]any{"code": code, "description": text}
		}
		results = append(results, one)
	}
	serve.JSON(rw, http.StatusOK, map[string]any{"results": results})
}

func (w *Web) delete(rw http.ResponseWriter, r *http.Request) {
	if !w.current().cancelRequest(r.PathValue("uuid")) {
		deny(rw, http.StatusNotFound, 404, "no waiting request with this uuid")
		return
	}
	rw.WriteHeader(http.StatusOK)
}

func deny(rw http.ResponseWriter, status, code int, text string) {
	serve.JSON(rw, status, map[string]any{"error": map[string]any{"code": code, "description": text}})
}
