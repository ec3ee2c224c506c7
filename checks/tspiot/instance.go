package tspiot

import (
	"encoding/json"

	"dobro/checks/wire"
)

// readDetails takes /api/v1/instances/info/{id}. regData.espToken stays unread: nobody here needs it.
func (in *Instance) readDetails(raw json.RawMessage) {
	var b struct {
		LogPath    wire.Text       `json:"logPath"`
		State      wire.Text       `json:"state"`
		ClientPort wire.Int        `json:"clientPort"`
		Version    wire.Text       `json:"version"`
		Licenses   json.RawMessage `json:"licenses"`
		Registered json.RawMessage `json:"regData"`
	}
	var reg struct {
		TSPIoTID  wire.Text `json:"tspiotId"`
		KKTSerial wire.Text `json:"kktSerial"`
		FNSerial  wire.Text `json:"fnSerial"`
		KKTINN    wire.Text `json:"kktInn"`
	}
	wire.Object(raw, &b)
	wire.Object(b.Registered, &reg)
	in.LogPath, in.ClientPort, in.Version = string(b.LogPath), port(b.ClientPort), string(b.Version)
	in.TSPIoTID, in.KKTSerial, in.FNSerial, in.KKTINN = string(reg.TSPIoTID), string(reg.KKTSerial), string(reg.FNSerial), string(reg.KKTINN)
	if in.State == "" {
		in.State = wire.Clean(string(b.State))
	}
	for _, one := range wire.Elements(b.Licenses) {
		in.readLicense(one)
	}
}

func (in *Instance) readLicense(raw json.RawMessage) {
	var b struct {
		Active wire.Flag   `json:"isActive"`
		Till   wire.Moment `json:"activeTill"`
	}
	if !wire.Object(raw, &b) {
		return
	}
	active := b.Active.Said != nil && *b.Active.Said
	better := active && !in.LicenseActive || active == in.LicenseActive && b.Till.After(in.LicenseTill)
	if better {
		in.LicenseActive, in.LicenseTill = active, b.Till.Time
	}
}

// readLM takes /api/v1/instances/lm/{id}.
func (in *Instance) readLM(raw json.RawMessage) {
	var b struct {
		Controller wire.Text       `json:"controllerVersion"`
		Status     json.RawMessage `json:"lmStatus"`
	}
	var s struct {
		Status   wire.Text   `json:"status"`
		Mode     wire.Text   `json:"operationMode"`
		Version  wire.Text   `json:"version"`
		LastSync wire.Moment `json:"lastSync"`
	}
	wire.Object(raw, &b)
	wire.Object(b.Status, &s)
	in.LM.Controller, in.LM.Status, in.LM.OperationMode = string(b.Controller), string(s.Status), string(s.Mode)
	in.LM.Version, in.LM.LastSync = string(s.Version), s.LastSync.Time
}

// readStatus takes /api/v1/status/{id}.
func (in *Instance) readStatus(raw json.RawMessage) {
	var b struct {
		Controller json.RawMessage `json:"lmController"`
	}
	var s struct {
		Error          wire.Text   `json:"error"`
		LastConnection wire.Moment `json:"lastConnection"`
	}
	wire.Object(raw, &b)
	wire.Object(b.Controller, &s)
	in.LM.Error, in.LM.LastConnection = wire.Clean(string(s.Error)), s.LastConnection.Time
}
