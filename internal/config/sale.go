package config

import (
	"strconv"
	"strings"
	"time"

	"dobro/internal/hours"
)

// Sale is what the shop asks of a sale besides the permit.
type Sale struct {
	// Region names the rule of sale hours of package hours, "" the country's.
	Region string
	// AlcoholHours go over the region's: "08:00-23:00", days of their own as "12:00-14:00; sat,sun 08:00-23:00". "" is the region's.
	AlcoholHours string
	// GroupHours are hours of the shop's own for any groups, besides the law's: "tobacco 08:00-22:00 | beer 10:00-22:00".
	GroupHours string
	AskAge     bool // the window asks for the buyer's age where goods demand one
	// RecheckAfter is how old the answer about a code may be when its receipt is taken back; 0 is any.
	RecheckAfter time.Duration
	// AskAmount is how many kilograms, litres or metres typed for one line the window asks about once more, and ten times as many pieces;
	// 0 is never.
	AskAmount int
}

// MaxAskAmount is ten tons.
const MaxAskAmount = 10_000

// MaxRecheckAfter is a whole day: a receipt is not put aside for longer.
const MaxRecheckAfter = 24 * time.Hour

// SaleRegions are the regions with hours of sale of their own, those of the table of package hours.
var SaleRegions = []string{"moscow", "vologda", "yakutia", "chechnya"}

func defaultSale() Sale { return Sale{AskAge: true, RecheckAfter: 30 * time.Minute, AskAmount: 50} }

// saleSettings are the keys of the table [sale].
var saleSettings = []setting{
	choice("sale.region", func(c *Config) *string { return &c.Sale.Region }, append([]string{""}, SaleRegions...)...),
	checked("sale.alcohol_hours", "08:00-23:00 | 12:00-14:00; sat,sun 08:00-23:00 | \"\"", func(c *Config) *string { return &c.Sale.AlcoholHours }, always,
		func(s string) (string, Problem) {
			if _, err := hours.Parse(s); s != "" && err != nil {
				return "", BadValue
			}
			return s, ""
		}),
	checked("sale.group_hours", "tobacco 08:00-22:00 | beer 10:00-22:00; sat,sun 09:00-21:00", func(c *Config) *string { return &c.Sale.GroupHours }, leaveOut,
		func(s string) (string, Problem) {
			if _, err := hours.ParseGroups(s); err != nil {
				return "", BadValue
			}
			return strings.TrimSpace(s), ""
		}),
	flag("sale.ask_age", func(c *Config) *bool { return &c.Sale.AskAge }),
	recheckAfter(),
	askAmount(),
}

func askAmount() setting {
	return setting{key: "sale.ask_amount", allowed: "0 … 10000",
		read: func(c *Config, v any) Problem {
			n, ok := v.(int64)
			if !ok || n < 0 || n > MaxAskAmount {
				return BadValue
			}
			c.Sale.AskAmount = int(n)
			return ""
		},
		write: func(c *Config) string { return strconv.Itoa(c.Sale.AskAmount) },
	}
}

func recheckAfter() setting {
	return setting{key: "sale.recheck_after", allowed: "0 | 1m … 24h",
		read: func(c *Config, v any) Problem {
			if n, ok := v.(int64); ok && n == 0 {
				c.Sale.RecheckAfter = 0
				return ""
			}
			s, ok := v.(string)
			d, err := time.ParseDuration(s)
			if !ok || err != nil || d != 0 && (d < time.Minute || d > MaxRecheckAfter) {
				return BadValue
			}
			c.Sale.RecheckAfter = d
			return ""
		},
		write: func(c *Config) string {
			if c.Sale.RecheckAfter == 0 {
				return "0"
			}
			return quote(c.Sale.RecheckAfter.String())
		},
	}
}
