//go:build e2e

package main

import (
	"strings"
	"testing"
)

// The certification cases of ТС ПИоТ: decision and reason by the rules, tag 1265 filled exactly when it should be.
var certification = []struct {
	name, code, price string
	decision, reason  string
	tag               string // "" none, "online", "offline"
}{
	{"5.1 нет сведений о нанесении", "0104670540176099215'W9Um\x1d93dGVz", "", "forbid", "not_applied", ""},
	{"5.2 не введён в оборот", "0104670540176099215LnOjv\x1d93dGVz", "", "forbid", "not_introduced", ""},
	{"5.3 блок 900.00", "010462930887704421DzkcYt2\x1d8005090000\x1d93dGVz", "", "allow", "", "online"},
	{"5.4 серая зона", "010462930887704421DzkcWqS\x1d8005177000\x1d93dGVz", "", "allow", "gray_zone", "online"},
	{"5.5 выведен из оборота", "0104670540176099215NN*cM\x1d93dGVz", "", "forbid", "sold", ""},
	{"5.6 заблокирован", "0104602220006549215opFcmK\x1d93dGVz", "", "forbid", "blocked", ""},
	{"5.7 просрочен", "0104670540176099215<pGKy\x1d93dGVz", "", "forbid", "expired", ""},
	{"5.8 блок по МРЦ 900.00", "010461013628057121%798DM%\x1d8005090000\x1d93dGVz", "", "allow", "", "online"},
	{"5.9 блок по МРЦ 1800.00", "010461013628057121%008iVk\x1d8005180000\x1d93dGVz", "", "allow", "", "online"},
	{"5.10 пачка 81.00", "04601653035829H;dV)bFABVUdGVz", "", "allow", "", "online"},
	{"5.11 пачка 145.00", "04601653035829H;dV)bFACVUdGVz", "", "allow", "", "online"},
	{"5.12 код неизвестен", "04601653035829H;vE)bFABBUdGVz", "", "forbid", "not_found", ""},
	{"5.14 неверный код проверки", "0104670540176099215<pGKy\x1d93DGVz", "", "forbid", "not_verified", ""},
	{"5.17 офлайн, не в списке", "0104607010350246215kRdG-1%2(UmV\x1d93dGVz", "", "allow", "", "offline"},
	{"5.18 офлайн, ответ через 5 с", "0104607010350246215kRdG-1%W(Umn\x1d93dGVz", "", "allow", "", "offline"},
	{"5.19 офлайн, в чёрном списке", "0104602220006549215opRcmR\x1d93dGVz", "", "forbid", "blocked", ""},
	{"5.20 офлайн в чёрном списке, ответ через 5 с", "0104607010350246215kRdG-X%W(Rnb\x1d93dGVz", "", "forbid", "blocked", ""},
	{"5.21 аварийный режим", "0104670540176099215LpGKy\x1d93dGVz", "", "allow", "emergency", ""},
	{"5.22 разрешительный документ прекращён", "01046700190342882151aj\"K>X+mFcP\x1d93dGVz", "", "forbid", "blocked", ""},
	{"5.23 ветдокумент аннулирован", "0108607405401894215cC3O4\x1d93dGVz", "", "forbid", "blocked", ""},
	{"5.24 пачка ниже ЕМЦ", "04601653035829H;dV)bFADI8dGVz", "", "forbid", "price_below_min", ""},
	{"5.25 блок ниже ЕМЦ", "010461013628057121/798DM%\x1d8005199000\x1d93dGVz", "", "forbid", "price_below_min", ""},
	{"5.26 никотин ниже минимума", "00840147505712Zz;ZnRbAAAAdGVz", "150.00", "forbid", "price_below_min", ""},
	{"5.26 никотин по цене 200.00", "00840147505712Zz;ZnRbAAAAdGVz", "200.00", "allow", "", "online"},
}

func TestCertificationCasesThroughTheCommand(t *testing.T) {
	o := begin(t, "")
	for _, c := range certification {
		t.Run(c.name, func(t *testing.T) {
			args := []string{"check", "--json"}
			if c.price != "" {
				args = append(args, "--price", c.price)
			}
			code := exitYes
			if c.decision == "forbid" {
				code = exitNo
			}
			v := decode(t, o.want(code, "", append(args, c.code)...))[0]
			if v["decision"] != c.decision || v["code"] != c.code {
				t.Fatalf("decision %v for %q, want %s: %v", v["decision"], v["code"], c.decision, v["reasons"])
			}
			var codes []string
			for _, r := range v["reasons"].([]any) {
				codes = append(codes, r.(fields)["code"].(string))
			}
			if c.reason != "" && (len(codes) == 0 || codes[0] != c.reason) {
				t.Errorf("reasons %v, want %s first", codes, c.reason)
			}
			tag, _ := v["evidence"].(fields)["tag1265"].(string)
			switch c.tag {
			case "":
				if tag != "" {
					t.Errorf("tag 1265 is %q, want none", tag)
				}
			case "online":
				if !strings.HasPrefix(tag, "UUID=") || !strings.Contains(tag, "&Time=") || strings.Contains(tag, "&Inst=") {
					t.Errorf("tag 1265 is %q, want the online form", tag)
				}
			case "offline":
				if !strings.Contains(tag, "&Inst=") || !strings.Contains(tag, "&Ver=") || v["offline"] != true {
					t.Errorf("tag 1265 is %q, offline %v, want the offline form", tag, v["offline"])
				}
			}
		})
	}
}

func TestCheckAnswersEachLineInOrder(t *testing.T) {
	o := begin(t, "")
	in := certification[0].code + "\n" + certification[2].code + "\r\nмусор\n"
	list := decode(t, o.want(exitNo, in, "check", "--json", "-"))
	if len(list) != 3 || list[0]["decision"] != "forbid" || list[1]["decision"] != "allow" || list[2]["decision"] != "forbid" {
		t.Fatalf("got %v", list)
	}
	if r := list[2]["reasons"].([]any)[0].(fields)["code"]; r != "invalid_format" {
		t.Errorf("garbage is refused as %v", r)
	}
}

func TestEveryServiceDownLeavesTheDecisionToTheSettings(t *testing.T) {
	for answer, want := range map[string]struct {
		decision string
		code     int
	}{"allow": {"allow", exitUnchecked}, "ask": {"ask", exitUnchecked}, "forbid": {"forbid", exitNo}} {
		t.Run(answer, func(t *testing.T) {
			o := begin(t, "")
			o.write("dobro.toml", "[checks]\nno_answer = \""+answer+"\"\n[checks.tspiot]\nurl = \"https://127.0.0.1:9\"\n[checks.local_module]\nurl = \"http://127.0.0.1:9\"\n")
			v := decode(t, o.want(want.code, "", "check", "--json", certification[2].code))[0]
			if v["decision"] != want.decision || v["channel"] != "none" || v["reasons"].([]any)[0].(fields)["code"] != "unverified" {
				t.Fatalf("got %v", v)
			}
		})
	}
}

func TestBadSettingsAndBadWordsGetASentence(t *testing.T) {
	o := begin(t, "")
	for name, c := range map[string]struct {
		toml string
		args []string
		says string
	}{
		"неизвестный ключ":    {"[shop]\nnmae = \"x\"\n", []string{"check", "--json", "x"}, "nmae"},
		"неверный ИНН":        {"[shop]\ninn = \"7700000001\"\n", []string{"check", "--json", "x"}, "inn"},
		"не TOML":             {"[shop\n", []string{"check", "x"}, "dobro.toml"},
		"неизвестная команда": {"", []string{"frobnicate"}, "frobnicate"},
		"нет кода":            {"", []string{"check"}, "dobro check"},
		"неверная дата":       {"", []string{"export", "--from", "вчера", "--to", "2026-11-22", "--out", "-"}, "вчера"},
		"нет журнала":         {"", []string{"export", "--from", "2026-11-22", "--to", "2026-11-22", "--out", "-"}, "журнал"},
		"нет файла товаров":   {"", []string{"goods", "import", "нет.csv"}, "нет.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			o.write("dobro.toml", c.toml)
			out, errs, code := o.run("", c.args...)
			if code != exitUsage || !strings.Contains(errs, c.says) || out != "" {
				t.Fatalf("code %d, stdout %q, stderr %q", code, out, errs)
			}
		})
	}
}
