package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/device/scanner"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/internal/sim"
	"dobro/internal/sim/fault"
	"dobro/internal/store"
)

// rarer are the faults of what the till keeps, of the owner's things, and those of services that speak in riddles.
var rarer = []provoked{
	{"в настройках лишнее слово", func(c *clinic) { c.settings["scanner"] = `colour = "red"` }, "settings.refused", probe.Bad, ""},
	{"вместо файла с ключами папка", func(c *clinic) {
		if err := os.Mkdir(filepath.Join(c.p.dir, "secrets.sealed"), 0o755); err != nil {
			c.Fatal(err)
		}
	}, "secrets.unreadable", probe.Bad, ""},
	{"папку перенесли, а в ней пароль ЛМ ЧЗ: доктор работает и тогда", func(c *clinic) {
		c.seal(secrets.LMPassword)
		if err := os.Remove(filepath.Join(c.p.dir, "secrets.key")); err != nil {
			c.Fatal(err)
		}
	}, "secrets.sealed", probe.Bad, ""},
	{"касса закрывала смены, а копий нет", func(c *clinic) { c.closedShift() }, "backup.none", probe.Warn, ""},
	{"копии пять дней", func(c *clinic) { c.copyOf(5 * 24 * time.Hour) }, "backup.old", probe.Warn, ""},
	{"копии десять дней", func(c *clinic) { c.copyOf(10 * 24 * time.Hour) }, "backup.old", probe.Bad, ""},
	{"диск с копиями вынули", func(c *clinic) {
		c.settings["keeping"] = fmt.Sprintf("backup_folder = %q", c.fileInPlace("копии"))
	}, "backup.trouble", probe.Warn, ""},
	{"папки для файла за день нет", func(c *clinic) { c.settings["keeping"] = fmt.Sprintf("export_folder = %q", c.fileInPlace("дни")) }, "export.trouble", probe.Warn, ""},
	{"каталог в журнале испорчен", func(c *clinic) { c.sql("ALTER TABLE product RENAME TO product_lost") }, "goods.broken", probe.Bad, ""},
	{"очередь в журнале испорчена", func(c *clinic) { c.sql("ALTER TABLE outbox RENAME TO outbox_lost") }, "outbox.broken", probe.Bad, ""},
	{"запретное продано офлайн", func(c *clinic) {
		c.sql(`INSERT INTO later (check_id, receipt_id, code, cis, name, product_group, price, sold_at, state, tries, next_at, asked_at, reason, settled_by, settled_at, note)
			VALUES ('1', 'x', '', '', 'Вода', 8, 0, 1000, 'ban', 1, 0, 0, 'Товар уже продан', '', 0, '')`)
	}, "later.ban", probe.Warn, ""},
	{"база владельца не отвечает", func(c *clinic) {
		c.settings["owner"] = fmt.Sprintf("postgres = %q", "postgres://dobro@"+c.nobody()+"/shops?sslmode=disable")
	}, "owner.away", probe.Warn, ""},
	{"скоро обязанность, а проверка выключена", func(c *clinic) {
		c.settings["checks"] = `channel = "none"`
		c.schedule = c.dutyOn(time.Now().AddDate(0, 0, 10))
	}, "groups.coming", probe.Warn, ""},
	{"драйвера кассы нет", func(c *clinic) { c.settings["fiscal.atol"] = `driver_path = "/nowhere/libfptr10.so"` }, "kkt.driver", probe.Bad, ""},
	{"касса не принимает пароль", func(c *clinic) { c.world.ATOL.SetLogin("оператор", "пароль") }, "kkt.printer_denied", probe.Bad, ""},
	{"накопитель в кассе не отвечает", func(c *clinic) { c.upset(fault.Fault{Kind: fault.Device, ErrorCode: 133}) }, "kkt.fiscal_drive", probe.Bad, ""},
	{"очередь драйвера стоит", func(c *clinic) {
		c.upset(fault.Fault{Kind: fault.Blocked})
		task := `{"uuid":"0b8a2a0c-8a39-4f55-9d3b-5a2f6c1d0e77","request":[{"type":"getDeviceStatus"}]}` // of another program; nothing passes it
		answer, err := http.Post(c.world.URLs.ATOL+"/api/v2/requests", "application/json", strings.NewReader(task))
		if err != nil || answer.Body.Close() != nil || answer.StatusCode >= 300 {
			c.Fatalf("the task of another program: %v, %v", answer, err)
		}
	}, "kkt.printer_stopped", probe.Bad, ""},
	{"касса занята", func(c *clinic) { c.upset(fault.Fault{Kind: fault.Busy}) }, "kkt.printer_busy", probe.Bad, ""},
	{"касса говорит непонятное", func(c *clinic) {
		c.upset(fault.Fault{Kind: fault.Device, ErrorCode: 777, Body: "Неизвестная ошибка"})
	}, "kkt.printer_error", probe.Bad, ""},
	{"в ТС ПИоТ не добавили кассу", func(c *clinic) { c.world.TSPIoT.SetEmpty(true) }, "licence.no_instance", probe.Bad, ""},
	{"ТС ПИоТ не видит ЛМ ЧЗ", func(c *clinic) { c.refuse(sim.LocalModule) }, "controller.blind", probe.Warn, probe.StartController},
	{"ЛМ ЧЗ в неизвестном состоянии", func(c *clinic) {
		if err := c.world.Faults.Set(sim.LocalModule, fault.Fault{Kind: fault.Status, Status: 200, Body: `{"status":"dreaming","version":"9.0"}`}); err != nil {
			c.Fatal(err)
		}
	}, "lm.unknown_state", probe.Warn, ""},
	{"доктора отозвали, пока он спрашивал", func(c *clinic) { c.hasty = true }, "lm.unknown", probe.Warn, ""},
	{"последовательных портов нет", func(c *clinic) {
		c.settings["scanner"] = `mode = "serial"`
		c.p.ports = func() ([]scanner.Port, error) { return nil, nil }
	}, "scanner.none", probe.Warn, ""},
	{"новая версия ждёт", func(c *clinic) { c.withPackage() }, "update.ready", probe.Warn, ""},
}

// notHere are codes that no fault of a Linux till leads to, with the reason.
var notHere = map[string]string{
	"drawing.other": "only Windows has the second executable; TestWhatDrawsIsNamed holds its sentence",
}

// ofDocuments are troubles of a printer that are met with by a document and never by the question how it is.
var ofDocuments = []fiscal.Trouble{fiscal.NoPaper, fiscal.CoverOpen, fiscal.ShiftIsOpen, fiscal.ShiftShut, fiscal.ShiftTooLong, fiscal.BadMark, fiscal.NotPaid,
	fiscal.NoCash, fiscal.Unsupported}

// A code with a remedy is a fault; each is provoked by a row above or in doctor_test.go, or stands in notHere.
func TestEveryFaultOfTheDoctorIsProvoked(t *testing.T) {
	rows := map[string]bool{}
	for _, f := range slices.Concat(faults, rarer) {
		rows[f.want] = true
	}
	var codes []string
	for key := range catalogue(t, "ru").Keys() {
		if code, ok := strings.CutPrefix(key, "probe."); ok && strings.HasSuffix(code, ".do") {
			codes = append(codes, strings.TrimSuffix(code, ".do"))
		}
	}
	for _, trouble := range fiscal.Troubles {
		if !slices.Contains(ofDocuments, trouble) {
			codes = append(codes, "kkt."+string(trouble))
		}
	}
	if len(codes) < 70 {
		t.Fatalf("only %d faults: %v", len(codes), codes)
	}
	for _, code := range codes {
		if reason, excused := notHere[code]; rows[code] == excused {
			t.Errorf("%s has a row: %v, and stands in notHere: %q", code, rows[code], reason)
		}
	}
	t.Logf("%d faults, %d rows, %d not here", len(codes), len(faults)+len(rarer), len(notHere))
}

// upset makes the printer answer every command with a fault, also those that only ask.
func (c *clinic) upset(f fault.Fault) {
	c.Helper()
	f.Command = "*"
	if err := c.world.Faults.Set(sim.ATOL, f); err != nil {
		c.Fatal(err)
	}
}

// seal keeps a secret as the settings' screen does.
func (c *clinic) seal(name secrets.Name) {
	c.Helper()
	s, err := secrets.Open(secrets.Params{Dir: c.p.dir})
	if err == nil {
		err = s.Set(name, "00000000-0000-4000-8000-000000000009")
	}
	if err != nil {
		c.Fatal(err)
	}
}

func (c *clinic) closedShift() {
	c.Helper()
	s, err := store.Open(c.Context(), store.Params{Dir: c.p.dir})
	if err != nil {
		c.Fatal(err)
	}
	opened := time.Now().Add(-9 * time.Hour)
	err = s.Write(c.Context(), time.Now(), func(tx *store.Tx) error {
		return tx.PutShift(store.Shift{FN: sim.FN, Number: 1, State: "closed", OpenedAt: opened, ClosedAt: opened.Add(8 * time.Hour)})
	})
	if err := errors.Join(err, s.Close()); err != nil {
		c.Fatal(err)
	}
}

// copyOf leaves a copy of the journal that was made so long ago.
func (c *clinic) copyOf(age time.Duration) {
	c.Helper()
	s, err := store.Open(c.Context(), store.Params{Dir: c.p.dir})
	if err != nil {
		c.Fatal(err)
	}
	_, err = s.BackupRotate(c.Context(), filepath.Join(c.p.dir, "copies"), 3, time.Now().Add(-age))
	if err := errors.Join(err, s.Close()); err != nil {
		c.Fatal(err)
	}
}

// fileInPlace is a folder that cannot be made, for a file stands there.
func (c *clinic) fileInPlace(name string) string {
	c.file(name, "")
	return filepath.Join(c.p.dir, name)
}

// nobody is an address on which nobody listens.
func (c *clinic) nobody() string {
	c.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		c.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// dutyOn is a schedule in which the shop's water falls under the obligation on a day.
func (c *clinic) dutyOn(day time.Time) *checks.Schedule {
	c.Helper()
	built, err := schedule()
	if err != nil {
		c.Fatal(err)
	}
	groups := built.Groups()
	for i := range groups {
		groups[i].Online = checks.Day{Year: day.Year(), Month: day.Month(), Date: day.Day()}
	}
	text, err := json.Marshal(map[string]any{"version": built.Version(), "groups": groups})
	if err != nil {
		c.Fatal(err)
	}
	out, err := checks.LoadSchedule(fstest.MapFS{checks.ScheduleFile: {Data: text}})
	if err != nil {
		c.Fatal(err)
	}
	return out
}
