// Package config is the settings file of one till, DIR/dobro.toml: its keys, their defaults, and the refusal of everything
// that is not one of them (DESIGN section 4). It holds no secrets; those are in internal/secrets.
package config

import (
	"strings"
	"time"
	_ "time/tzdata" // shops' PCs seldom carry a zone database, and Windows none at all
)

// FileName of the settings inside the data folder.
const FileName = "dobro.toml"

// Values of Shop.Taxation.
const (
	TaxGeneral     = "osn"
	TaxIncome      = "usn_income"
	TaxIncomeLess  = "usn_income_outcome"
	TaxAgriculture = "esn"
	TaxPatent      = "patent"
)

// Values of Checks.Channel.
const (
	ChannelTSPIoT            = "tspiot"
	ChannelTrueAPI           = "trueapi"
	ChannelTSPIoTThenTrueAPI = "tspiot_then_trueapi"
	ChannelNone              = "none"
)

// Values of Checks.NoAnswer and Checks.ForeignOwner.
const (
	NoAnswerAllow  = "allow"
	NoAnswerAsk    = "ask"
	NoAnswerForbid = "forbid"

	OwnerIgnore = "ignore"
	OwnerWarn   = "warn"
	OwnerForbid = "forbid"
)

// Auto is the value of keys that let the program find out by itself.
const Auto = "auto"

// Values of Scanner.Mode.
const (
	ScannerSerial = "serial"
	ScannerWedge  = "wedge"
	ScannerBoth   = "both"
)

// Values of Fiscal.Driver; "" when the file names none, then it is asked for when it is needed.
const (
	DriverAtol   = "atol"
	DriverShtrih = "shtrih"
	DriverSim    = "sim"
)

// Values of Atol.IndustryDate: how the driver wants the date of tag 1263, 2023.11.21 or 21.11.2023.
const (
	DateYMD = "ymd"
	DateDMY = "dmy"
)

// Config is everything that dobro.toml says, defaults filled in. Get one from Load or Default.
type Config struct {
	Path    string // the file it was read from
	Present bool   // false: there is no such file, all values are defaults
	Shop    Shop
	Checks  Checks
	Scanner Scanner
	Fiscal  Fiscal
	Window  Window
	Sale    Sale
	Keeping Keeping
	Owner   Owner
	Updates Updates
}

// Shop is the seller. Name and INN are "" until somebody filled them in.
type Shop struct {
	Name     string
	INN      string // 10 or 12 digits with right check digits
	Address  string
	Taxation string
	Timezone string // a name of the IANA database
	Chain    bool   // 50 and more outlets: other dates of obligation
	Location *time.Location
}

// Checks says how the permit engine asks and what it does without an answer.
type Checks struct {
	Channel      string
	Deadline     time.Duration // 500 ms … 5 s; 0 is auto, see DESIGN section 4
	NoAnswer     string
	ForeignOwner string
	StartEarly   bool
	TSPIoT       TSPIoT
	TrueAPI      TrueAPI
	LocalModule  LocalModule
	// Policy is the table [checks.policy]: settings for points on which the rules are silent. Only what the file names is
	// here, as text ("true", "1500", "ban"); package checks knows keys, values and defaults.
	Policy map[string]string
}

// TSPIoT is the module on the local machine that asks in our name.
type TSPIoT struct {
	URL         string // without a slash at the end
	API         string // auto | v1 | v2 | v3
	ClientID    string
	Fingerprint string // SHA-256 of its certificate, 64 lower-case hex digits; "" is pinned on first use, loopback only
}

// TrueAPI is the direct way.
type TrueAPI struct {
	CDN string // without a slash at the end
}

// LocalModule is ЛМ ЧЗ.
type LocalModule struct {
	URL   string // without a slash at the end; "" switches the channel off
	Login string
	API   string // auto | v1 | v2
}

// Scanner says where scans come from.
type Scanner struct {
	Mode string
	Port string // auto, COM3, or the path of a device
	Baud int
	// Prefix and Suffix are what the scanner puts around every code, as marking.ReadAffix reads it: <STX>A. The scan doctor learns them.
	Prefix, Suffix string
}

// Fiscal says which printer hangs on the till.
type Fiscal struct {
	Driver string
	Atol   Atol
	Shtrih Shtrih
}

// Atol is the driver of the maker: its web server, or its library.
type Atol struct {
	URL          string // without a slash at the end
	IndustryDate string
	Device       string // one of several printers of the web server, "" is its own default one
	Login        string // of the web server; its password is a secret. "" is none
	Library      string // "" asks the web server; "auto" or a path calls the driver's library instead
}

// Shtrih is a printer of Штрих-М.
type Shtrih struct {
	Address string // COM3:115200, /dev/ttyUSB0:115200 or tcp://host:port
}

// Default is what holds when the file says nothing.
func Default() Config {
	c := Config{
		Shop: Shop{Taxation: TaxIncome, Timezone: "Europe/Moscow"},
		Checks: Checks{
			Channel: ChannelTSPIoT, NoAnswer: NoAnswerAsk, ForeignOwner: OwnerWarn, StartEarly: true,
			TSPIoT:      TSPIoT{URL: "https://127.0.0.1:51401", API: Auto},
			TrueAPI:     TrueAPI{CDN: "https://cdn.crpt.ru"},
			LocalModule: LocalModule{URL: "http://127.0.0.1:5995", Login: "admin", API: Auto},
			Policy:      map[string]string{},
		},
		Scanner: Scanner{Mode: ScannerBoth, Port: Auto, Baud: 9600},
		Fiscal: Fiscal{
			Atol:   Atol{URL: "http://127.0.0.1:16732", IndustryDate: DateYMD},
			Shtrih: Shtrih{Address: "COM3:115200"},
		},
		Window:  defaultWindow(),
		Sale:    defaultSale(),
		Keeping: defaultKeeping(),
	}
	c.Shop.Location, _ = time.LoadLocation(c.Shop.Timezone) // cannot fail: the zones are embedded, a test loads this one
	return c
}

// Wanted lists the keys without a default that a sale needs and the file does not name: shop.name, shop.inn, fiscal.driver.
func (c Config) Wanted() []string {
	var keys []string
	for _, k := range []struct{ key, value string }{
		{"shop.name", c.Shop.Name}, {"shop.inn", c.Shop.INN}, {"fiscal.driver", c.Fiscal.Driver},
	} {
		if strings.TrimSpace(k.value) == "" {
			keys = append(keys, k.key)
		}
	}
	return keys
}
