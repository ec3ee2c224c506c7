package main

import (
	"dobro/internal/config"
	"dobro/ui/wizard"
)

// zones of the country, west to east.
var zones = []string{"Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Krasnoyarsk",
	"Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka"}

// Steps implements wizard.Backend.
func (w *install) Steps() []wizard.Step {
	setting := func(key string) wizard.Field { return wizard.Field{Key: key, Words: "setting." + key, Limit: 250} }
	digits := func(f wizard.Field, most int) wizard.Field { f.Digits, f.Limit = true, most; return f }
	secret := func(name string) wizard.Field {
		return wizard.Field{Key: "secret." + name, Words: "setting.secret." + name, Secret: true, Limit: 500}
	}
	own := func(key string, limit int) wizard.Field {
		return wizard.Field{Key: key, Words: "wizard.field." + key, Limit: limit}
	}
	zone := wizard.Field{Key: "shop.timezone", Words: "setting.shop.timezone"}
	for _, z := range zones {
		zone.Choices = append(zone.Choices, wizard.Choice{Value: z, Label: w.p.words.T("zone." + z)})
	}
	driver := w.choice("fiscal.driver")
	driver.Choices = driver.Choices[:2] // the simulator is for those who edit the file
	person := digits(own("person.pin", 12), 12)
	person.Secret = true
	role := wizard.Field{Key: "person.role", Words: "wizard.field.person.role"}
	for _, r := range []string{"owner", "senior", "cashier", "installer"} {
		role.Choices = append(role.Choices, wizard.Choice{Value: r, Label: w.p.words.T("role." + r)})
	}
	return []wizard.Step{
		{ID: "shop", Fields: []wizard.Field{w.choice("shop.taxation"), zone, setting("shop.name"), digits(setting("shop.inn"), 12), setting("shop.address")}},
		{ID: "printer", Skip: true, Fields: []wizard.Field{driver, own("printer.address", 250)}, Actions: []string{"find", "slip"}},
		{ID: "scanner", Skip: true, Scans: true, Fields: []wizard.Field{w.choice("scanner.mode")}},
		{ID: "tspiot", Skip: true, Fields: []wizard.Field{w.choice("checks.channel"), setting("checks.tspiot.url"), setting("checks.tspiot.client_id"), secret("tspiot_token")},
			Actions: []string{"find"}},
		{ID: "token", Skip: true, Way: true, Fields: []wizard.Field{secret("trueapi_token")}},
		{ID: "module", Skip: true, Fields: []wizard.Field{setting("checks.local_module.url"), setting("checks.local_module.login"), secret("lm_password")},
			Actions: []string{"init", "without"}},
		{ID: "goods", Skip: true, Fields: []wizard.Field{own("goods.file", 400)}, Actions: []string{"find", "columns"}},
		{ID: "people", Fields: []wizard.Field{role, own("person.name", 64), person}},
		{ID: "quick", Skip: true, Actions: []string{"anew"}},
		{ID: "backup", Skip: true, Fields: []wizard.Field{setting("keeping.backup_folder")}, Actions: []string{"find"}},
		{ID: "selftest", Skip: true, Fields: []wizard.Field{own("selftest.name", 64), own("selftest.code", 200)}, Actions: []string{"slip"}, Scans: true},
		{ID: "summary"},
	}
}

// choice is a question about a setting whose values can be counted.
func (w *install) choice(key string) wizard.Field {
	f := wizard.Field{Key: key, Words: "setting." + key}
	for _, k := range config.Keys(nil) {
		if k.Name == key {
			for _, c := range k.Choices {
				f.Choices = append(f.Choices, wizard.Choice{Value: c, Label: k.Word(w.p.words, c)})
			}
		}
	}
	return f
}

func printerAddressOf(cfg config.Config, driver string) string {
	if driver == config.DriverShtrih {
		return cfg.Fiscal.Shtrih.Address
	}
	return cfg.Fiscal.Atol.URL
}
