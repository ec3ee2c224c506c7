package tspiot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"dobro/checks/wire"
)

// ErrNoControl says that the module's control interface cannot be asked: it speaks plain http and so only on this machine.
var ErrNoControl = errors.New("control interface can be asked only on the module's own machine")

// Control is what the module's service knows of itself and of its instances, one for each fiscal printer.
type Control struct {
	Version   string
	AppPath   string
	LogPath   string
	Instances []Instance
	Printers  []Printer // dkktList: what the service sees on its cables
}

// Instance is one ТС ПИоТ. Fields that the service did not give are empty; Troubles says which questions it did not answer.
type Instance struct {
	ID            string
	State         string // in the service's own words
	Port          int
	ClientPort    int // where checks are asked, 51401 for the first instance
	Version       string
	LogPath       string
	LicenseActive bool
	LicenseTill   time.Time // of the active licence that lasts longest, else of the last one
	TSPIoTID      string
	KKTSerial     string
	FNSerial      string
	KKTINN        string
	LM            InstanceLM
	Troubles      []string
}

// InstanceLM is how the instance sees the local module.
type InstanceLM struct {
	Controller     string // version of the controller beside the local module
	Status         string
	OperationMode  string
	Version        string
	LastSync       time.Time
	Error          string
	LastConnection time.Time
}

// Printer is a fiscal printer that the service sees.
type Printer struct{ Serial, ShiftState string }

// controlBase is the address of the control interface.
func controlBase(raw string, module wire.Base) (*wire.Base, error) {
	if raw == "" {
		if !module.Loopback {
			return nil, nil
		}
		raw = DefaultControlURL
	}
	base, err := wire.ParseBase(raw)
	if err == nil {
		err = base.SafePlain()
	}
	if err != nil {
		return nil, err
	}
	return &base, nil
}

// Control reads the control interface, for doctor and the wizard. It fails only when the service itself does not answer.
func (c *Client) Control(ctx context.Context) (Control, error) {
	switch {
	case c.control == nil:
		return Control{}, ErrNoControl
	case c.closed.Load():
		return Control{}, wire.ErrClosed
	}
	var about struct {
		Version wire.Text `json:"version"`
		AppPath wire.Text `json:"appPath"`
		LogPath wire.Text `json:"logPath"`
	}
	if err := c.controlGet(ctx, "/api/v1/info", &about); err != nil {
		return Control{}, fmt.Errorf("ask tspiot control: %w", err)
	}
	result := Control{Version: string(about.Version), AppPath: string(about.AppPath), LogPath: string(about.LogPath)}
	var list struct {
		Instances json.RawMessage `json:"instances"`
	}
	err := c.controlGet(ctx, "/api/v1/instances/info", &list)
	if err != nil && !errors.Is(err, errNothing) {
		return result, fmt.Errorf("ask tspiot control for instances: %w", err)
	}
	for _, raw := range wire.Elements(list.Instances) {
		if in, ok := listed(raw); ok {
			c.fill(ctx, &in)
			result.Instances = append(result.Instances, in)
		}
	}
	result.Printers = c.printers(ctx)
	return result, nil
}

// errNothing is HTTP 204: there is nothing to tell.
var errNothing = errors.New("nothing there")

func (c *Client) controlGet(ctx context.Context, path string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	req, err := wire.Get(ctx, c.control.URL(path))
	if err != nil {
		return err
	}
	reply := wire.Do(c.transport, req)
	switch {
	case reply.Err != nil:
		return fmt.Errorf("%s: %w", reply.Outcome, reply.Err)
	case reply.Status == http.StatusNoContent:
		return errNothing
	case reply.Status != http.StatusOK:
		return fmt.Errorf("status %d %s", reply.Status, c.mask.Words(wire.Explain(reply)))
	case !wire.Object(reply.Body, into):
		return wire.ErrNotJSON
	}
	return nil
}

func listed(raw json.RawMessage) (Instance, bool) {
	var b struct {
		ID    wire.Text `json:"id"`
		Port  wire.Int  `json:"port"`
		State wire.Text `json:"serviceState"`
	}
	if !wire.Object(raw, &b) || b.ID == "" {
		return Instance{}, false
	}
	return Instance{ID: string(b.ID), Port: port(b.Port), State: wire.Clean(string(b.State))}, true
}

func port(n wire.Int) int {
	if n.N < 1 || n.N > 65535 {
		return 0
	}
	return int(n.N)
}

// fill asks for the details of one instance; an unanswered question becomes a trouble of its own.
func (c *Client) fill(ctx context.Context, in *Instance) {
	id := url.PathEscape(in.ID)
	for _, question := range []struct {
		what, path string
		read       func(raw json.RawMessage)
	}{
		{"details", "/api/v1/instances/info/" + id, in.readDetails},
		{"local module", "/api/v1/instances/lm/" + id, in.readLM},
		{"status", "/api/v1/status/" + id, in.readStatus},
	} {
		var raw json.RawMessage
		if err := c.controlGet(ctx, question.path, &raw); err != nil {
			in.Troubles = append(in.Troubles, question.what+": "+wire.Clean(err.Error()))
			continue
		}
		question.read(raw)
	}
}

func (c *Client) printers(ctx context.Context) (all []Printer) {
	var list struct {
		Printers json.RawMessage `json:"kkt"`
	}
	if c.controlGet(ctx, "/api/v1/dkktList", &list) != nil {
		return nil
	}
	for _, raw := range wire.Elements(list.Printers) {
		var b struct {
			Serial wire.Text `json:"kktSerial"`
			Shift  wire.Text `json:"shiftState"`
		}
		if wire.Object(raw, &b) && b.Serial != "" {
			all = append(all, Printer{Serial: string(b.Serial), ShiftState: wire.Clean(string(b.Shift))})
		}
	}
	return all
}
