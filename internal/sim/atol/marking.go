package atol

import (
	"context"
	"time"

	"dobro/internal/sim/fault"
)

// pending is a stepwise check of one code between begin and accept.
type pending struct {
	code   string
	bits   int
	online bool      // the marking server answers
	from   time.Time // and when
}

// maxMarks is how many checked codes the drive can hold for one receipt.
const maxMarks = 128

// marking runs the tasks about codes; nil when the task is none of them.
func (a *Printer) marking(ctx context.Context, kind string, t reading) *outcome {
	switch kind {
	case "validateMarks", "addMarksToBuffer":
		return &outcome{result: a.validate(ctx, t, kind == "validateMarks")}
	case "beginMarkingCodeValidation":
		return a.begin(t.in("params"))
	case "getMarkingCodeValidationStatus":
		if a.check == nil {
			return &outcome{result: map[string]any{"driverError": driverError(codeMarkStatus)}}
		}
		return &outcome{result: a.status()}
	case "acceptMarkingCode", "declineMarkingCode", "cancelMarkingCodeValidation":
		return a.finish(kind)
	case "checkMarkingCodeValidationsReady":
		return &outcome{result: map[string]any{"ready": a.check == nil}}
	case "clearMarkingCodeValidationResult":
		a.table, a.check = map[string]int{}, nil
		return &outcome{}
	case "pingIsm":
		if !a.ism(ctx) {
			return &outcome{result: map[string]any{"driverError": driverError(codeMarkNoServer)}}
		}
		return &outcome{result: map[string]any{"ready": true, "time": 12}}
	case "checkImcWorkState":
		return &outcome{result: map[string]any{"fm": map[string]any{"status": a.stage(), "checkingCount": len(a.table),
			"soldImcCount": 0, "noticeIsBegin": false, "noticeFreeMemory": "less50", "noticeUnsentCount": 0},
			"ecr": map[string]any{"status": "notExecuted", "type": "none", "stage": "none"}}}
	}
	return nil
}

func (a *Printer) stage() string {
	if a.check != nil {
		return "receivedImcStatus"
	}
	return "noImcForCheck"
}

func (a *Printer) begin(one reading) *outcome {
	if a.check != nil {
		return &outcome{err: fails(codeMarkInProgress)}
	}
	if len(a.table) >= maxMarks {
		return &outcome{err: fails(codeMarksOverflow)}
	}
	after, answers := a.server()
	bits, online := a.judge(one, !one.flag("notSendToServer") && answers)
	a.check = &pending{one.bytes("imc"), bits, online, time.Now().Add(after)}
	return &outcome{result: map[string]any{"offlineValidation": offline(bits)}}
}

// status of the check under way: the marking server is asked beside the driver, which tells when its answer is there.
func (a *Printer) status() map[string]any {
	if time.Now().Before(a.check.from) {
		return map[string]any{"ready": false, "sentImcRequest": true, "driverError": driverError(0)}
	}
	if !a.check.online {
		return map[string]any{"ready": true, "sentImcRequest": false, "driverError": driverError(codeMarkNoServer)}
	}
	return map[string]any{"ready": true, "sentImcRequest": true, "driverError": driverError(0), "onlineValidation": online(a.check.bits)}
}

func (a *Printer) finish(kind string) *outcome {
	c := a.check
	if c == nil {
		return &outcome{err: fails(codeMarkStatus)}
	}
	a.check = nil
	if kind != "acceptMarkingCode" {
		return &outcome{}
	}
	a.table[c.code] = c.bits
	return &outcome{result: map[string]any{"itemInfoCheckResult": flags(c.bits)}}
}

// validate checks a list of codes; with wait it keeps those with four good bits, without it all.
func (a *Printer) validate(ctx context.Context, t reading, send bool) []any {
	wait := !t.has("waitForResult") || t.flag("waitForResult")
	limit := 60 * time.Second
	if t.has("timeout") {
		limit = time.Duration(t.integer("timeout")) * time.Millisecond
	}
	out := []any{}
	for _, one := range t.list("params") {
		if len(a.table) >= maxMarks {
			out = append(out, map[string]any{"driverError": driverError(codeMarksOverflow)})
			continue
		}
		within, cancel := context.WithTimeout(ctx, limit)
		bits, asked := a.ask(within, one, !send)
		late := within.Err() != nil
		cancel()
		out = append(out, a.validated(one.bytes("imc"), bits, asked, wait && send, late))
	}
	return out
}

func (a *Printer) validated(code string, bits int, asked, wait, late bool) map[string]any {
	answer := map[string]any{"offlineValidation": offline(bits), "sentImcRequest": asked}
	switch {
	case late:
		answer["driverError"] = driverError(codeMarkTimeout)
		return answer
	case wait && asked:
		answer["onlineValidation"], answer["driverError"] = online(bits), driverError(0)
	case wait:
		answer["driverError"] = driverError(codeMarkNoServer)
	}
	if !wait || bits&15 == 15 {
		a.table[code] = bits
		answer["itemInfoCheckResult"] = flags(bits)
	}
	return answer
}

// ask checks a code in the drive and, unless it is told not to, at the marking server. The bits are those of tag 2106.
func (a *Printer) ask(ctx context.Context, one reading, quiet bool) (bits int, asked bool) {
	return a.judge(one, !quiet && a.ism(ctx))
}

// judge makes the bits of a code; with online the marking server has its say.
func (a *Printer) judge(one reading, online bool) (bits int, asked bool) {
	answer := a.p.Table.Lookup(one.bytes("imc"))
	genuine, _ := answer.Item["verified"].(bool)
	bits = 1
	if genuine || !answer.Known && len(answer.Parts.Check) > 3 {
		bits |= 2
	}
	if !online {
		return bits | 16, false
	}
	sold, _ := answer.Item["sold"].(bool)
	ready, _ := answer.Item["realizable"].(bool)
	planned, _ := lookup(statuses, one["itemEstimatedStatus"])
	fits := ready && !sold
	switch planned {
	case 3:
		fits = sold
	case 4: // the pack is sold only with its last part
		fits = ready || sold
	}
	bits |= 4
	if fits && genuine {
		bits |= 8
	}
	return bits, true
}

// ism tells whether the marking server answers, once it has.
func (a *Printer) ism(ctx context.Context) bool {
	after, answers := a.server()
	if after > 0 {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(after):
		}
	}
	return answers
}

// server tells when the marking server is done with a question, and whether it answers it.
func (a *Printer) server() (after time.Duration, answers bool) {
	before, later, spoil := a.p.Board.Line(ServiceISM, fault.Subject{})
	return time.Duration(before+later) * time.Millisecond, spoil == nil
}

// marked puts the result of the printer's own check into an item.
func (a *Printer) marked(ctx context.Context, it *Item, imc reading, validate bool, marks *[]any) *taskError {
	if validate {
		bits, asked := a.ask(ctx, imc, false)
		*marks = append(*marks, a.validated(it.Code, bits, asked, true, false))
	}
	bits, checked := a.table[it.Code]
	if !checked && a.p.RequireMarks {
		return fails(codeNoMarkInTable)
	}
	if !checked {
		for i, name := range flagNames {
			if imc.in("itemInfoCheckResult").flag(name) {
				bits |= 1 << i
			}
		}
	}
	it.Check, it.Checked = bits, checked
	return nil
}

var flagNames = []string{"imcCheckFlag", "imcCheckResult", "imcStatusInfo", "imcEstimatedStatusCorrect", "ecrStandAloneFlag"}

func flags(bits int) map[string]any {
	out := map[string]any{}
	for i, name := range flagNames {
		out[name] = bits&(1<<i) != 0
	}
	return out
}

func offline(bits int) map[string]any {
	return map[string]any{"fmCheck": true, "fmCheckResult": bits&2 != 0, "fmCheckErrorReason": "checked"}
}

func online(bits int) map[string]any {
	status, result := "itemPieceSold", "correct"
	if bits&8 == 0 {
		result = "incorrect"
	}
	return map[string]any{"itemInfoCheckResult": flags(bits), "markOperatorResponse": map[string]any{"responseStatus": bits&4 != 0,
		"itemStatusCheck": bits&8 != 0}, "markOperatorItemStatus": status, "markOperatorResponseResult": result,
		"imcType": "imcFmVerifyCode44", "imcModeProcessing": 0}
}

func driverError(code int) map[string]any {
	names := map[int]string{codeMarkInProgress: "imcCheckIsRun", codeMarkNoServer: "serverNoConnect", codeMarkStatus: "imcCheckWrongState",
		codeMarkTimeout: "responseTimeout", codeNoMarkInTable: "noImcInTable"}
	if code == 0 {
		return map[string]any{"code": 0, "description": "Ошибок нет", "error": "noError"}
	}
	return map[string]any{"code": code, "description": words[code], "error": names[code]}
}
