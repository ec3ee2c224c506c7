package atol

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"dobro/internal/sim/codes"
)

// document answers getFnDocument: the tags of one document as the driver names them.
func (a *Printer) document(fd int64, raw bool) *outcome {
	d, ok := a.memory.find(fd)
	if !ok {
		return &outcome{err: fails(codeFNNoData)}
	}
	tlv := a.tags(d)
	out := map[string]any{"documentTLV": tlv}
	if raw {
		text, err := json.Marshal(tlv)
		if err != nil {
			return &outcome{err: &taskError{codeInternal, err.Error()}}
		}
		out["rawData"] = base64.StdEncoding.EncodeToString(text)
	}
	return &outcome{result: out}
}

func (a *Printer) tags(d Document) map[string]any {
	fp, _ := strconv.ParseUint(d.FP, 10, 32)
	out := map[string]any{"short": false, "fiscalDocumentType": d.Kind, "1012": iso(d.At), "1018": a.p.INN, "1037": d.RNM,
		"1038": d.Shift, "1040": d.FD, "1041": d.FN, "1048": a.p.ShopName, "1077": fmt.Sprintf("2104%08X", fp), "1209": 4}
	put(out, "1021", d.Operator)
	put(out, "1203", d.OperatorINN)
	if d.IsReceipt() {
		receiptTags(out, d)
		out["qr"] = fmt.Sprintf("t=%s&s=%s&fn=%s&i=%d&fp=%d&n=%d", d.At.Format("20060102T1504"), d.Total, d.FN, d.FD, fp, receiptKinds[d.Kind])
	}
	if d.Kind == "closeShift" {
		out["1118"] = a.receiptsOf(d.Shift)
	}
	return out
}

func (a *Printer) receiptsOf(shift int64) int {
	n := 0
	for _, d := range a.memory.docs {
		if d.Shift == shift && d.IsReceipt() {
			n++
		}
	}
	return n
}

func receiptTags(out map[string]any, d Document) {
	out["fiscalDocumentType"] = "receipt"
	if d.Correction != nil {
		out["fiscalDocumentType"] = "receiptCorrection"
		out["1173"] = map[string]int{"self": 0, "instruction": 1}[d.Correction.Type]
		out["1174"] = map[string]any{"1178": d.Correction.Date, "1179": d.Correction.Number}
	}
	out["1054"], out["1042"], out["1020"] = receiptKinds[d.Kind], d.Receipt, number(d.Total)
	if d.Taxation != "" {
		out["1055"] = taxationBits[d.Taxation]
	}
	put(out, "1008", d.Contact)
	put(out, "1009", d.Address)
	put(out, "1187", d.Place)
	put(out, "1192", d.Mark)
	put(out, "1227", d.BuyerName)
	put(out, "1228", d.BuyerINN)
	if d.User != nil {
		out["1084"] = map[string]any{"1085": d.User.Name, "1086": d.User.Value}
	}
	for tag, kind := range map[string]int{"1031": 0, "1081": 1, "1215": 2, "1216": 3, "1217": 4} {
		sum := d.paid(kind)
		if kind == 0 {
			sum -= d.Change
		}
		out[tag] = number(sum)
	}
	for _, v := range d.VAT {
		if tag := vatRates[v.Rate].total; tag != "" {
			out[tag] = number(v.Sum)
			if v.Rate == "none" || v.Rate == "vat0" {
				out[tag] = number(d.turnover(v.Rate))
			}
		}
	}
	if len(d.Industry) > 0 {
		out["1261"] = industryTags(d.Industry)
	}
	items := []any{}
	for _, it := range d.Items {
		items = append(items, itemTags(it))
	}
	out["1059"] = items
}

func itemTags(it Item) map[string]any {
	out := map[string]any{"1030": it.Name, "1079": number(it.Price), "1023": json.Number(millionths(it.Quantity)), "1043": number(it.Sum),
		"1199": vatRates[it.VAT].tag, "1212": it.Object, "1214": it.Method, "2108": it.Unit}
	if vatRates[it.VAT].of != 0 {
		out["1200"] = number(it.VATSum)
	}
	put(out, "1191", it.Attribute)
	put(out, "1226", it.Supplier)
	if len(it.Industry) > 0 {
		out["1260"] = industryTags(it.Industry)
	}
	if it.Code == "" {
		return out
	}
	cis := codes.Split(it.Code)
	tag := "1305"
	if cis.Pack {
		tag = "1306"
	}
	out["1163"] = map[string]any{tag: cis.Cis}
	out["2000"], out["2102"], out["2106"] = hex.EncodeToString([]byte(it.Code)), 0, it.Check
	if it.Status != 0 {
		out["2003"] = it.Status
	}
	put(out, "1292", it.Fraction)
	return out
}

func industryTags(all []Industry) []any {
	out := []any{}
	for _, i := range all {
		out = append(out, map[string]any{"1262": i.FOIS, "1263": i.Date, "1264": i.Number, "1265": i.Value})
	}
	return out
}

func put(out map[string]any, tag, value string) {
	if value != "" {
		out[tag] = value
	}
}
