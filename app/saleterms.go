package main

import (
	"dobro/assets"
	"dobro/checks"
	"dobro/internal/config"
	"dobro/internal/hours"
	"dobro/internal/register"
)

// termsOf is what a sale takes besides the permit; ask says whether somebody is there who answers questions.
func termsOf(cfg config.Config, schedule *checks.Schedule, ask bool) (register.Terms, error) {
	table, err := hours.Load(assets.Files)
	if err != nil {
		return register.Terms{}, err
	}
	groups, err := hours.ParseGroups(cfg.Sale.GroupHours)
	if err != nil {
		return register.Terms{}, err
	}
	clock, err := table.For(hours.Shop{Region: cfg.Sale.Region, Own: map[string]string{"alcohol": cfg.Sale.AlcoholHours}, Groups: groups, Zone: cfg.Shop.Location,
		Group: func(code string) (int, bool) {
			g, ok := schedule.Group(code)
			return g.ID, ok
		}})
	if err != nil {
		return register.Terms{}, err
	}
	t := register.Terms{Zone: cfg.Shop.Location, Closed: clock.Closed, AskAge: ask && cfg.Sale.AskAge, Recheck: cfg.Sale.RecheckAfter,
		Age: func(group int) int {
			g, _ := schedule.ByID(group)
			return g.Age
		}}
	if !ask && cfg.Sale.AlcoholHours == "" && cfg.Sale.Region == "" && len(groups) == 0 {
		t.Closed = nil // a script tells the same at any time of day, unless its shop names hours
	}
	return t, nil
}
