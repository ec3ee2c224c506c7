package tspiot

import (
	"context"
	"encoding/json"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// Info is what the module says of itself. FNSerial and KKTINN must be those of the connected fiscal printer: others mean that the
// settings point at the instance of another till.
type Info struct {
	TSPIoTID     string
	KKTSerial    string
	FNSerial     string
	KKTINN       string
	CheckTimeout time.Duration // codesCheckTimeout, how long it may take over one check; 0 is not said
	LM           LocalModule
}

// LocalModule is how the module reaches the local module; its credentials print as asterisks.
type LocalModule struct {
	Version  string
	Status   string
	LastSync time.Time
	Token    wire.Secret // for the local module's token authorization
	TokenEnd time.Time
	Host     string
	Port     int
	Login    wire.Secret
	Password wire.Secret
}

type infoBody struct {
	TSPIoTID     wire.Text       `json:"tspiotId"`
	KKTSerial    wire.Text       `json:"kktSerial"`
	FNSerial     wire.Text       `json:"fnSerial"`
	KKTINN       wire.Text       `json:"kktInn"`
	CheckTimeout wire.Int        `json:"codesCheckTimeout"`
	LM           json.RawMessage `json:"lm"`
}

type lmBody struct {
	Version  wire.Text   `json:"version"`
	Status   wire.Text   `json:"status"`
	LastSync wire.Moment `json:"lastSync"`
	Token    wire.Text   `json:"token"`
	TokenEnd wire.Moment `json:"expDate"`
	Host     wire.Text   `json:"ip"`
	Port     wire.Int    `json:"port"`
	Login    wire.Text   `json:"login"`
	Password wire.Text   `json:"pass"`
}

// Info reads /api/v1/info. The connection stays open, so asking at start also warms the first check. The error is a
// *checks.Failure.
func (c *Client) Info(ctx context.Context) (Info, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	trail := wire.NewTrail(checks.ChannelTSPIoT)
	if c.closed.Load() {
		return Info{}, trail.Skip(c.base.Host(), wire.ErrClosed.Error(), wire.ErrClosed)
	}
	req, err := wire.PostJSON(ctx, c.base.URL("/api/v1/info"), []byte("{}"))
	if err != nil {
		return Info{}, trail.Skip(c.base.Host(), "request could not be built", err)
	}
	reply := wire.Do(c.transport, req)
	outcome := judge(reply)
	if outcome == "" {
		info, ok := decodeInfo(reply.Body)
		if ok {
			c.pin.Confirm()
			return info, nil
		}
		outcome, reply.Err = checks.OutcomeBadAnswer, wire.ErrNotJSON
	}
	if outcome == checks.OutcomeEmergency {
		c.emergent.Saw(true, c.now())
	}
	detail := c.mask.Words(wire.Explain(reply))
	trail.Add(c.base.Host(), reply, outcome, detail)
	failure := trail.Fail(c.base.Host(), reply, outcome, detail, c.mask)
	failure.Body = nil // it may hold the local module's password
	return Info{}, failure
}

// decodeInfo reads the body field by field; a body that names nothing of the module is none.
func decodeInfo(body []byte) (Info, bool) {
	var b infoBody
	var lm lmBody
	if !wire.Object(body, &b) {
		return Info{}, false
	}
	wire.Object(b.LM, &lm)
	info := Info{
		TSPIoTID: string(b.TSPIoTID), KKTSerial: string(b.KKTSerial), FNSerial: string(b.FNSerial), KKTINN: string(b.KKTINN),
		LM: LocalModule{
			Version: string(lm.Version), Status: string(lm.Status), LastSync: lm.LastSync.Time, Host: string(lm.Host),
			Token: wire.Secret(lm.Token), TokenEnd: lm.TokenEnd.Time, Login: wire.Secret(lm.Login), Password: wire.Secret(lm.Password),
		},
	}
	if ms := b.CheckTimeout.N; ms > 0 && ms < int64(time.Minute/time.Millisecond) {
		info.CheckTimeout = time.Duration(ms) * time.Millisecond
	}
	if lm.Port.N > 0 && lm.Port.N < 1<<16 {
		info.LM.Port = int(lm.Port.N)
	}
	return info, info.TSPIoTID != "" || info.KKTSerial != "" || info.FNSerial != "" || info.KKTINN != ""
}
