// Package localmodule simulates «Локальный модуль Честный ЗНАК»: states from not_configured to sync_error, both versions of
// its HTTP interface, black lists, the sold base and the grey list. It knows nothing but what the real module knows: no
// expiry, no owner, no check part.
package localmodule

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"dobro/internal/sim/codes"
)

// States of the module as its status names them.
const (
	NotConfigured  = "not_configured"
	Initialization = "initialization"
	Ready          = "ready"
	SyncError      = "sync_error"
)

// lifetime of the data since the last synchronisation.
const lifetime = 72 * time.Hour

// Params of a module. Table and Now are required. InitTime is how long loading takes after init.
type Params struct {
	Table           *codes.Table
	Now             func() time.Time
	Login, Password string
	Token           string // accepted as "Authorization: Token …"; "" switches that off
	InitToken       string // accepted by init; "" accepts any of 36 characters
	INN             string
	Software        string // "2.6.1-7"
	V1, V2          bool
	State           string
	InitTime        time.Duration
}

// Module is one simulated local module. Its methods may be called from any goroutine.
type Module struct {
	first    Params // what Reset goes back to
	mu       sync.Mutex
	p        Params
	inst     string
	base     string // version of the black list
	state    string
	loading  time.Time
	synced   time.Time // zero: in step all the time
	unknown  bool
	grey     bool
	blocked  map[string]bool
	gtins    map[string]bool
	sold     []string
	requests []Request
}

// Request is one call as the module logged it.
type Request struct {
	Method   string `json:"method"`
	Path     string `json:"path"`
	ClientID string `json:"clientId"`
	Body     string `json:"body"`
	Status   int    `json:"status"`
}

// New makes a module in the state of its params.
func New(p Params) *Module {
	m := &Module{first: p, p: p, inst: "4679b3db-da6a-44e0-a2e6-a684437bafb0", base: "6e7f1224-0e08-41ed-844c-d386675f4e50"}
	m.Reset()
	return m
}

// Reset returns to the first state and settings and forgets lists, sales and requests.
func (m *Module) Reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p = m.first
	m.state, m.synced, m.unknown, m.grey = m.p.State, time.Time{}, false, false
	m.blocked, m.gtins, m.sold, m.requests = map[string]bool{}, map[string]bool{}, nil, nil
}

// SetState puts the module into a state; Ready also means that it is in step with the server again.
func (m *Module) SetState(state string) error {
	if !slices.Contains([]string{NotConfigured, Initialization, Ready, SyncError}, state) {
		return fmt.Errorf("local module has no state %q", state)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state, m.synced, m.loading = state, time.Time{}, m.p.Now()
	if state == SyncError {
		m.synced = m.p.Now().Add(-lifetime - time.Hour)
	}
	return nil
}

// SetLastSync cuts the module off: it was last in step at the moment given, and 72 hours later it stops answering.
func (m *Module) SetLastSync(at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.synced = at
}

// SetVersions switches the interfaces of version 1 and 2 on and off, as an update of the module does.
func (m *Module) SetVersions(v1, v2 bool, software string) {
	m.SetVersion(1, v1)
	m.SetVersion(2, v2)
	m.SetSoftware(software)
}

// SetVersion switches one version of the interface on or off.
func (m *Module) SetVersion(version int, on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if version == 1 {
		m.p.V1 = on
	} else {
		m.p.V2 = on
	}
}

// SetSoftware changes the version that the status shows.
func (m *Module) SetSoftware(version string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.Software = version
}

// SetINN changes for whom the module was initialised.
func (m *Module) SetINN(inn string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.INN = inn
}

// SetLogin changes the login that the module accepts.
func (m *Module) SetLogin(login string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.Login = login
}

// SetPassword changes the password that the module accepts.
func (m *Module) SetPassword(password string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.Password = password
}

// SetUnknownCounters makes the counters of the status the word "unknown".
func (m *Module) SetUnknownCounters(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unknown = on
}

// Block puts identifications of codes on the black list, BlockGTIN products.
func (m *Module) Block(cis ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range cis {
		m.blocked[codes.Split(c).Cis] = true
	}
}

// BlockGTIN puts products on the black list: every code of them is blocked.
func (m *Module) BlockGTIN(gtins ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, g := range gtins {
		m.gtins[g] = true
	}
}

// Sold lists what was told to the module as sold.
func (m *Module) Sold() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sold)
}

// Requests lists the calls since the start or the last Reset, at most the last 1000.
func (m *Module) Requests() []Request {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.requests)
}

// status of the module now; the caller holds the lock.
func (m *Module) status() string {
	if m.state == Initialization && m.p.InitTime > 0 && m.p.Now().Sub(m.loading) >= m.p.InitTime {
		m.state = Ready
	}
	if m.state == Ready && !m.synced.IsZero() && m.p.Now().Sub(m.synced) > lifetime {
		return SyncError
	}
	return m.state
}

func (m *Module) lastSync() time.Time {
	if m.synced.IsZero() {
		return m.p.Now().Add(-3 * time.Minute)
	}
	return m.synced
}

// minimum is the price that LM 2.6 gives as smp for whatever it is asked about.
const minimum = 20000

// result of a check of codes, without its wrapping.
func (m *Module) result(list []asked, v2 bool) map[string]any {
	items := make([]map[string]any, 0, len(list))
	for _, one := range list {
		items = append(items, m.item(one.Cis, v2))
	}
	return map[string]any{"code": 0, "description": "ok", "reqId": uuid.NewString(), "reqTimestamp": m.p.Now().UnixMilli(),
		"inst": m.inst, "version": m.base, "codes": items}
}

func (m *Module) item(cis string, v2 bool) map[string]any {
	a := m.p.Table.Lookup(cis)
	grey := a.Offline.Grey || m.grey && (m.gtins[a.Parts.GTIN] || m.blocked[cis])
	blocked := a.Offline.Blocked || grey || m.blocked[cis] || m.gtins[a.Parts.GTIN]
	out := map[string]any{"cis": cis, "printView": cis, "gtin": a.Parts.GTIN, "isBlocked": blocked, "isGreyGtin": grey}
	if !v2 {
		return out
	}
	out["sold"], out["smp"] = a.Offline.Sold || slices.Contains(m.sold, cis), minimum
	if a.Known && (a.Group == 3 || a.Group == 16) {
		out["smp"] = 0
		for _, key := range []string{"smp", "mrp"} {
			if price, ok := a.Item[key]; ok {
				out[key] = price
			}
		}
	}
	return out
}

// Offline is the answer that a ТС ПИоТ gets from this module: nil when the module cannot check now.
func (m *Module) Offline(cis string) *Answer {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.status() != Ready {
		return nil
	}
	item := m.item(cis, m.p.V2)
	sold, _ := item["sold"].(bool)
	return &Answer{Blocked: item["isBlocked"] == true, Grey: item["isGreyGtin"] == true, Sold: sold, Inst: m.inst, Version: m.base}
}

// Answer of the module about one code, for a ТС ПИоТ.
type Answer struct {
	Blocked, Grey, Sold bool
	Inst, Version       string
}

// Software is the version, State the state and LastSync the moment that the module's status shows.
func (m *Module) Software() (software, state string, lastSync time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.p.Software, m.status(), m.lastSync()
}
