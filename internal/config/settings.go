package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// setting is one key: how it is read out of TOML into a Config and written back. read gets whatever TOML had there.
type setting struct {
	key     string
	allowed string   // shown in a refusal and beside the key in a written file
	choices []string // all values there are, when they can be counted
	read    func(c *Config, v any) Problem
	write   func(c *Config) string // TOML, or "" to leave the key out
}

// settings is every key of DESIGN section 4 in the order of the file. [checks.policy] is apart: package checks owns it.
var settings = append([]setting{
	text("shop.name", 256, func(c *Config) *string { return &c.Shop.Name }, leaveOut),
	checked("shop.inn", "10 / 12", func(c *Config) *string { return &c.Shop.INN }, leaveOut, func(s string) (string, Problem) {
		if s != "" && !ValidINN(s) {
			return "", BadINN
		}
		return s, ""
	}),
	text("shop.address", 512, func(c *Config) *string { return &c.Shop.Address }, leaveOut),
	choice("shop.taxation", func(c *Config) *string { return &c.Shop.Taxation },
		TaxGeneral, TaxIncome, TaxIncomeLess, TaxAgriculture, TaxPatent),
	timezone(),
	flag("shop.chain", func(c *Config) *bool { return &c.Shop.Chain }),

	choice("checks.channel", func(c *Config) *string { return &c.Checks.Channel },
		ChannelTSPIoT, ChannelTrueAPI, ChannelTSPIoTThenTrueAPI, ChannelNone),
	deadline(),
	choice("checks.no_answer", func(c *Config) *string { return &c.Checks.NoAnswer }, NoAnswerAllow, NoAnswerAsk, NoAnswerForbid),
	choice("checks.foreign_owner", func(c *Config) *string { return &c.Checks.ForeignOwner }, OwnerIgnore, OwnerWarn, OwnerForbid),
	flag("checks.start_early", func(c *Config) *bool { return &c.Checks.StartEarly }),

	address("checks.tspiot.url", false, false, func(c *Config) *string { return &c.Checks.TSPIoT.URL }),
	choice("checks.tspiot.api", func(c *Config) *string { return &c.Checks.TSPIoT.API }, Auto, "v1", "v2", "v3"),
	text("checks.tspiot.client_id", 128, func(c *Config) *string { return &c.Checks.TSPIoT.ClientID }, always),
	checked("checks.tspiot.fingerprint", "SHA-256, 64 × 0-9 a-f",
		func(c *Config) *string { return &c.Checks.TSPIoT.Fingerprint }, always, func(s string) (string, Problem) {
			if s == "" {
				return "", ""
			}
			hex, ok := fingerprint(s)
			if !ok {
				return "", BadFingerprint
			}
			return hex, ""
		}),

	address("checks.trueapi.cdn", false, false, func(c *Config) *string { return &c.Checks.TrueAPI.CDN }),

	address("checks.local_module.url", true, true, func(c *Config) *string { return &c.Checks.LocalModule.URL }),
	text("checks.local_module.login", 128, func(c *Config) *string { return &c.Checks.LocalModule.Login }, always),
	choice("checks.local_module.api", func(c *Config) *string { return &c.Checks.LocalModule.API }, Auto, "v1", "v2"),

	choice("scanner.mode", func(c *Config) *string { return &c.Scanner.Mode }, ScannerSerial, ScannerWedge, ScannerBoth),
	checked("scanner.port", "auto | COM3 | /dev/ttyACM0", func(c *Config) *string { return &c.Scanner.Port }, always,
		func(s string) (string, Problem) {
			if s != Auto && !serialName(s) {
				return "", BadValue
			}
			return s, ""
		}),
	baud(),
	affix("scanner.prefix", func(c *Config) *string { return &c.Scanner.Prefix }),
	affix("scanner.suffix", func(c *Config) *string { return &c.Scanner.Suffix }),

	choice("fiscal.driver", func(c *Config) *string { return &c.Fiscal.Driver }, DriverAtol, DriverShtrih, DriverSim),
	address("fiscal.atol.url", false, true, func(c *Config) *string { return &c.Fiscal.Atol.URL }),
	choice("fiscal.atol.industry_date", func(c *Config) *string { return &c.Fiscal.Atol.IndustryDate }, DateYMD, DateDMY),
	text("fiscal.atol.device", 64, func(c *Config) *string { return &c.Fiscal.Atol.Device }, leaveOut),
	text("fiscal.atol.login", 128, func(c *Config) *string { return &c.Fiscal.Atol.Login }, leaveOut),
	text("fiscal.atol.driver_path", 512, func(c *Config) *string { return &c.Fiscal.Atol.Library }, leaveOut),
	checked("fiscal.shtrih.address", "COM3:115200 | /dev/ttyUSB0:115200 | tcp://192.168.137.111:7778",
		func(c *Config) *string { return &c.Fiscal.Shtrih.Address }, always, func(s string) (string, Problem) {
			if !printerAddress(s) {
				return "", BadValue
			}
			return s, ""
		}),
}, slices.Concat(windowSettings, saleSettings, keepingSettings, updateSettings)...)

const (
	always   = false
	leaveOut = true // an empty value is not written: it means "ask for it"
)

func checked(key, allowed string, field func(*Config) *string, omit bool, check func(string) (string, Problem)) setting {
	return setting{key: key, allowed: allowed,
		read: func(c *Config, v any) Problem {
			s, ok := v.(string)
			if !ok {
				return BadValue
			}
			clean, bad := check(s)
			if bad == "" {
				*field(c) = clean
			}
			return bad
		},
		write: func(c *Config) string {
			if s := *field(c); s != "" || !omit {
				return quote(s)
			}
			return ""
		},
	}
}

func text(key string, max int, field func(*Config) *string, omit bool) setting {
	return checked(key, fmt.Sprintf("\"…\" ≤ %d", max), field, omit, func(s string) (string, Problem) {
		if !isLine(s, max) {
			return "", BadValue
		}
		return strings.TrimSpace(s), ""
	})
}

func choice(key string, field func(*Config) *string, values ...string) setting {
	s := checked(key, strings.Join(values, " | "), field, leaveOut, func(s string) (string, Problem) {
		for _, v := range values {
			if s == v {
				return s, ""
			}
		}
		return "", BadValue
	})
	s.choices = values
	return s
}

func address(key string, mayBeEmpty, plainElsewhere bool, field func(*Config) *string) setting {
	allowed := "https://host:port | http://127.0.0.1:port"
	if plainElsewhere {
		allowed = "http://host:port | https://host:port"
	}
	if mayBeEmpty {
		allowed += ` | ""`
	}
	return checked(key, allowed, field, always, func(s string) (string, Problem) {
		if s == "" && mayBeEmpty {
			return "", ""
		}
		return serviceURL(s, plainElsewhere)
	})
}

func flag(key string, field func(*Config) *bool) setting {
	return setting{key: key, allowed: "true | false",
		read: func(c *Config, v any) Problem {
			b, ok := v.(bool)
			if !ok {
				return BadValue
			}
			*field(c) = b
			return ""
		},
		write: func(c *Config) string { return strconv.FormatBool(*field(c)) },
	}
}

func timezone() setting {
	s := checked("shop.timezone", "Europe/Kaliningrad | Europe/Moscow | Europe/Samara | Asia/Yekaterinburg | Asia/Omsk | "+
		"Asia/Novosibirsk | Asia/Krasnoyarsk | Asia/Irkutsk | Asia/Yakutsk | Asia/Vladivostok | Asia/Magadan | Asia/Kamchatka | …",
		func(c *Config) *string { return &c.Shop.Timezone }, always, nil)
	s.read = func(c *Config, v any) Problem {
		name, ok := v.(string)
		if !ok || name == "" || name == "Local" { // Local is the PC's zone, which nobody looks after
			return BadTimezone
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			return BadTimezone
		}
		c.Shop.Timezone, c.Shop.Location = name, zone
		return ""
	}
	return s
}

func deadline() setting {
	return setting{key: "checks.deadline", allowed: "auto | 500ms … 5s",
		read: func(c *Config, v any) Problem {
			s, ok := v.(string)
			if ok && s == Auto {
				c.Checks.Deadline = 0
				return ""
			}
			d, err := time.ParseDuration(s)
			if !ok || err != nil || d < MinDeadline || d > MaxDeadline {
				return BadValue
			}
			c.Checks.Deadline = d
			return ""
		},
		write: func(c *Config) string {
			if c.Checks.Deadline == 0 {
				return quote(Auto)
			}
			return quote(c.Checks.Deadline.String())
		},
	}
}

func baud() setting {
	names := make([]string, len(Bauds))
	for i, b := range Bauds {
		names[i] = strconv.Itoa(b)
	}
	return setting{key: "scanner.baud", allowed: strings.Join(names, " | "), choices: names,
		read: func(c *Config, v any) Problem {
			n, ok := v.(int64)
			if !ok || n > 1<<30 || !validBaud(int(n)) {
				return BadValue
			}
			c.Scanner.Baud = int(n)
			return ""
		},
		write: func(c *Config) string { return strconv.Itoa(c.Scanner.Baud) },
	}
}
