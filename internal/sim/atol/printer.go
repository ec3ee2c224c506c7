package atol

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

// Service is the printer with its web server on the fault board, ServiceISM the marking server that the printer asks.
const (
	Service    = "atol"
	ServiceISM = "ism"
)

// Params of a printer. Now, Board and Table are required. Dir "" keeps the fiscal memory in memory only.
type Params struct {
	Dir          string
	Board        *fault.Board
	Table        *codes.Table
	Now          func() time.Time
	Zone         *time.Location
	FN           string // 16 digits
	RNM          string
	Serial       string
	INN          string
	ShopName     string
	Address      string
	Taxations    []string // registered ones; empty is all
	IndustryDate string   // "ymd" (the driver's form, default), "dmy" or "any"
	OldDriver    bool     // does not know validateMarks: codes are checked step by step
	RequireMarks bool     // refuse a code that was not checked by the printer before: error 422
	LinkSales    bool     // sales and returns change what the world knows of a code
	Login        string   // of the web server, "" for none
	Password     string
	Devices      []string // extra device IDs; "" always works
}

// Printer is one simulated fiscal printer. Its methods may be called from any goroutine; tasks run one at a time.
type Printer struct {
	p       Params
	schemas map[string]fields

	mu         sync.Mutex
	memory     *memory
	state      state
	offset     time.Duration
	table      map[string]int // checked codes → bits of tag 2106
	check      *pending
	wait       []int64 // documents that are not on paper yet
	copies     int
	drawer     bool
	ofd        int64 // last document taken by the ОФД
	drive      driveHealth
	blocked    bool
	registered string // format of documents, "" for 1.2
}

// NewPrinter reads the fiscal memory of Dir, or starts an empty one.
func NewPrinter(p Params) (*Printer, error) {
	if p.IndustryDate == "" {
		p.IndustryDate = "ymd"
	}
	if p.Zone == nil {
		p.Zone = time.FixedZone("MSK", 3*60*60)
	}
	if !slices.Contains([]string{"ymd", "dmy", "any"}, p.IndustryDate) {
		return nil, errors.New("start printer: industry date is ymd, dmy or any")
	}
	m, err := openMemory(p.Dir)
	if err != nil {
		return nil, err
	}
	a := &Printer{p: p, schemas: schemas(p.IndustryDate), memory: m, table: map[string]int{}}
	for _, d := range m.docs {
		a.state.apply(d)
		a.link(d)
		if !d.Printed {
			a.wait = append(a.wait, d.FD)
		}
	}
	return a, nil
}

// Documents returns all that the fiscal memory holds, oldest first.
func (a *Printer) Documents() []Document {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.memory.docs)
}

func (a *Printer) close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.memory.close()
}

func (a *Printer) now() time.Time { return a.p.Now().Add(a.offset).In(a.p.Zone) }

// outcome of one task.
type outcome struct {
	result  any
	err     *taskError
	blocked bool // the driver lost the printer in mid-task
	since   int  // Board.Sets at that moment
	stuck   bool // and does not look for it by itself
}

// Execute runs one task as the driver would, faults of the device included. Blocked tasks come back as lost connections.
func (a *Printer) Execute(ctx context.Context, uuid string, task json.RawMessage) (result any, code int, description string) {
	o := a.run(ctx, uuid, task)
	if o.blocked {
		o.err = fails(codeConnectionLost)
	}
	if o.err != nil {
		return nil, o.err.code, o.err.text
	}
	return o.result, 0, "Ошибок нет"
}

func (a *Printer) run(ctx context.Context, uuid string, raw json.RawMessage) outcome {
	task, err := decode(raw)
	if err != nil {
		return outcome{err: err}
	}
	kind, _ := task["type"].(string)
	if a.schemas[kind] == nil || a.old(kind) {
		return outcome{err: &taskError{codeTaskNotSupported, words[codeTaskNotSupported] + ": " + kind}}
	}
	if err := a.schemas[kind].check("", task); err != nil {
		return outcome{err: err}
	}
	slow, failure := a.p.Board.Device(Service, fault.Subject{Commands: []string{kind, "*"}, Codes: taskCodes(task), Named: !works(kind)})
	if failure == nil && a.p.Board.Holds(Service, fault.PowerLoss) {
		failure = &fault.Fault{Kind: fault.PowerLoss}
	}
	if slow > 0 {
		select {
		case <-ctx.Done():
			return outcome{err: fails(codeConnectionLost)}
		case <-time.After(time.Duration(slow) * time.Millisecond):
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if failure != nil && !failure.After && failure.Kind != fault.NotPrinted {
		return a.fail(*failure)
	}
	result, err := a.execute(ctx, uuid, kind, task, failure == nil || !paperless(failure.Kind))
	if failure != nil && err == nil && !paperless(failure.Kind) {
		return a.fail(*failure)
	}
	return outcome{result: result, err: err}
}

// old tells whether the driver is too old to know the task.
func (a *Printer) old(kind string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.p.OldDriver && (kind == "validateMarks" || kind == "addMarksToBuffer")
}

// works tells commands that make or print something from queries and from checks of codes.
func works(kind string) bool {
	return receiptKinds[kind] != 0 || slices.Contains([]string{"openShift", "closeShift", "reportX", "cashIn", "cashOut", "nonFiscal",
		"continuePrint", "printLastReceiptCopy", "printFnDocument", "openCashDrawer", "reportOfdExchangeStatus"}, kind)
}

func paperless(k fault.Kind) bool {
	return k == fault.NotPrinted || k == fault.NoPaper || k == fault.Cover
}

func (a *Printer) fail(f fault.Fault) outcome {
	switch f.Kind {
	case fault.NoPaper:
		return outcome{err: fails(codeNoPaper)}
	case fault.Cover:
		return outcome{err: fails(codeCover)}
	case fault.Busy:
		return outcome{err: fails(codeBusy)}
	case fault.Blocked:
		return outcome{blocked: true, since: f.Drawn(), stuck: f.Stuck}
	case fault.Device:
		text := f.Body
		if text == "" {
			text = words[f.ErrorCode]
		}
		return outcome{err: &taskError{f.ErrorCode, text}}
	}
	a.table, a.check = map[string]int{}, nil
	if f.After {
		return outcome{err: fails(codeConnectionLost)}
	}
	return outcome{err: fails(codeNoConnection)}
}

func decode(raw json.RawMessage) (map[string]any, *taskError) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var task map[string]any
	if err := d.Decode(&task); err != nil || task == nil {
		return nil, &taskError{codeParse, words[codeParse]}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &taskError{codeParse, words[codeParse]}
	}
	if task["type"] == nil {
		return nil, missing("type")
	}
	if _, ok := task["type"].(string); !ok {
		return nil, badType("type", "string")
	}
	return task, nil
}

// execute does the work of a task that was read; the caller holds the lock. paper is false when nothing comes out.
func (a *Printer) execute(ctx context.Context, uuid, kind string, task map[string]any, paper bool) (any, *taskError) {
	switch {
	case receiptKinds[kind] != 0:
		return a.receipt(ctx, uuid, kind, task, paper)
	case kind == "openShift", kind == "closeShift":
		return a.shift(uuid, kind, task, paper)
	case kind == "cashIn", kind == "cashOut":
		return a.cash(uuid, kind, task)
	}
	if answer := a.marking(ctx, kind, task); answer != nil {
		return answer.result, answer.err
	}
	if answer := a.query(kind, task); answer != nil {
		return answer.result, answer.err
	}
	return a.paper(kind, task, paper)
}
