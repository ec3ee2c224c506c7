package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/device/fiscal/fptr10"
	"dobro/device/fiscal/shtrih"
	"dobro/internal/config"
	"dobro/internal/secrets"
)

// errNoDriver says that the library which the settings name cannot be loaded.
var errNoDriver = errors.New("no driver")

// openPrinter makes the driver that the settings name; nil when they name none. Nothing is sent to the printer yet.
func (p *program) openPrinter(ctx context.Context, cfg config.Config) (printer fiscal.Printer, err error) {
	switch cfg.Fiscal.Driver {
	case config.DriverAtol:
		printer, err = p.openAtol(cfg, cfg.Fiscal.Atol.URL, cfg.Fiscal.Atol.Library)
	case config.DriverShtrih:
		params := shtrih.Params{Address: cfg.Fiscal.Shtrih.Address, TagsFirst: cfg.Checks.Policy[shtrihTags] == "true", Zone: cfg.Shop.Location, Logger: p.log}
		if params.Password, err = p.shtrihPassword(); err != nil {
			return nil, err
		}
		if cfg.Checks.Policy[shtrihVAT] == "90h" {
			params.VAT7of107 = 0x90
		}
		printer, err = shtrih.New(params)
	case config.DriverSim:
		url := ""
		if url, err = p.startPrinterSimulator(ctx); err == nil {
			printer, err = p.openAtol(cfg, url, "")
		}
	default:
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open printer: %w", err)
	}
	p.later(printer.Close)
	return printer, nil
}

// openAtol goes through the web server of ATOL's driver, or through its library when the settings name one.
func (p *program) openAtol(cfg config.Config, url, library string) (fiscal.Printer, error) {
	params := atol.Params{URL: url, IndustryDate: cfg.Fiscal.Atol.IndustryDate, Zone: cfg.Shop.Location, Logger: p.log}
	if url == cfg.Fiscal.Atol.URL { // not the simulator's
		password, err := p.secret(secrets.AtolPassword)
		if err != nil {
			return nil, err
		}
		params.DeviceID, params.Login, params.Password = cfg.Fiscal.Atol.Device, cfg.Fiscal.Atol.Login, password
	}
	if library != "" {
		path := library
		if path == config.Auto {
			path = ""
		}
		lib, err := fptr10.Open(fptr10.Params{Path: path})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errNoDriver, err)
		}
		params.URL, params.Library = "", lib
	}
	return atol.New(params)
}

// shtrihPassword is the operator's number, 0 when nobody gave one.
func (p *program) shtrihPassword() (int64, error) {
	text, err := p.secret(secrets.ShtrihPassword)
	if err != nil || text == "" {
		return 0, err
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return 0, usage("app.shtrih_password")
	}
	return int64(n), nil
}
