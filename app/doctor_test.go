package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/logging"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/internal/sim"
	"dobro/internal/sim/fault"
	"dobro/internal/update"
)

// provoked is a fault made by a simulator, a setting or a condition on disk, and what the doctor has to call it.
type provoked struct {
	name  string
	make  func(c *clinic)
	want  string // code of the finding
	level string
	fix   probe.Fix
}

// faults that the doctor knows; those of keeping and of the makers' services stand in doctor_rare_test.go.
var faults = []provoked{
	{"файла настроек нет", func(c *clinic) { c.settings = nil }, "settings.none", probe.Warn, ""},
	{"в настройках не указана касса", func(c *clinic) { c.settings["fiscal"] = "" }, "settings.wanted", probe.Warn, ""},
	{"касса не выбрана", func(c *clinic) { c.settings["fiscal"] = "" }, "kkt.none", probe.Bad, ""},
	{"папку перенесли с другого компьютера: ключи не открыть", func(c *clinic) {
		s, err := secrets.Open(secrets.Params{Dir: c.p.dir})
		if err == nil {
			err = s.Set(secrets.TrueAPIToken, "00000000-0000-4000-8000-000000000009")
		}
		if err == nil {
			err = os.Remove(filepath.Join(c.p.dir, "secrets.key"))
		}
		if err == nil { // the channels read only what they need
			_, err = s.Get(secrets.TrueAPIToken)
		}
		if err == nil {
			c.Fatal("the sealed secret opened without its key")
		}
	}, "secrets.sealed", probe.Bad, ""},
	{"диск почти полон", func(c *clinic) { c.p.freeSpace = func(string) (uint64, error) { return 100 << 20, nil } }, "disk.full", probe.Bad, ""},
	{"места на диске мало", func(c *clinic) { c.p.freeSpace = func(string) (uint64, error) { return 900 << 20, nil } }, "disk.low", probe.Warn, ""},
	{"программа падала", func(c *clinic) { c.file("logs/"+logging.CrashName+".last", "panic: x") }, "program.crashed", probe.Warn, ""},
	{"журнала ещё нет", func(c *clinic) {
		for _, n := range []string{"journal.db", "journal.db-wal", "journal.db-shm"} {
			os.Remove(filepath.Join(c.p.dir, n))
		}
	}, "journal.none", probe.Warn, ""},
	{"журнал повреждён", func(c *clinic) {
		for _, n := range []string{"journal.db-wal", "journal.db-shm"} {
			os.Remove(filepath.Join(c.p.dir, n))
		}
		c.file("journal.db", strings.Repeat("not a data base ", 4096))
	}, "journal.broken", probe.Bad, ""},
	{"каталог пуст", func(c *clinic) { c.sql("DELETE FROM barcode"); c.sql("DELETE FROM product") }, "goods.none", probe.Warn, ""},
	{"людей нет", func(c *clinic) { c.sql("DELETE FROM person") }, "people.none", probe.Warn, ""},
	{"владельца нет", func(c *clinic) { c.sql("UPDATE person SET role = 'cashier'") }, "people.no_owner", probe.Warn, ""},
	{"ЛМ ЧЗ давно не знает о продажах", func(c *clinic) {
		c.sql("INSERT INTO outbox (target, kind, cis, receipt_id, at, tries, trouble) VALUES ('local_module', 'sell', '0104670540176099215aaaaa', 'x', 1000, 9, '')")
	}, "outbox.late", probe.Warn, probe.TellModuleOfSales},
	{"драйвер кассы не отвечает", func(c *clinic) { c.refuse(sim.ATOL) }, "kkt.printer_offline", probe.Bad, probe.FindPrinter},
	{"кончилась лента", func(c *clinic) { c.shtrihM().SetPaper(false) }, "kkt.paper", probe.Bad, ""},
	{"открыта крышка", func(c *clinic) { c.shtrihM().SetCover(true) }, "kkt.cover", probe.Bad, ""},
	{"чужая касса", func(c *clinic) { c.settings["shop"] = "name = \"ИП\"\ninn = \"500100732259\"" }, "kkt.inn", probe.Bad, ""},
	{"смена длится больше суток", func(c *clinic) {
		c.printed(shiftOpened)
		c.world.ATOL.SetClockOffset(25 * time.Hour)
	}, "kkt.shift", probe.Bad, ""},
	{"касса заблокирована", func(c *clinic) { c.world.ATOL.SetBlocked(true) }, "kkt.blocked", probe.Bad, ""},
	{"в кассе висит документ", func(c *clinic) { c.hangs() }, "kkt.document", probe.Warn, probe.AbandonDocument},
	{"касса по старому формату", func(c *clinic) { c.world.ATOL.SetFFD("1.05") }, "kkt.ffd", probe.Warn, ""},
	{"ОФД не берёт документы", func(c *clinic) {
		c.world.ATOL.SetClockOffset(-26 * 24 * time.Hour)
		c.printed(shiftOpened)
		c.printed(func(ctx context.Context, p fiscal.Printer, op fiscal.Operator) error {
			_, err := p.CloseShift(ctx, op)
			return err
		})
		c.world.ATOL.TakenByOFD(1)
		c.world.ATOL.SetClockOffset(0)
	}, "ofd.old", probe.Bad, ""},
	{"накопитель кончается", func(c *clinic) { c.world.ATOL.SetDriveHealth(time.Now().AddDate(0, 0, 2)) }, "fn.ends", probe.Bad, ""},
	{"накопитель скоро кончится", func(c *clinic) { c.world.ATOL.SetDriveHealth(time.Now().AddDate(0, 0, 20)) }, "fn.ends", probe.Warn, ""},
	{"накопитель предупреждает", func(c *clinic) { c.world.ATOL.SetDriveHealth(time.Time{}, "needReplacement") }, "fn.warning", probe.Warn, ""},
	{"часы кассы ушли", func(c *clinic) { c.world.ATOL.SetClockOffset(-40 * time.Minute) }, "clock.off", probe.Warn, probe.SetPrinterClock},
	{"ТС ПИоТ не запущен", func(c *clinic) { c.refuse(sim.TSPIoT) }, "chz.away", probe.Bad, probe.UseInstance},
	{"сертификат ТС ПИоТ сменился", func(c *clinic) {
		c.look() // the first contact remembers the certificate
		if err := c.world.Faults.Set(sim.TSPIoT, fault.Fault{Kind: fault.Certificate}); err != nil {
			c.Fatal(err)
		}
	}, "chz.certificate", probe.Bad, probe.TrustCertificate},
	{"ТС ПИоТ другой кассы", func(c *clinic) { c.world.TSPIoT.SetRegister("9999078900000000", sim.INN) }, "chz.fn", probe.Bad, probe.UseInstance},
	{"ТС ПИоТ другой организации", func(c *clinic) { c.world.TSPIoT.SetRegister(sim.FN, "500100732259") }, "chz.inn", probe.Bad, probe.UseInstance},
	{"проверка выключена", func(c *clinic) { c.settings["checks"] = `channel = "none"` }, "chz.off", probe.Warn, ""},
	{"прямая проверка по ключу", func(c *clinic) { c.direct() }, "chz.direct", probe.Warn, ""},
	{"ключ отключён", func(c *clinic) { c.direct(); c.world.TrueAPI.SetKeys(401) }, "chz.token", probe.Bad, ""},
	{"«Честный знак» недоступен", func(c *clinic) {
		c.direct()
		for _, s := range []string{sim.TrueAPI, sim.CDN1, sim.CDN2} {
			c.refuse(s)
		}
	}, "chz.direct_away", probe.Bad, ""},
	{"аварийный режим", func(c *clinic) { c.direct(); c.world.TrueAPI.SetEmergency(true) }, "chz.emergency", probe.Warn, ""},
	{"лицензия ТС ПИоТ кончилась", func(c *clinic) { c.world.TSPIoT.SetLicence(time.Now().AddDate(0, 0, -3)) }, "licence.ended", probe.Bad, ""},
	{"лицензия ТС ПИоТ кончается", func(c *clinic) { c.world.TSPIoT.SetLicence(time.Now().AddDate(0, 0, 10)) }, "licence.ends", probe.Warn, ""},
	{"ЛМ ЧЗ не отвечает", func(c *clinic) { c.refuse(sim.LocalModule) }, "lm.unreachable", probe.Bad, probe.StartModule},
	{"ЛМ ЧЗ на другом компьютере не отвечает: там брандмауэр", func(c *clinic) { c.settings["checks.local_module"] = `url = "http://kassa-1.invalid:5995"` }, "lm.far", probe.Bad, ""},
	{"ЛМ ЧЗ не принимает пароль", func(c *clinic) { c.world.LocalModule.SetPassword("другой") }, "lm.bad_password", probe.Bad, ""},
	{"на порту ЛМ ЧЗ другая программа", func(c *clinic) {
		if err := c.world.Faults.Set(sim.LocalModule, fault.Fault{Kind: fault.Malformed, Shape: fault.HTML}); err != nil {
			c.Fatal(err)
		}
	}, "lm.bad_reply", probe.Bad, ""},
	{"ЛМ ЧЗ не настроен", func(c *clinic) { c.module("not_configured") }, "lm.unconfigured", probe.Bad, probe.InitModule},
	{"ЛМ ЧЗ загружает базу", func(c *clinic) { c.module("initialization") }, "lm.loading", probe.Warn, ""},
	{"ЛМ ЧЗ заблокировался без связи", func(c *clinic) { c.module("sync_error") }, "lm.stale", probe.Bad, probe.InitModule},
	{"база ЛМ ЧЗ лежит", func(c *clinic) {
		if err := c.world.Faults.Set(sim.LocalModule, fault.Fault{Kind: fault.Status, Status: 200, Body: `{"status":"failure","version":"2.6.1-7"}`}); err != nil {
			c.Fatal(err)
		}
	}, "lm.base_down", probe.Bad, probe.StartModuleBase},
	{"ЛМ ЧЗ давно без связи", func(c *clinic) { c.world.LocalModule.SetLastSync(time.Now().Add(-50 * time.Hour)) }, "lm.ageing", probe.Warn, ""},
	{"ЛМ ЧЗ другой организации", func(c *clinic) { c.settings["shop"] = "name = \"ИП\"\ninn = \"500100732259\"" }, "lm.other_inn", probe.Bad, ""},
	{"у ЛМ ЧЗ пароль установщика", func(*clinic) {}, "lm_password.usual", probe.Warn, ""},
	{"обновлению не хватило места", func(c *clinic) { c.stopped(stopSpace) }, "update.stuck_space", probe.Warn, ""},
	{"обновлению нельзя писать", func(c *clinic) { c.stopped(stopRights) }, "update.stuck_rights", probe.Warn, ""},
	{"обновление сорвалось, отчего — неизвестно", func(c *clinic) { c.stopped("") }, "update.stuck", probe.Warn, ""},
	{"новая версия не запустилась", func(c *clinic) {
		c.file("updates/state.json", fmt.Sprintf(`{"step":"returned","installed":%q,"from":%q,"to":"9.0.0","why":"died"}`, version, version))
	}, "update.returned", probe.Warn, ""},
	{"чужое обновление", func(c *clinic) {
		c.settings["updates"] = "from = \"/srv/dobro\"\nkey = \"" + strings.Repeat("A", 43) + "=\""
		c.file("updates/9.0.0/package.json", `{"manifest":"e30=","signature":""}`)
	}, "update.damaged", probe.Warn, ""},
	{"порта сканера нет", func(c *clinic) { c.settings["scanner"] = "mode = \"serial\"\nport = \"/dev/ttyNOSUCH\"" }, "scanner.missing", probe.Warn, probe.AnyScannerPort},
}

// stopped leaves an exchange of the program that could not be made.
func (c *clinic) stopped(why string) {
	c.Helper()
	place := update.Place{Data: c.p.dir, Installed: version}
	if _, err := place.Begin("9.0.0", false, time.Now()); err != nil {
		c.Fatal(err)
	}
	if err := place.Stopped(why); err != nil {
		c.Fatal(err)
	}
}

func (c *clinic) direct() {
	c.settings["checks"] = `channel = "trueapi"`
	c.Setenv(secrets.Env(secrets.TrueAPIToken), sim.Key)
}

func (c *clinic) module(state string) {
	c.Helper()
	if err := c.world.LocalModule.SetState(state); err != nil {
		c.Fatal(err)
	}
}

func TestDoctorNamesEveryFaultWithItsRemedy(t *testing.T) {
	for _, f := range slices.Concat(faults, rarer) {
		t.Run(f.name, func(t *testing.T) {
			c := newClinic(t)
			f.make(c)
			_, list := c.look()
			for _, got := range list {
				if got.Code != f.want {
					continue
				}
				if got.Level != f.level || got.Fix != f.fix {
					t.Errorf("%s is %q with fix %q, want %q with %q", f.want, got.Level, got.Fix, f.level, f.fix)
				}
				if got.Text == "" || got.Action == "" || strings.Contains(got.Text+got.Action, "probe.") || strings.Contains(got.Text+got.Action, "{") {
					t.Errorf("%s says %q, remedy %q", f.want, got.Text, got.Action)
				}
				if got.From().IsZero() {
					t.Errorf("%s does not say since when", f.want)
				}
				return
			}
			t.Errorf("not found: %s; found %+v", f.want, list)
		})
	}
}

func TestDoctorFindsNothingWhereAllIsWell(t *testing.T) {
	c := newClinic(t)
	_, list := c.look()
	for _, f := range list {
		if f.Level != probe.Well && f.Code != "lm_password.usual" {
			t.Errorf("%+v", f)
		}
	}
	if len(list) < 14 {
		t.Errorf("only %d findings", len(list))
	}
}

func TestDoctorMends(t *testing.T) {
	for _, m := range []struct {
		name string
		make func(c *clinic)
		fix  probe.Fix
		was  string
		now  string
	}{
		{"ЛМ ЧЗ запускается ключом", func(c *clinic) {
			c.Setenv(secrets.Env(secrets.TrueAPIToken), sim.Key)
			c.module("not_configured")
		}, probe.InitModule, "lm.unconfigured", "lm.loading"},
		{"часы кассы ставятся", func(c *clinic) { c.world.ATOL.SetClockOffset(-40 * time.Minute) }, probe.SetPrinterClock, "clock.off", "clock.well"},
		{"порт сканера отпускается", func(c *clinic) { c.settings["scanner"] = "mode = \"serial\"\nport = \"/dev/ttyNOSUCH\"" }, probe.AnyScannerPort, "scanner.missing", "scanner."},
		{"находится экземпляр этой кассы", func(c *clinic) { c.settings["checks.tspiot"] = `url = "https://127.0.0.1:9"` }, probe.UseInstance, "chz.away", "chz.well"},
		{"новому сертификату доверяют", func(c *clinic) {
			c.look()
			if err := c.world.Faults.Set(sim.TSPIoT, fault.Fault{Kind: fault.Certificate}); err != nil {
				c.Fatal(err)
			}
		}, probe.TrustCertificate, "chz.certificate", "chz.well"},
		{"очередь передаётся", func(c *clinic) {
			c.sql("INSERT INTO outbox (target, kind, cis, receipt_id, at, tries, trouble) VALUES ('local_module', 'sell', '0104670540176099215aaaaa', 'x', 1000, 9, '')")
		}, probe.TellModuleOfSales, "outbox.late", "outbox.well"},
	} {
		t.Run(m.name, func(t *testing.T) {
			c := newClinic(t)
			m.make(c)
			till, list := c.look()
			if !has(list, m.was) {
				t.Fatalf("%s is not found: %+v", m.was, list)
			}
			if m.fix == probe.TellModuleOfSales { // a till at work may write
				s, err := c.p.openJournal(context.Background())
				if err != nil {
					t.Fatal(err)
				}
				till.store = s
			}
			if err := c.p.mend(context.Background(), till, m.fix); err != nil {
				t.Fatalf("mend: %v", err)
			}
			again, err := c.p.openForProbing(context.Background(), till.cfg)
			if err != nil {
				t.Fatal(err)
			}
			if list := c.p.examine(context.Background(), again); !has(list, m.now) {
				t.Errorf("after mending there is no %s: %+v", m.now, list)
			}
		})
	}
}

func has(list []probe.Finding, code string) bool {
	for _, f := range list {
		if strings.HasPrefix(f.Code, code) {
			return true
		}
	}
	return false
}

func TestEveryFixHasWords(t *testing.T) {
	for _, code := range []string{"ru", "en"} {
		words := catalogue(t, code)
		for _, f := range probe.Fixes {
			if !words.Has("fix."+string(f)) || !words.Has("fix."+string(f)+".done") {
				t.Errorf("%s: no words for %s", code, f)
			}
		}
	}
}

func TestBundleNamesNobody(t *testing.T) {
	c := newClinic(t)
	const token, serial = "planted-token-0123456789abcdef", "5NN*cM"
	c.Setenv(secrets.Env(secrets.LMPassword), token)
	c.world.TSPIoT.SetRegister("9999078900000017", sim.INN)
	till, list := c.look()
	c.p.log.Error().Str("code", "0104670540176099215NN*cM\x1d93dGVz").Str("inn", sim.INN).Str("fn", sim.FN).Str("pw", token).Msg("planted")
	var b bytes.Buffer
	if err := c.p.bundle(context.Background(), &b, till, list); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range z.File {
		names[f.Name] = true
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{token, serial, "dGVz", sim.INN, sim.FN, "9999078900000017", "Ромашка"} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s holds %q:\n%s", f.Name, secret, text)
			}
		}
		if f.Name == "doctor.json" {
			var found probe.Finding
			for _, line := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
				if err := json.Unmarshal(line, &found); err != nil {
					t.Errorf("%s: %v", line, err)
				}
				if found.Code == "chz.fn" && (strings.Count(found.Text, "<fn ") != 2 || strings.Count(found.Text, "<fn 1>") != 1) {
					t.Errorf("the support cannot see that two drives differ: %s", found.Text)
				}
			}
		}
	}
	for _, want := range []string{"doctor.json", "doctor.txt", "about.txt", "dobro.toml", "logs/dobro.log"} {
		if !names[want] {
			t.Errorf("the file for the support lacks %s: %v", want, names)
		}
	}
}
