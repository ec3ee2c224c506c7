package localmodule

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// State is what the module says of itself. Values of later versions are kept as they come.
type State string

// States.
const (
	NotConfigured  State = "not_configured"
	Initialization State = "initialization"
	Ready          State = "ready"
	SyncError      State = "sync_error"
	FailureState   State = "failure"
)

// Lifetime is how long the module may go without synchronisation before it locks.
const Lifetime = 72 * time.Hour

// Status of the module. Times are zero when not said.
type Status struct {
	State         State
	API           string // "v1" or "v2"
	Version       string // of the software
	OperationMode string // active, service
	ServiceURL    string
	Name          string
	Inst          string // UUID of the instance
	INN           string // the tax number it was initialised for
	BaseVersion   string // UUID of the black-list base
	LastSync      time.Time
	LastUpdate    time.Time
	GreyGTIN      bool // stores products instead of codes
	Download      bool // requiresDownload
	Bases         map[string]Base
}

// Base is one data base of the module. Counters are -1 when the module does not know them.
type Base struct{ Local, Server int64 }

// Age is how long ago the module synchronised; false when it never said.
func (s Status) Age(now time.Time) (time.Duration, bool) {
	if s.LastSync.IsZero() {
		return 0, false
	}
	return max(now.Sub(s.LastSync), 0), true
}

// Left is how long the module will go on without synchronisation, 0 once it has locked; false when it never said.
func (s Status) Left(now time.Time) (time.Duration, bool) {
	age, known := s.Age(now)
	return max(Lifetime-age, 0), known
}

// Loaded is the share of the bases that has arrived, 0 to 1; false when the module gives no two counters to compare.
func (s Status) Loaded() (float64, bool) {
	var local, server int64
	for _, b := range s.Bases {
		if b.Local >= 0 && b.Server > 0 {
			local, server = local+min(b.Local, b.Server), server+b.Server
		}
	}
	if server == 0 {
		return 0, false
	}
	return float64(local) / float64(server), true
}

// Status asks the module for its state. The error is a *checks.Failure.
func (c *Client) Status(ctx context.Context) (Status, error) {
	trail := wire.NewTrail(checks.ChannelLocalModule)
	if c.closed.Load() {
		return Status{}, trail.Skip(c.base.Host(), wire.ErrClosed.Error(), wire.ErrClosed)
	}
	reply, v, outcome := c.exchange(ctx, &trail, call{method: http.MethodGet, path: "/status", limit: c.statusLimit})
	if outcome == "" {
		if s, ok := decodeStatus(reply.Body); ok {
			s.API = v.String()
			return s, nil
		}
		outcome, reply.Err = checks.OutcomeBadAnswer, wire.ErrNotJSON
	}
	return Status{}, c.fail(&trail, reply, outcome)
}

// fail records the last exchange and makes its failure.
func (c *Client) fail(trail *wire.Trail, r wire.Reply, outcome checks.Outcome) *checks.Failure {
	mask := c.who().mask()
	detail := mask.Words(wire.Explain(r))
	trail.Add(c.base.Host(), r, outcome, detail)
	return trail.Fail(c.base.Host(), r, outcome, detail, mask)
}

type statusBody struct {
	State       wire.Text       `json:"status"`
	Version     wire.Text       `json:"version"`
	Mode        wire.Text       `json:"operationMode"`
	ServiceURL  wire.Text       `json:"serviceUrl"`
	Name        wire.Text       `json:"name"`
	Inst        wire.Text       `json:"inst"`
	INN         wire.Text       `json:"inn"`
	BaseVersion wire.Text       `json:"dbVersion"`
	LastSync    wire.Moment     `json:"lastSync"`
	LastUpdate  wire.Moment     `json:"lastUpdate"`
	GreyGTIN    wire.Flag       `json:"isGreyGtin"`
	Download    wire.Flag       `json:"requiresDownload"`
	Replication json.RawMessage `json:"replicationStatus"` // version 1
	Bases       json.RawMessage `json:"dbState"`           // version 2
}

// decodeStatus reads a status field by field; a body without a state is none.
func decodeStatus(body []byte) (Status, bool) {
	var b statusBody
	if !wire.Object(body, &b) || b.State == "" {
		return Status{}, false
	}
	s := Status{
		State: State(b.State), Version: string(b.Version), OperationMode: string(b.Mode), ServiceURL: string(b.ServiceURL),
		Name: string(b.Name), Inst: string(b.Inst), INN: string(b.INN), BaseVersion: string(b.BaseVersion),
		LastSync: b.LastSync.Time, LastUpdate: b.LastUpdate.Time,
		GreyGTIN: b.GreyGTIN.Said != nil && *b.GreyGTIN.Said, Download: b.Download.Said != nil && *b.Download.Said,
		Bases: map[string]Base{},
	}
	s.readBases(b.Replication, true)
	s.readBases(b.Bases, true)
	return s, true
}

// readBases takes {"blocked_cis":{"serverDocCount","localDocCount"}} of version 1 and {"blocked_cis":{"docCount"}} of version 2,
// whose bases lie one level deeper, under "databases", when they come through ЕСМ.
func (s *Status) readBases(raw json.RawMessage, outer bool) {
	var bases map[string]json.RawMessage
	if !wire.Object(raw, &bases) {
		return
	}
	for name, one := range bases {
		if name == "databases" && outer {
			s.readBases(one, false)
			continue
		}
		var b struct {
			Server wire.Int `json:"serverDocCount"`
			Local  wire.Int `json:"localDocCount"`
			Count  wire.Int `json:"docCount"`
		}
		if !wire.Object(one, &b) || len(s.Bases) >= 50 {
			continue
		}
		if !b.Local.Said {
			b.Local = b.Count
		}
		s.Bases[name] = Base{Local: counter(b.Local), Server: counter(b.Server)}
	}
}

func counter(n wire.Int) int64 {
	if !n.Said || n.N < 0 {
		return -1
	}
	return n.N
}
