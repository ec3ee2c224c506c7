package main

import (
	"context"
	"fmt"

	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/device/fiscal/fptr10"
	"dobro/device/fiscal/shtrih"
	"dobro/internal/config"
)

// openPrinter makes the driver that the settings name; nil when they name none. Nothing is sent to the printer yet.
func (p *program) openPrinter(ctx context.Context, cfg config.Config) (printer fiscal.Printer, err error) {
	switch cfg.Fiscal.Driver {
	case config.DriverAtol:
		printer, err = p.openAtol(cfg, cfg.Fiscal.Atol.URL, cfg.Fiscal.Atol.Library)
	case config.DriverShtrih:
		params := shtrih.Params{Address: cfg.Fiscal.Shtrih.Address, TagsFirst: cfg.Checks.Policy[shtrihTags] == "true", Zone: cfg.Shop.Location, Logger: p.log}
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
	if library != "" {
		path := library
		if path == config.Auto {
			path = ""
		}
		lib, err := fptr10.Open(fptr10.Params{Path: path})
		if err != nil {
			return nil, err
		}
		params.URL, params.Library = "", lib
	}
	return atol.New(params)
}
