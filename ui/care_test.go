package ui

import (
	"context"

	"dobro/internal/probe"
	tape "dobro/internal/recorder"
	"dobro/ui/recorder"
	"dobro/ui/settings"
	"dobro/ui/updates"
	"dobro/ui/wizard"
)

// fakeCare is a program whose printer is out of paper and whose module waits for its key.
type fakeCare struct {
	mended []probe.Fix
	set    []string
	opened Opened
	spans  []tape.Span // read and saved

	updates fakeUpdates
}

func (c *fakeCare) Examine(context.Context) ([]probe.Finding, error) {
	return []probe.Finding{
		{Part: "settings", Code: "settings.well", Title: "Настройки", Level: probe.Well, Text: "Прочитаны: /var/lib/dobro/dobro.toml", Since: "2026-11-27T09:00:00Z"},
		{Part: "kkt", Code: "kkt.paper", Title: "ККТ", Level: probe.Bad, Text: "Кончилась чековая лента", Action: "Вставьте новый рулон", Since: "2026-11-27T09:00:00Z"},
		{Part: "lm", Code: "lm.unconfigured", Title: "ЛМ ЧЗ", Level: probe.Bad, Text: "ЛМ ЧЗ не настроен", Action: "Нужна инициализация ключом из личного кабинета", Fix: probe.InitModule, Since: "2026-11-27T09:00:00Z"},
		{Part: "clock", Code: "clock.off", Title: "Часы", Level: probe.Warn, Text: "Часы кассы и принтера расходятся на 40 мин", Action: "Поправьте часы: смену закройте, время выставьте в принтере", Fix: probe.SetPrinterClock},
		{Part: "licence", Code: "licence.well", Title: "Лицензия ТС ПИоТ", Level: probe.Well, Text: "Экземпляр 0128245621: ещё 240 дн."},
	}, nil
}

func (c *fakeCare) Mend(_ context.Context, f probe.Fix) (string, error) {
	c.mended = append(c.mended, f)
	return "Исправлено", nil
}

func (c *fakeCare) Bundle(context.Context) (string, error) {
	return "/var/lib/dobro/reports/support.zip", nil
}

func (c *fakeCare) Wizard() wizard.Backend { return nil }

func (c *fakeCare) Settings() settings.Backend { return c }

func (c *fakeCare) Recorder() recorder.Backend { return fakeRecorder{c} }

func (c *fakeCare) Updates() updates.Backend { return &c.updates }

func (c *fakeCare) Reopen(context.Context) (Opened, error) { return c.opened, nil }

func (c *fakeCare) Groups(context.Context) ([]settings.Group, error) {
	return []settings.Group{
		{ID: "shop", Title: "Магазин", Keys: []settings.Key{
			{Name: "shop.name", Label: "Название", Help: "Как в чеке: ООО «Ромашка» или ИП Иванов И. И.", Value: "ООО «Ромашка»", Shown: "ООО «Ромашка»"},
			{Name: "shop.taxation", Label: "Налогообложение", Help: "Система, на которую зарегистрирована касса", Value: "usn_income", Shown: "УСН доход", Default: "УСН доход",
				Choices: []settings.Choice{{Value: "osn", Label: "ОСН"}, {Value: "usn_income", Label: "УСН доход"}, {Value: "patent", Label: "Патент"}}},
		}},
		{ID: "checks", Title: "Проверка кодов"}, {ID: "checks.local_module", Title: "ЛМ ЧЗ"},
		{ID: "secrets", Title: "Пароли и ключи", Keys: []settings.Key{{Name: "secret.lm_password", Label: "Пароль ЛМ ЧЗ", Help: "Его задали при установке модуля; у нового — admin", Shown: "сохранён", Secret: true}}},
	}, nil
}

func (c *fakeCare) Tell(_, value string) string {
	if value == "" {
		return "Впишите название"
	}
	return ""
}

func (c *fakeCare) Set(_ context.Context, who, key, value string) error {
	c.set = append(c.set, who+": "+key+" = "+value)
	return nil
}

func (c *fakeCare) Export(context.Context) (string, error) {
	return "/var/lib/dobro/reports/dobro-settings.toml", nil
}

func (c *fakeCare) Import(context.Context, string, string) (int, error) { return 3, nil }
