// Package tspiot simulates ТС ПИоТ in the form of ЕСМ: the check interface over HTTPS in its three versions, strict about
// requests, and the control interface over plain HTTP. When ГИС МТ does not answer in time it asks the local module of the
// same world and says so with isCheckedOffline.
package tspiot

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/localmodule"
)

// Params of a module. Table, Local and Now are required. LocalUp tells whether the local module listens.
type Params struct {
	Table          *codes.Table
	Local          *localmodule.Module
	LocalUp        func() bool
	Now            func() time.Time
	FN, Serial     string // of the fiscal printer it was bound to
	INN            string
	LicenceTill    time.Time
	ClientID       string // when set, client_info must carry exactly these
	ClientToken    string
	LMToken        string
	LMPassword     string
	CDNTimeout     time.Duration // how long it waits for ГИС МТ, 1500 ms when zero
	CheckTimeoutMs int           // codesCheckTimeout, 1800 when zero
	ClientPort     int           // shown by the control interface
	LMPort         int
}

// Module is one simulated ТС ПИоТ. Its methods may be called from any goroutine.
type Module struct {
	first Params // what Reset goes back to
	p     Params

	mu       sync.Mutex
	off      map[int]bool // versions switched off
	offline  bool
	inItem   bool
	empty    bool // installed, and no register was added to it yet
	requests int
	settings map[string]any
}

// New makes a module with all three versions on.
func New(p Params) *Module {
	if p.CDNTimeout == 0 {
		p.CDNTimeout = 1500 * time.Millisecond
	}
	if p.CheckTimeoutMs == 0 {
		p.CheckTimeoutMs = 1800
	}
	m := &Module{first: p, p: p}
	m.Reset()
	return m
}

// Reset switches all versions on, goes online and is bound to its first register again.
func (m *Module) Reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.FN, m.p.INN, m.p.LicenceTill = m.first.FN, m.first.INN, m.first.LicenceTill
	m.off, m.offline, m.inItem, m.empty, m.requests = map[int]bool{}, false, false, false, 0
	m.settings = map[string]any{"compatibilityMode": false, "allowRemoteConnection": false, "gismtAddress": "https://cdn.crpt.ru",
		"cdnCodesCheckTimeout": 1500, "cdnHealthCheckTimeout": 2000, "lmAddress": "127.0.0.1", "lmPort": m.p.LMPort, "lmLogin": "admin"}
}

// SetVersion switches one version of the check on or off; a version that is off answers 404.
func (m *Module) SetVersion(version int, on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.off[version] = !on
}

// SetOffline cuts the module off from ГИС МТ: every answer is then the local module's, at once.
func (m *Module) SetOffline(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.offline = on
}

// SetInstInItem moves inst and version of an offline answer into the code object, as one edition sends them.
func (m *Module) SetInstInItem(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inItem = on
}

// SetEmpty takes the register away from the control interface's list: a service that was installed and not set up.
func (m *Module) SetEmpty(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.empty = on
}

// SetLicence changes the end of the licence that the control interface shows.
func (m *Module) SetLicence(till time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.LicenceTill = till
}

// SetRegister changes the fiscal drive and the ИНН that the module is bound to; "" leaves one as it is.
func (m *Module) SetRegister(fn, inn string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if fn != "" {
		m.p.FN = fn
	}
	if inn != "" {
		m.p.INN = inn
	}
}

// SetPorts says where the check interface and the local module listen, for the control interface to show.
func (m *Module) SetPorts(client, local int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p.ClientPort, m.p.LMPort = client, local
	m.settings["lmPort"] = local
}

// Checks counts the check requests since the start or Reset.
func (m *Module) Checks() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.requests
}

// failure is an answer that is not a check.
type failure struct {
	status int
	body   any
}

func plain(status, code int, message string) *failure {
	return &failure{status, map[string]any{"code": code, "message": message, "details": []any{}}}
}

// check asks ГИС МТ for every code, then, where it must, the local module. All codes of one request share its fate.
func (m *Module) check(ctx context.Context, full []string, v1 bool) (map[string]any, *failure) {
	m.mu.Lock()
	offline, inItem, p := m.offline, m.inItem, m.p
	m.requests++
	m.mu.Unlock()
	answers := make([]codes.Answer, len(full))
	code, noModule := 0, false
	for i, one := range full {
		answers[i] = p.Table.Lookup(one)
		on := answers[i].Online
		if f := upstream(on); f != nil && !offline {
			return nil, f
		}
		delay := min(time.Duration(on.DelayMs)*time.Millisecond, p.CDNTimeout)
		if !offline && !pause(ctx, delay) {
			return nil, plain(504, 504, "Запрос отменён")
		}
		offline = offline || on.NoAnswer || delay == p.CDNTimeout
		code, noModule = max(code, on.Code), noModule || on.NoModule
	}
	x := map[string]any{"code": code, "description": "ok", "reqId": uuid.NewString(), "reqTimestamp": p.Now().UnixMilli(),
		"isCheckedOffline": offline}
	if code != 0 {
		x["description"], x["codes"] = "Ошибка проверки", []any{}
		return x, nil
	}
	items := []any{}
	for _, a := range answers {
		if !offline {
			items = append(items, echo(a, v1))
			continue
		}
		item := m.offlineItem(a, x, noModule, inItem)
		if item == nil {
			return nil, plain(514, 514, "Нет ответа от ГИС МТ и ЛМ ЧЗ")
		}
		items = append(items, item)
	}
	x["codes"] = items
	return x, nil
}

// upstream translates the trouble of ГИС МТ as the module passes it on.
func upstream(on codes.Online) *failure {
	switch {
	case on.Status == 203:
		return plain(203, 203, "Аварийный режим")
	case on.BodyCode == 5000:
		return plain(500, 5000, "Трансграничный сервис недоступен")
	case on.Status == 504:
		return plain(504, 504, "Превышено время ожидания ответа")
	case on.Status != 0:
		return plain(on.Status, max(on.BodyCode, on.Status), "Внутренняя ошибка")
	}
	return nil
}

// echo is the code object of an online answer; version 1 drops the separators of the code.
func echo(a codes.Answer, v1 bool) map[string]any {
	if cis, ok := a.Item["cis"].(string); ok && v1 {
		a.Item["cis"] = dropGS(cis)
	}
	return a.Item
}

// offlineItem has the flags that the module fills with false because they are unknown.
func (m *Module) offlineItem(a codes.Answer, x map[string]any, noModule, inItem bool) map[string]any {
	if noModule || m.p.LocalUp != nil && !m.p.LocalUp() {
		return nil
	}
	lm := m.p.Local.Offline(a.Parts.Cis)
	if lm == nil {
		return nil
	}
	item := map[string]any{"cis": a.Parts.Cis, "printView": a.Parts.Cis, "gtin": a.Parts.GTIN, "groupIds": []int{}, "found": false,
		"valid": false, "verified": false, "realizable": false, "utilised": false, "isBlocked": lm.Blocked, "ogvs": []string{}}
	if lm.Grey {
		item["isGreyGtin"] = true
	}
	if lm.Sold {
		item["sold"] = true
	}
	where := x
	if inItem {
		where = item
	}
	where["inst"], where["version"] = lm.Inst, lm.Version
	return item
}

func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
