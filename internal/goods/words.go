package goods

import (
	_ "embed"
	"strings"
)

//go:embed words.txt
var wordsText string

// words are the sections of words.txt: section → what it is → how other programs write it.
var words = readWords(wordsText)

func readWords(text string) map[string]map[string][]string {
	all := map[string]map[string][]string{}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
			all[section] = map[string][]string{}
		default:
			what, list, _ := strings.Cut(line, ":")
			for w := range strings.SplitSeq(list, ",") {
				all[section][what] = append(all[section][what], strings.TrimSpace(w))
			}
		}
	}
	return all
}

// element is the name of an element of CommerceML.
func element(what string) string { return words["elements"][what][0] }

// Elements of CommerceML.
var (
	elAmount         = element("amount")
	elBarcode        = element("barcode")
	elCode           = element("code")
	elDeleted        = element("deleted")
	elGoods          = element("goods")
	elGoodsList      = element("goods list")
	elId             = element("id")
	elMarkOfDeletion = element("mark of deletion")
	elName           = element("name")
	elOffer          = element("offer")
	elOfferList      = element("offer list")
	elPrice          = element("price")
	elPriceType      = element("price type")
	elPriceTypeId    = element("price type id")
	elRate           = element("rate")
	elRequisite      = element("requisite")
	elRoot           = element("root")
	elStatus         = element("status")
	elTax            = element("tax")
	elUnit           = element("unit")
	elUnitCode       = element("unit code")
	elValue          = element("value")
	elVatName        = element("vat name")
)
