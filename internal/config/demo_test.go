package config

import "testing"

func TestDemoShopLacksNothing(t *testing.T) {
	c, err := Load("../../assets/demo/shop.toml", nil)
	if err != nil || !c.Present || len(c.Wanted()) > 0 || c.Fiscal.Driver != DriverSim {
		t.Errorf("got %+v, wanted %v, error %v", c, c.Wanted(), err)
	}
}
