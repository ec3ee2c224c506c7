package atol

import (
	"context"
	"encoding/json"
	"strings"

	"dobro/device/fiscal"
)

// Tasks of Status, the ones that an intent needs first: a driver skips what follows a task that failed.
var statusTasks = []string{
	"getFnInfo", "getFnStatus", "getDeviceInfo", "getShiftStatus", "getDeviceStatus", "getRegistrationInfo", "ofdExchangeStatus", "getCashDrawerStatus",
}

const glanceTasks = 5

// Status asks for everything in one request. A part that the printer will not tell is left empty; what cannot be left out
// (the drive and its last document) makes an error.
func (p *Printer) Status(ctx context.Context) (fiscal.Status, error) {
	return p.status(ctx, statusTasks)
}

// Glance asks for what an intent needs.
func (p *Printer) Glance(ctx context.Context) (fiscal.Status, error) {
	return p.status(ctx, statusTasks[:glanceTasks])
}

func (p *Printer) status(ctx context.Context, names []string) (fiscal.Status, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return fiscal.Status{}, err
	}
	defer leave()
	st := fiscal.Status{CashInDrawer: -1, Paper: true}
	for len(names) > 0 {
		tasks := make([]any, len(names))
		for i, n := range names {
			tasks[i] = simple{n}
		}
		rs, err := p.askNow(ctx, tasks...)
		if err != nil {
			return fiscal.Status{}, err
		}
		done := 0
		for i, r := range rs {
			if r.Status == statusInterrupted && i > 0 {
				break // it was not asked because the one before failed: ask again from here
			}
			done = i + 1
			e := r.trouble(false)
			if e == nil {
				p.readStatus(names[i], r.Body, &st)
				continue
			}
			if i == 0 && e.Trouble == fiscal.Offline || names[i] == "getFnStatus" || names[i] == "getFnInfo" {
				return fiscal.Status{}, e
			}
			p.log.Debug().Str("task", names[i]).Int("code", e.Code).Str("text", e.Text).Msg("atol: a part of the status is missing")
		}
		names = names[done:]
	}
	if st.FN == "" || st.LastFD < 0 {
		return fiscal.Status{}, &fiscal.Error{Trouble: fiscal.DriveFault, Text: "the printer names no fiscal drive"}
	}
	p.mu.Lock()
	if p.serial != "" && (p.serial != st.Serial || p.fn != st.FN) {
		clear(p.checked) // another printer or drive has not checked these codes
	}
	p.serial, p.fn = st.Serial, st.FN
	p.mu.Unlock()
	return st, nil
}

type shiftAnswer struct {
	Shift struct {
		Number  json.Number `json:"number"`
		Expires string      `json:"expiredTime"`
		State   string      `json:"state"`
	} `json:"shiftStatus"`
}

func shiftState(s string) fiscal.ShiftState {
	switch s {
	case "closed":
		return fiscal.ShiftClosed
	case "opened":
		return fiscal.ShiftOpen
	case "expired":
		return fiscal.ShiftExpired
	}
	return ""
}

type statusAnswer struct {
	shiftAnswer
	Device struct {
		Blocked bool   `json:"blocked"`
		Cover   bool   `json:"coverOpened"`
		Paper   *bool  `json:"paperPresent"`
		Clock   string `json:"currentDateTime"`
		Shift   string `json:"shift"`
	} `json:"deviceStatus"`
	Info struct {
		Model    string    `json:"modelName"`
		Serial   looseText `json:"serial"`
		Firmware string    `json:"firmwareVersion"`
		FFD      string    `json:"ffdVersion"`
	} `json:"deviceInfo"`
	Drive struct {
		Serial   looseText `json:"serial"`
		Validity string    `json:"validityDate"`
	} `json:"fnInfo"`
	DriveStatus struct {
		FD       json.Number `json:"fiscalDocumentNumber"`
		Receipt  json.Number `json:"fiscalReceiptNumber"`
		Warnings struct {
			Critical  bool `json:"criticalError"`
			Full      bool `json:"memoryOverflow"`
			Replace   bool `json:"needReplacement"`
			OFD       bool `json:"ofdTimeout"`
			Exhausted bool `json:"resourceExhausted"`
		} `json:"warnings"`
	} `json:"fnStatus"`
	Owner struct {
		INN looseText `json:"vatin"`
	} `json:"organization"`
	Registration struct {
		RNM looseText `json:"registrationNumber"`
		FFD string    `json:"ffdVersion"`
	} `json:"device"`
	Exchange struct {
		Count json.Number `json:"notSentCount"`
		First string      `json:"notSentFirstDocDateTime"`
	} `json:"status"`
	Counters struct {
		Cash *json.Number `json:"cashSum"`
	} `json:"counters"`
}

// readStatus takes from one answer what it tells. What cannot be read counts as not told.
func (p *Printer) readStatus(task string, body []byte, st *fiscal.Status) {
	var a statusAnswer
	if err := json.Unmarshal(body, &a); err != nil {
		p.log.Warn().Str("task", task).Err(err).Msg("atol: a part of the status cannot be read")
		return
	}
	switch task {
	case "getDeviceInfo":
		st.Model, st.Serial, st.Firmware, st.FFD = a.Info.Model, string(a.Info.Serial), a.Info.Firmware, a.Info.FFD
	case "getDeviceStatus":
		st.Blocked, st.CoverOpen, st.Clock = a.Device.Blocked, a.Device.Cover, p.time(a.Device.Clock)
		st.Paper = a.Device.Paper == nil || *a.Device.Paper
		if st.Shift == "" {
			st.Shift = shiftState(a.Device.Shift)
		}
	case "getFnInfo":
		st.FN, st.FNExpires = strings.TrimSpace(string(a.Drive.Serial)), p.time(a.Drive.Validity)
	case "getFnStatus":
		st.LastFD, st.ReceiptNumber, st.FNWarning = whole(a.DriveStatus.FD), whole(a.DriveStatus.Receipt), driveWarning(a)
	case "getShiftStatus":
		if s := shiftState(a.Shift.State); s != "" {
			st.Shift = s
		}
		st.ShiftNumber = whole(a.Shift.Number)
		if end := p.time(a.Shift.Expires); st.Shift != fiscal.ShiftClosed && end.Year() > 2000 {
			st.ShiftOpenedAt = end.Add(-shiftLength)
		}
	case "getRegistrationInfo":
		st.INN, st.RNM = strings.TrimSpace(string(a.Owner.INN)), strings.TrimSpace(string(a.Registration.RNM))
		if st.FFD == "" {
			st.FFD = a.Registration.FFD
		}
	case "ofdExchangeStatus":
		st.OFDQueue = int(whole(a.Exchange.Count))
		if t := p.time(a.Exchange.First); st.OFDQueue > 0 && t.Year() > 2000 {
			st.OFDOldest = t
		}
	case "getCashDrawerStatus":
		if a.Counters.Cash != nil {
			if k, ok := kopecks(*a.Counters.Cash); ok {
				st.CashInDrawer = k
			}
		}
	}
}

// driveWarning names the worst complaint of the drive.
func driveWarning(a statusAnswer) string {
	w := a.DriveStatus.Warnings
	switch {
	case w.Critical:
		return "critical_error"
	case w.Full:
		return "memory_overflow"
	case w.Replace:
		return "need_replacement"
	case w.Exhausted:
		return "resource_exhausted"
	case w.OFD:
		return "ofd_timeout"
	}
	return ""
}
