package goods

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"dobro/internal/sale"
)

// calendar reads the product groups as they are shipped.
func calendar(t *testing.T) groups {
	b, err := os.ReadFile("../../assets/rules/groups.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Groups []struct {
			ID   int
			Code string
		}
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	g := groups{}
	for _, x := range file.Groups {
		g[x.Code], g[strconv.Itoa(x.ID)] = x.ID, x.ID
	}
	return g
}

func TestDemoShopHasGoodsToShowEverything(t *testing.T) {
	f, err := os.Open("../../assets/demo/goods.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := ParseCSV(f, calendar(t))
	if err != nil {
		t.Fatal(err)
	}
	group, unit, vat, unmarked := map[int]int{}, map[sale.Unit]int{}, map[sale.VAT]int{}, 0
	byGTIN := map[string]Product{}
	for _, p := range list {
		unit[p.Unit]++
		vat[p.VAT]++
		if p.Marked() {
			group[p.Group]++
		} else {
			unmarked++
		}
		for _, b := range p.Barcodes {
			byGTIN[GTIN(b)] = p
		}
	}
	if len(list) < 40 || len(group) < 8 || unmarked < 10 {
		t.Errorf("%d goods, %d groups, %d unmarked; want at least 40, 8, 10", len(list), len(group), unmarked)
	}
	for _, v := range []sale.VAT{sale.VATNone, sale.VAT0, sale.VAT10, sale.VAT22} {
		if vat[v] == 0 {
			t.Errorf("nothing with VAT %s", v)
		}
	}
	for _, u := range []sale.Unit{sale.Piece, sale.Kilogram, sale.Litre, sale.Metre} {
		if unit[u] == 0 {
			t.Errorf("nothing sold by %s", u)
		}
	}
	// The products of the certification cases 5.1-5.26 with the group of their codes.
	for gtin, want := range map[string]int{"04670540176099": 8, "04602220006549": 15, "04629308877044": 3, "04610136280571": 3, "04601653035829": 3,
		"04607010350246": 13, "04670019034288": 17, "08607405401894": 8, "00840147505712": 16} {
		if p, ok := byGTIN[gtin]; !ok || p.Group != want {
			t.Errorf("GTIN %s: %+v, want a product of group %d", gtin, p, want)
		}
	}
}
