package goods

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dobro/internal/sale"

	"golang.org/x/text/encoding/charmap"
)

const importXML = `<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.07" ДатаФормирования="2026-11-22T10:00:00">
 <Классификатор><Ид>1</Ид><Наименование>Классификатор</Наименование>
  <Группы><Группа><Ид>g1</Ид><Наименование>Чай</Наименование></Группа></Группы></Классификатор>
 <Каталог СодержитТолькоИзменения="false"><Ид>1</Ид><Наименование>Основной каталог</Наименование>
  <Товары>
   <Товар><Ид>t-1</Ид><Артикул>7</Артикул><Наименование>Чай чёрный</Наименование><Штрихкод>46198488</Штрихкод>
    <БазоваяЕдиница Код="796" НаименованиеПолное="Штука">шт</БазоваяЕдиница><Группы><Ид>g1</Ид></Группы>
    <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>22</Ставка></СтавкаНалога></СтавкиНалогов></Товар>
   <Товар><Ид>t-2</Ид><Артикул>101</Артикул><Наименование>Молоко 3,2 %</Наименование>
    <БазоваяЕдиница>шт</БазоваяЕдиница>
    <ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Группа маркировки</Наименование><Значение>milk</Значение></ЗначениеРеквизита>
     <ЗначениеРеквизита><Наименование>ТипНоменклатуры</Наименование><Значение>Товар</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>
    <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>10</Ставка></СтавкаНалога></СтавкиНалогов></Товар>
   <Товар Статус="Удален"><Ид>t-3</Ид><Наименование>Пряник</Наименование></Товар>
   <Товар><Ид>t-4</Ид><Наименование>Ждём поставку</Наименование></Товар>
   <Товар><Ид>t-5</Ид><Артикул>F</Артикул><Наименование>Футболка</Наименование><БазоваяЕдиница Код="796">шт</БазоваяЕдиница>
    <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>Без налога</Ставка></СтавкаНалога></СтавкиНалогов></Товар>
  </Товары>
 </Каталог>
</КоммерческаяИнформация>`

const offersXML = `<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.07">
 <ПакетПредложений><Ид>1#</Ид><Наименование>Пакет</Наименование>
  <ТипыЦен><ТипЦены><Ид>p-1</Ид><Наименование>Розничная</Наименование><Валюта>руб</Валюта></ТипЦены><ТипЦены><Ид>p-2</Ид><Наименование>Оптовая</Наименование></ТипЦены></ТипыЦен>
  <Предложения>
   <Предложение><Ид>t-1</Ид><Наименование>Чай чёрный (остаток)</Наименование>
    <Цены><Цена><Представление>123,50 руб. за шт</Представление><ИдТипаЦены>p-1</ИдТипаЦены><ЦенаЗаЕдиницу>123.5</ЦенаЗаЕдиницу><Валюта>руб</Валюта><Единица>шт</Единица><Коэффициент>1</Коэффициент></Цена>
     <Цена><ИдТипаЦены>p-2</ИдТипаЦены><ЦенаЗаЕдиницу>100</ЦенаЗаЕдиницу></Цена></Цены><Количество>5</Количество></Предложение>
   <Предложение><Ид>t-2</Ид><Штрихкод>4670540176099</Штрихкод><Наименование>Молоко</Наименование>
    <Цены><Цена><ИдТипаЦены>p-1</ИдТипаЦены><ЦенаЗаЕдиницу>89.90</ЦенаЗаЕдиницу></Цена></Цены></Предложение>
   <Предложение><Ид>t-3</Ид><Цены><Цена><ИдТипаЦены>p-1</ИдТипаЦены><ЦенаЗаЕдиницу>1</ЦенаЗаЕдиницу></Цена></Цены></Предложение>
   <Предложение><Ид>t-5#s</Ид><Наименование>Футболка (S)</Наименование><Штрихкод>4606203090785</Штрихкод><Цены><Цена><ИдТипаЦены>p-1</ИдТипаЦены><ЦенаЗаЕдиницу>500</ЦенаЗаЕдиницу></Цена></Цены></Предложение>
   <Предложение><Ид>t-5#m</Ид><Наименование>Футболка (M)</Наименование><Штрихкод>012345678905</Штрихкод><Цены><Цена><ИдТипаЦены>p-1</ИдТипаЦены><ЦенаЗаЕдиницу>550</ЦенаЗаЕдиницу></Цена></Цены></Предложение>
  </Предложения>
 </ПакетПредложений>
</КоммерческаяИнформация>`

func packed(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// together is an import.xml with its offers.xml beside it.
func together(imports, offers string) File {
	f := inMemory("import.xml", []byte(imports))
	f.More = []File{inMemory("offers.xml", []byte(offers))}
	return f
}

func inCP1251(t *testing.T, s string) string {
	t.Helper()
	out, err := charmap.Windows1251.NewEncoder().String(strings.Replace(s, "UTF-8", "windows-1251", 1))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCommerceMLIsReadHoweverItComes(t *testing.T) {
	want := []Product{tea, milk,
		{Code: "F", Name: "Футболка (S)", Price: 50000, Unit: sale.Piece, VAT: sale.VATNone, Barcodes: []string{"4606203090785"}},
		{Code: "F", Name: "Футболка (M)", Price: 55000, Unit: sale.Piece, VAT: sale.VATNone, Barcodes: []string{"012345678905"}}}
	inner := func(s string) string {
		_, s, _ = strings.Cut(s, "\n")
		s = s[strings.Index(s, ">")+1:]
		return strings.TrimSuffix(strings.TrimSpace(s), "</КоммерческаяИнформация>")
	}
	for name, f := range map[string]File{
		"two texts":                    together(importXML, offersXML),
		"the offers first":             {Name: "offers.xml", Size: int64(len(offersXML)), ReaderAt: strings.NewReader(offersXML), More: []File{inMemory("import.xml", []byte(importXML))}},
		"packed":                       inMemory("1c.zip", packed(t, map[string]string{"webdata/offers0_1.xml": offersXML, "webdata/import0_1.xml": importXML, "webdata/import_files/1.jpg": "x"})),
		"one text":                     inMemory("all.xml", []byte("<КоммерческаяИнформация>"+inner(importXML)+inner(offersXML)+"</КоммерческаяИнформация>")),
		"Windows-1251":                 together(inCP1251(t, importXML), inCP1251(t, offersXML)),
		"a byte order mark, and lines": together("\xEF\xBB\xBF"+strings.ReplaceAll(importXML, "\n", "\r\n"), offersXML),
	} {
		got, err := f.Read(Ask{Groups: known})
		if err != nil || !reflect.DeepEqual(got.Products, want) || got.Skipped != 1 || !reflect.DeepEqual(got.Silent, MoreColumns) {
			t.Errorf("%s:\ngot  %+v, %v\nwant %+v", name, got, err, want)
		}
	}
	got, err := together(importXML, strings.ReplaceAll(offersXML, "Розничная", "Цена 1")).Read(Ask{Groups: known, PriceType: "цена 1"})
	if err != nil || !reflect.DeepEqual(got.Products, want) {
		t.Errorf("a type of price that was asked for: %+v, %v", got, err)
	}
}

func TestRefusedExchangesNameTheLineOfTheElement(t *testing.T) {
	change := func(s string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(s) }
	for _, tt := range []struct {
		name            string
		imports, offers string
		want            []RowError
	}{
		{"a price in words", importXML, change(offersXML, "123.5<", "много<"), []RowError{{File: "offers.xml", Line: 6, Column: "price", Problem: BadPrice, Value: "много"}}},
		{"the old rate", change(importXML, "<Ставка>22<", "<Ставка>20<"), offersXML, []RowError{{File: "import.xml", Line: 7, Column: "vat", Problem: OldVAT, Value: "20"}}},
		{"no rate", change(importXML, "<Ставка>22<", "<Ставка><"), offersXML, []RowError{{File: "import.xml", Line: 7, Column: "vat", Problem: BadVAT}}},
		{"a barcode of the offer", importXML, change(offersXML, "4670540176099", "4670540176098"), []RowError{{File: "offers.xml", Line: 9, Column: "barcode", Problem: BadCheckDigit, Value: "4670540176098"}}},
		{"an unknown unit", change(importXML, "<БазоваяЕдиница>шт<", "<БазоваяЕдиница>час<"), offersXML, []RowError{{File: "import.xml", Line: 10, Column: "unit", Problem: BadUnit, Value: "час"}}},
		{"an offer of nothing", importXML, change(offersXML, "<Ид>t-2<", "<Ид>t-9<"), []RowError{{File: "offers.xml", Line: 9, Problem: OrphanOffer, Value: "t-9"}}},
		{"no price of this type", importXML, change(offersXML, "<ИдТипаЦены>p-1</ИдТипаЦены><ЦенаЗаЕдиницу>89.90", "<ИдТипаЦены>p-2</ИдТипаЦены><ЦенаЗаЕдиницу>89.90"),
			[]RowError{{File: "offers.xml", Line: 9, Column: "price", Problem: NoPrice, Value: "Молоко 3,2 %"}}},
		{"types of price that nobody can choose among", importXML, change(offersXML, "Розничная", "Цена 1"), []RowError{{File: "offers.xml", Line: 6, Problem: PriceTypes}}},
		{"two prices for the same", importXML, change(offersXML, "<Ид>t-2<", "<Ид>t-1<"), []RowError{{File: "offers.xml", Line: 9, Problem: RepeatedOffer, Value: "t-1"}}},
		{"cut off", importXML, offersXML[:len(offersXML)-300], []RowError{{File: "offers.xml", Line: 13, Problem: BadXML}}},
		{"elements that cross", change(importXML, "</Артикул><Наименование>Чай", "</Наименование><Наименование>Чай"), offersXML, []RowError{{File: "import.xml", Line: 7, Problem: BadXML}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := together(tt.imports, tt.offers).Read(Ask{Groups: known})
			refusedWith(t, got, err, tt.want)
		})
	}
	got, err := inMemory("import.xml", []byte(importXML)).Read(Ask{Groups: known})
	refusedWith(t, got, err, []RowError{{Line: 7, Problem: NoOffers}})
}

func TestBombsAreRefusedInBoundedMemory(t *testing.T) {
	deep := "<КоммерческаяИнформация>" + strings.Repeat("<a>", 1000)
	long := "<КоммерческаяИнформация><Каталог><Товары><Товар><Наименование>" + strings.Repeat("x", maxText+1)
	laughs := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><КоммерческаяИнформация><Каталог>&b;</Каталог></КоммерческаяИнформация>`
	for name, text := range map[string]string{"depth": deep, "one endless text": long, "entities": laughs} {
		got, err := inMemory("import.xml", []byte(text)).Read(Ask{Groups: known})
		var r *Refusal
		if !errors.As(err, &r) || got.Products != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	c := &cml{goods: map[string]*cmlGoods{}, left: 10_000}
	err := c.take(inMemory("bomb.zip", packed(t, map[string]string{"import.xml": "<КоммерческаяИнформация>" + strings.Repeat(" ", 1<<20)})))
	var r *Refusal
	if !errors.As(err, &r) || r.Rows[0].Problem != FileTooLarge {
		t.Errorf("a bomb in a pack: %v", err)
	}
}

// exchange makes an import.xml and an offers.xml of n goods.
func exchange(n int) (imports, offers []byte) {
	var in, out bytes.Buffer
	in.WriteString(`<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация><Каталог><Товары>` + "\n")
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация><ПакетПредложений><Предложения>` + "\n")
	for i := range n {
		body := fmt.Sprintf("460%09d", i)
		fmt.Fprintf(&in, "<Товар><Ид>6f2f2c4e-%08d</Ид><Штрихкод>%s%c</Штрихкод><Артикул>%d</Артикул><Наименование>Молоко «Луговое» пастеризованное %d, 930 мл</Наименование><БазоваяЕдиница Код=\"796\">шт</БазоваяЕдиница><СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>10</Ставка></СтавкаНалога></СтавкиНалогов></Товар>\n", i, body, CheckDigit(body), i, i)
		fmt.Fprintf(&out, "<Предложение><Ид>6f2f2c4e-%08d</Ид><Наименование>Молоко</Наименование><Цены><Цена><ИдТипаЦены>p</ИдТипаЦены><ЦенаЗаЕдиницу>89.9</ЦенаЗаЕдиницу></Цена></Цены><Количество>5</Количество></Предложение>\n", i)
	}
	in.WriteString("</Товары></Каталог></КоммерческаяИнформация>")
	out.WriteString("</Предложения></ПакетПредложений></КоммерческаяИнформация>")
	return in.Bytes(), out.Bytes()
}

func FuzzCommerceML(f *testing.F) {
	f.Add([]byte(importXML), []byte(offersXML))
	f.Add([]byte(`<КоммерческаяИнформация><Цена><Товары><Товар><Товар></Товар></Товар></Товары></Цена></КоммерческаяИнформация>`), []byte(`<КоммерческаяИнформация><ТипЦены><Цена><Предложения><Предложение><Цена>`))
	f.Add([]byte("<?xml version=\"1.0\" encoding=\"windows-1251\"?><x>"), []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, imports, offers []byte) {
		file := inMemory("import.xml", imports)
		file.More = []File{inMemory("offers.xml", offers)}
		got, err := file.Read(Ask{Groups: known, Default: map[string]string{"vat": "none"}})
		soundList(t, got, err)
	})
}
