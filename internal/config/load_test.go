package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// policy is as package checks would hand it in.
var policy = PolicyTable{"tobacco_below_mrp": {"ban", "allow"}, "grey_zone_price_check": {"true", "false"}, "emergency_recheck_sec": {"60"}}

// full is DESIGN section 4, all keys at their defaults but name, inn and driver.
const full = `[shop]
name = "ООО «Ромашка»"
inn = "7700000009"          # check digits are verified
address = "Москва, ул. Мира, 1"
taxation = "usn_income"
timezone = "Europe/Moscow"
chain = false

[checks]
channel = "tspiot"
deadline = "auto"
no_answer = "ask"
foreign_owner = "warn"
start_early = true

[checks.tspiot]
url = "https://127.0.0.1:51401"
api = "auto"
client_id = ""
fingerprint = ""

[checks.trueapi]
cdn = "https://cdn.crpt.ru"

[checks.local_module]
url = "http://127.0.0.1:5995"
login = "admin"
api = "auto"

[scanner]
mode = "both"
port = "auto"
baud = 9600
prefix = ""
suffix = ""

[fiscal]
driver = "atol"

[fiscal.atol]
url = "http://127.0.0.1:16732"

[fiscal.shtrih]
address = "COM3:115200"
`

func TestDefaults(t *testing.T) {
	missing, err := Load(filepath.Join(t.TempDir(), FileName), nil)
	if err != nil || missing.Present {
		t.Fatalf("missing file: present %v, error %v; want defaults without an error", missing.Present, err)
	}
	empty, err := Parse("x", nil, nil)
	if err != nil || !empty.Present {
		t.Fatalf("empty file: present %v, error %v", empty.Present, err)
	}
	said, err := Parse("x", []byte(full), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(said.Wanted(), " "); got != "" {
		t.Errorf("wanted keys of the full file: %q, want none", got)
	}
	if got := strings.Join(missing.Wanted(), " "); got != "shop.name shop.inn fiscal.driver" {
		t.Errorf("wanted keys of no file: %q", got)
	}
	said.Shop.Name, said.Shop.INN, said.Shop.Address, said.Fiscal.Driver = "", "", "", ""
	for name, c := range map[string]Config{"missing": missing, "all values of the design": said} {
		a, b := string(render(&c, nil)), string(render(&empty, nil))
		if a != b {
			t.Errorf("%s: settings differ from the defaults:\n%s\nwant\n%s", name, a, b)
		}
	}
	if empty.Shop.Location == nil || empty.Shop.Location.String() != "Europe/Moscow" || empty.Checks.Deadline != 0 {
		t.Errorf("zone %v, deadline %v", empty.Shop.Location, empty.Checks.Deadline)
	}
}

func TestGoodValues(t *testing.T) {
	tests := []struct {
		name, text string
		want       func(Config) bool
	}{
		{"a byte order mark is no reason to refuse", "\xEF\xBB\xBF[shop]\r\nname = \"Лавка\"\r\n", func(c Config) bool { return c.Shop.Name == "Лавка" }},
		{"a person's ИНН of 12 digits", `shop.inn = "500100732259"`, func(c Config) bool { return c.Shop.INN == "500100732259" }},
		{"deadline in seconds", `[checks]` + "\n" + `deadline = "1.5s"`, func(c Config) bool { return c.Checks.Deadline == 1500*time.Millisecond }},
		{"deadline at its lower end", `checks.deadline = "500ms"`, func(c Config) bool { return c.Checks.Deadline == MinDeadline }},
		{"deadline at its upper end", `checks.deadline = "5s"`, func(c Config) bool { return c.Checks.Deadline == MaxDeadline }},
		{"local module switched off", `checks.local_module.url = ""`, func(c Config) bool { return c.Checks.LocalModule.URL == "" }},
		{"local module on another machine of the shop", `checks.local_module.url = "http://192.168.0.7:5995/"`,
			func(c Config) bool { return c.Checks.LocalModule.URL == "http://192.168.0.7:5995" }},
		{"plain True API of a simulator", `checks.trueapi.cdn = "http://127.0.0.1:8080"`, func(c Config) bool { return c.Checks.TrueAPI.CDN == "http://127.0.0.1:8080" }},
		{"loopback of IPv6", `checks.tspiot.url = "http://[::1]:51401"`, func(c Config) bool { return c.Checks.TSPIoT.URL == "http://[::1]:51401" }},
		{"fingerprint with colons and capitals", `checks.tspiot.fingerprint = "` + strings.TrimSuffix(strings.Repeat("AB:", 32), ":") + `"`,
			func(c Config) bool { return c.Checks.TSPIoT.Fingerprint == strings.Repeat("ab", 32) }},
		{"ТС ПИоТ elsewhere with its fingerprint", "[checks.tspiot]\nurl = \"https://10.0.0.5:51401\"\nfingerprint = \"" + strings.Repeat("0f", 32) + `"`,
			func(c Config) bool { return c.Checks.TSPIoT.URL == "https://10.0.0.5:51401" }},
		{"any device path", `scanner.port = "/dev/serial/by-id/usb-Honeywell_1450g-if00"`, func(c Config) bool { return strings.HasPrefix(c.Scanner.Port, "/dev/serial") }},
		{"what a scanner adds", "[scanner]\nprefix = \"<stx>A<sp>\"\nsuffix = \"#<1d>\"", func(c Config) bool { return c.Scanner.Prefix == "<STX>A<SP>" && c.Scanner.Suffix == "#<GS>" }},
		{"port of Windows", `scanner.port = "COM12"`, func(c Config) bool { return c.Scanner.Port == "COM12" }},
		{"Штрих over the network", `fiscal.shtrih.address = "tcp://192.168.137.111:7778"`, func(c Config) bool { return c.Fiscal.Shtrih.Address == "tcp://192.168.137.111:7778" }},
		{"Штрих on a Linux port", `fiscal.shtrih.address = "/dev/ttyUSB0:115200"`, func(c Config) bool { return c.Fiscal.Shtrih.Address == "/dev/ttyUSB0:115200" }},
		{"date of tag 1263 the other way round", `fiscal.atol.industry_date = "dmy"`, func(c Config) bool { return c.Fiscal.Atol.IndustryDate == DateDMY }},
		{"policy of all three types", "[checks.policy]\ntobacco_below_mrp = \"allow\"\ngrey_zone_price_check = false\nemergency_recheck_sec = 60",
			func(c Config) bool {
				p := c.Checks.Policy
				return len(p) == 3 && p["tobacco_below_mrp"] == "allow" && p["grey_zone_price_check"] == "false" && p["emergency_recheck_sec"] == "60"
			}},
		{"inline table", `shop = { name = "Лавка", chain = true }`, func(c Config) bool { return c.Shop.Name == "Лавка" && c.Shop.Chain }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Parse("dobro.toml", []byte(tt.text), policy)
			if err != nil {
				t.Fatalf("input:\n%s\nrefused: %v", tt.text, err)
			}
			if !tt.want(c) {
				t.Errorf("input:\n%s\ngot %+v", tt.text, c)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name, text string
		problem    Problem
		line       int
		key        string
		allowed    string // a part of it
	}{
		{"unknown key", "[shop]\nname = \"x\"\nnmae = \"y\"\n", UnknownKey, 3, "shop.nmae", "name, inn, address, taxation, timezone, chain"},
		{"unknown table", "[shop]\n\n[printer]\nport = 1\n", UnknownKey, 3, "printer", "[shop], [checks], [scanner], [fiscal]"},
		{"unknown table inside a known one", "[fiscal]\n[fiscal.evotor]\nport = 1\n", UnknownKey, 2, "fiscal.evotor", "driver, [fiscal.atol], [fiscal.shtrih]"},
		{"unknown key after a long string and comments", "# [shop]\n[shop]\naddress = \"\"\"\\\n[checks]\\\nb\"\"\"\n# x\n  foo = 1", UnknownKey, 7, "shop.foo", ""},
		{"unknown key in an inline table", "\nshop = { name = \"x\", foo = 1 }", UnknownKey, 2, "shop.foo", ""},
		{"unknown dotted key", "\n\nscanner.speed = 1", UnknownKey, 3, "scanner.speed", "mode, port, baud"},
		{"a quoted dot does not make a path", "\n\"shop.name\" = \"x\"", UnknownKey, 2, "shop.name", "[shop]"},
		{"a key of another letter case", "[shop]\nINN = \"7700000009\"", UnknownKey, 2, "shop.INN", "inn"},
		{"a table where a value belongs", "[shop.inn]\nx = 1", BadValue, 1, "shop.inn", "10 / 12"},
		{"a value where a table belongs", "checks = 5", BadValue, 1, "checks", "[checks]"},
		{"array of tables", "\n[[shop]]\nname = \"x\"", BadValue, 2, "shop", "[shop]"},

		{"ИНН with a wrong check digit", "[shop]\ninn = \"7700000008\"", BadINN, 2, "shop.inn", "10 / 12"},
		{"ИНН of 12 digits with a wrong last digit", "shop.inn = \"500100732258\"", BadINN, 1, "shop.inn", ""},
		{"ИНН of 12 digits with a wrong eleventh digit", "shop.inn = \"500100732269\"", BadINN, 1, "shop.inn", ""},
		{"ИНН of 11 digits", "shop.inn = \"77000000090\"", BadINN, 1, "shop.inn", ""},
		{"ИНН of noughts", "shop.inn = \"0000000000\"", BadINN, 1, "shop.inn", ""},
		{"ИНН with a letter", "shop.inn = \"77O0000009\"", BadINN, 1, "shop.inn", ""},
		{"ИНН as a number", "shop.inn = 7700000009", BadValue, 1, "shop.inn", ""},
		{"name of two lines", "shop.name = \"a\\nb\"", BadValue, 1, "shop.name", ""},
		{"unknown taxation", "[shop]\ntaxation = \"usn\"", BadValue, 2, "shop.taxation", "osn | usn_income | usn_income_outcome | esn | patent"},
		{"unknown zone", "[shop]\ntimezone = \"Europe/Msk\"", BadTimezone, 2, "shop.timezone", "Europe/Moscow"},
		{"the PC's own zone", "shop.timezone = \"Local\"", BadTimezone, 1, "shop.timezone", ""},
		{"zone that climbs out of its folder", "shop.timezone = \"../../etc/passwd\"", BadTimezone, 1, "shop.timezone", ""},
		{"flag as text", "shop.chain = \"false\"", BadValue, 1, "shop.chain", "true | false"},

		{"unknown channel", "checks.channel = \"esm\"", BadValue, 1, "checks.channel", "tspiot | trueapi | tspiot_then_trueapi | none"},
		{"deadline too short", "checks.deadline = \"499ms\"", BadValue, 1, "checks.deadline", "500ms … 5s"},
		{"deadline too long", "checks.deadline = \"5001ms\"", BadValue, 1, "checks.deadline", "500ms … 5s"},
		{"deadline without a unit", "checks.deadline = \"1500\"", BadValue, 1, "checks.deadline", ""},
		{"deadline as a number", "checks.deadline = 1500", BadValue, 1, "checks.deadline", ""},
		{"unknown answer to no answer", "checks.no_answer = \"warn\"", BadValue, 1, "checks.no_answer", "allow | ask | forbid"},

		{"plain ТС ПИоТ on another machine", "checks.tspiot.url = \"http://10.0.0.5:51401\"", PlainHTTP, 1, "checks.tspiot.url", ""},
		{"ТС ПИоТ on another machine without a fingerprint", "\nchecks.tspiot.url = \"https://10.0.0.5:51401\"", NeedsPin, 2, "checks.tspiot.url", "checks.tspiot.fingerprint"},
		{"a name that only looks like loopback", "checks.tspiot.url = \"http://127.0.0.1.example.org\"", PlainHTTP, 1, "checks.tspiot.url", ""},
		{"ТС ПИоТ without an address", "checks.tspiot.url = \"\"", BadURL, 1, "checks.tspiot.url", ""},
		{"fingerprint of SHA-1", "checks.tspiot.fingerprint = \"" + strings.Repeat("0f", 20) + "\"", BadFingerprint, 1, "checks.tspiot.fingerprint", "64"},
		{"api version without its letter", "checks.tspiot.api = \"2\"", BadValue, 1, "checks.tspiot.api", "auto | v1 | v2 | v3"},
		{"plain True API on the internet", "checks.trueapi.cdn = \"http://cdn.crpt.ru\"", PlainHTTP, 1, "checks.trueapi.cdn", ""},
		{"address without a scheme", "checks.trueapi.cdn = \"cdn.crpt.ru\"", BadURL, 1, "checks.trueapi.cdn", ""},
		{"address with a password", "checks.local_module.url = \"http://admin:admin@127.0.0.1:5995\"", BadURL, 1, "checks.local_module.url", ""},
		{"address with a port out of range", "checks.local_module.url = \"http://127.0.0.1:65536\"", BadURL, 1, "checks.local_module.url", ""},
		{"local module api v3", "checks.local_module.api = \"v3\"", BadValue, 1, "checks.local_module.api", "auto | v1 | v2"},

		{"unknown scanner mode", "scanner.mode = \"usb\"", BadValue, 1, "scanner.mode", "serial | wedge | both"},
		{"port without a path", "scanner.port = \"ttyACM0\"", BadValue, 1, "scanner.port", "auto | COM3"},
		{"odd speed", "[scanner]\nport = \"auto\"\nbaud = 9601", BadValue, 3, "scanner.baud", "9600"},
		{"speed as text", "scanner.baud = \"9600\"", BadValue, 1, "scanner.baud", ""},
		{"what a scanner adds, invisible", "[scanner]\nprefix = \"\\u0002A\"", BadAffix, 2, "scanner.prefix", "<STX>A"},
		{"what a scanner adds, in Cyrillic", "[scanner]\nprefix = \"\"\nsuffix = \"Ж\"", BadAffix, 3, "scanner.suffix", "<GS>"},
		{"what a scanner adds, a bracket left open", "scanner.suffix = \"<GS\"", BadAffix, 1, "scanner.suffix", ""},
		{"a scanner that adds digits", "scanner.prefix = \"01\"", AffixDigits, 1, "scanner.prefix", ""},
		{"what a scanner adds as a number", "scanner.prefix = 5", BadValue, 1, "scanner.prefix", ""},
		{"negative speed", "scanner.baud = -9600", BadValue, 1, "scanner.baud", ""},
		{"unknown driver", "fiscal.driver = \"evotor\"", BadValue, 1, "fiscal.driver", "atol | shtrih | sim"},
		{"driver named and left empty", "fiscal.driver = \"\"", BadValue, 1, "fiscal.driver", ""},
		{"Штрих without a speed", "fiscal.shtrih.address = \"COM3\"", BadValue, 1, "fiscal.shtrih.address", "COM3:115200"},
		{"Штрих with an odd speed", "fiscal.shtrih.address = \"COM3:5\"", BadValue, 1, "fiscal.shtrih.address", ""},
		{"Штрих on the network without a port", "fiscal.shtrih.address = \"tcp://192.168.137.111\"", BadValue, 1, "fiscal.shtrih.address", ""},
		{"date format unknown", "fiscal.atol.industry_date = \"mdy\"", BadValue, 1, "fiscal.atol.industry_date", "ymd | dmy"},

		{"a password in the file", "[checks.local_module]\npassword = \"hunter2\"", SecretInFile, 2, "checks.local_module.password", "DOBRO_LM_PASSWORD"},
		{"a token in the file", "[checks.tspiot]\n\ntoken = \"hunter2\"", SecretInFile, 3, "checks.tspiot.token", "DOBRO_TSPIOT_TOKEN"},
		{"unknown policy", "[checks.policy]\nfoo = \"ban\"", UnknownKey, 2, "checks.policy.foo", "tobacco_below_mrp"},
		{"policy with a bad value", "[checks.policy]\ntobacco_below_mrp = \"maybe\"", BadValue, 2, "checks.policy.tobacco_below_mrp", "ban | allow"},
		{"policy with a list", "[checks.policy]\ntobacco_below_mrp = [\"ban\"]", BadValue, 2, "checks.policy.tobacco_below_mrp", "ban | allow"},

		{"not TOML", "[shop]\nname = ООО Ромашка\n", NotTOML, 2, "", ""},
		{"the same key twice", "[shop]\nname = \"a\"\nname = \"b\"\n", NotTOML, 3, "", ""},
		{"an unclosed table", "\n[shop\n", NotTOML, 2, "", ""},
		{"saved in Windows-1251", "[shop]\nname = \"\xCE\xCE\xCE\"\n", NotUTF8, 2, "", "UTF-8"},
		{"saved in UTF-16", "\xFF\xFE[\x00s\x00", NotUTF8, 1, "", "UTF-8"},
		{"too large", strings.Repeat("#\n", MaxSize), TooLarge, 0, "", "256 KB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("dobro.toml", []byte(tt.text), policy)
			var e *Error
			if !errors.As(err, &e) || len(Refusals(err)) != 1 {
				t.Fatalf("input:\n%.200s\ngot %v, want one refusal %s", tt.text, err, tt.problem)
			}
			if e.Problem != tt.problem || e.Line != tt.line || e.Key != tt.key || e.File != "dobro.toml" || !strings.Contains(e.Allowed, tt.allowed) {
				t.Errorf("input:\n%.200s\ngot  %v\nwant %s in line %d, key %q, allowed …%s…", tt.text, e, tt.problem, tt.line, tt.key, tt.allowed)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the refusal shows a secret: %v", err)
			}
		})
	}
}

func TestAllRefusalsComeInTheOrderOfTheFile(t *testing.T) {
	_, err := Parse("f", []byte("[scanner]\nbaud = 1\nmode = \"x\"\n[shop]\ninn = \"1\"\n"), nil)
	var got []int
	for _, e := range Refusals(err) {
		got = append(got, e.Line)
	}
	if len(got) != 3 || got[0] != 2 || got[1] != 3 || got[2] != 5 {
		t.Errorf("lines %v of %v, want 2 3 5", got, err)
	}
}

func TestUnreadableFileIsNotAMissingOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), FileName)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := Load(dir, nil)
	var e *Error
	if !errors.As(err, &e) || e.Problem != Unreadable {
		t.Errorf("a folder in place of the file: %v, want %s", err, Unreadable)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{full, "", "a={b={c=[{d=1}]}}\n", "x='''\n'''''\n", "\"\\u0061\".b=1", "[[a.b]]\n", "a=[1,#\n2]\nz=1", "[checks.policy]\nx=1979-05-27"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		locate(string(b)) // must end on anything
		c, err := Parse("f", b, policy)
		if err != nil {
			if len(Refusals(err)) == 0 {
				t.Fatalf("input %q: error without a refusal: %v", b, err)
			}
			for _, e := range Refusals(err) {
				if e.Line == 0 && e.Problem != TooLarge {
					t.Fatalf("input %q: refusal without a line: %v", b, e)
				}
			}
			return
		}
		again, err := Parse("f", render(&c, nil), policy)
		if err != nil {
			t.Fatalf("input %q: what was written is refused: %v", b, err)
		}
		if a, b := string(render(&c, nil)), string(render(&again, nil)); a != b {
			t.Fatalf("written and read again:\n%s\nwant\n%s", b, a)
		}
	})
}
