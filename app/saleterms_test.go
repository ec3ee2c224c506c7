package main

import (
	"slices"
	"testing"

	"dobro/assets"
	"dobro/internal/config"
	"dobro/internal/hours"
)

// The regions that the settings offer are those that the table has hours for.
func TestTheRegionsOfTheSettingsAreThoseOfTheTable(t *testing.T) {
	table, err := hours.Load(assets.Files)
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(slices.Values(config.SaleRegions)); !slices.Equal(got, table.Regions()) {
		t.Errorf("the settings offer %q, the table has %q", got, table.Regions())
	}
}
