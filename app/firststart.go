package main

import (
	"strings"

	"dobro/internal/config"
	"dobro/ui/setup"
)

// draftOf fills the form of the first start with the defaults.
func draftOf(cfg config.Config) setup.Draft {
	return setup.Draft{Shop: cfg.Shop.Name, INN: cfg.Shop.INN, Address: cfg.Shop.Address, Taxation: cfg.Shop.Taxation, Driver: config.DriverAtol,
		Printer: cfg.Fiscal.Atol.URL, TSPIoT: cfg.Checks.TSPIoT.URL, LocalModule: cfg.Checks.LocalModule.URL}
}

func withDraft(cfg config.Config, d setup.Draft) config.Config {
	cfg.Shop.Name, cfg.Shop.INN, cfg.Shop.Address, cfg.Shop.Taxation = strings.TrimSpace(d.Shop), strings.TrimSpace(d.INN), strings.TrimSpace(d.Address), d.Taxation
	cfg.Checks.TSPIoT.URL, cfg.Checks.LocalModule.URL = strings.TrimRight(d.TSPIoT, "/ "), strings.TrimRight(d.LocalModule, "/ ")
	cfg.Fiscal.Driver = d.Driver
	if d.Driver == config.DriverShtrih {
		cfg.Fiscal.Shtrih.Address = d.Printer
	} else {
		cfg.Fiscal.Atol.URL = strings.TrimRight(d.Printer, "/ ")
	}
	return cfg
}

func printerAddress(driver string) string {
	d := config.Default()
	if driver == config.DriverShtrih {
		return d.Fiscal.Shtrih.Address
	}
	return d.Fiscal.Atol.URL
}

// checkDraft says what is wrong with one field: the settings' own rules, asked of a file that holds nothing else.
func (p *program) checkDraft(field setup.Name, d setup.Draft) string {
	key := map[setup.Name]string{setup.Shop: "shop.name", setup.INN: "shop.inn", setup.Address: "shop.address", setup.TSPIoT: "checks.tspiot.url",
		setup.LocalModule: "checks.local_module.url", setup.Printer: "fiscal.atol.url"}[field]
	if field == setup.Printer && d.Driver == config.DriverShtrih {
		key = "fiscal.shtrih.address"
	}
	switch {
	case field == setup.Shop && strings.TrimSpace(d.Shop) == "":
		return p.words.T("setup.name_wanted")
	case field == setup.INN && strings.TrimSpace(d.INN) == "":
		return p.words.T("setup.inn_wanted")
	}
	_, err := config.Parse("", config.Format(withDraft(config.Default(), d), nil), policyTable())
	for _, e := range config.Refusals(err) {
		if e.Key == key {
			return p.words.T("setup."+string(e.Problem), "value", e.Value, "allowed", e.Allowed)
		}
	}
	return ""
}

// portOf is the port in an address like COM3:115200; "" for a network address.
func portOf(address string) string {
	if strings.Contains(address, "://") {
		return ""
	}
	port, _, _ := strings.Cut(address, ":")
	return port
}
