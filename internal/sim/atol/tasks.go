package atol

// Dictionaries of the driver.
var (
	taxationBits = map[string]int{"osn": 1, "usnIncome": 2, "usnIncomeOutcome": 4, "envd": 8, "esn": 16, "patent": 32}
	methods      = map[string]int{"fullPrepayment": 1, "prepayment": 2, "advance": 3, "fullPayment": 4, "partialPayment": 5,
		"credit": 6, "creditPayment": 7}
	objects = map[string]int{"commodity": 1, "excise": 2, "job": 3, "service": 4, "gamblingBet": 5, "gamblingPrize": 6,
		"lottery": 7, "lotteryPrize": 8, "intellectualActivity": 9, "payment": 10, "agentCommission": 11, "pay": 12, "another": 13,
		"proprietaryLaw": 14, "nonOperatingIncome": 15, "exciseWithoutMarking": 30, "exciseWithMarking": 31,
		"commodityWithoutMarking": 32, "commodityWithMarking": 33}
	units = map[string]int{"piece": 0, "gram": 10, "kilogram": 11, "ton": 12, "centimeter": 20, "decimeter": 21, "meter": 22,
		"squareCentimeter": 30, "squareDecimeter": 31, "squareMeter": 32, "milliliter": 40, "liter": 41, "cubicMeter": 42,
		"kilowattHour": 50, "gkal": 51, "day": 70, "hour": 71, "minute": 72, "second": 73, "kilobyte": 80, "megabyte": 81,
		"gigabyte": 82, "terabyte": 83, "otherUnits": 255}
	payments  = map[string]int{"cash": 0, "electronically": 1, "prepaid": 2, "credit": 3, "other": 4}
	statuses  = map[string]int{"itemPieceSold": 1, "itemDryForSale": 2, "itemPieceReturn": 3, "itemDryReturn": 4, "itemStatusUnchanged": 255}
	codeTypes = map[string]int{"auto": 256, "imcUnrecognized": 0, "imcShort": 1, "imcFmVerifyCode88": 2, "imcVerifyCode44": 3,
		"imcFmVerifyCode44": 4, "imcVerifyCode4": 5}
)

// rate of VAT: the tax is sum*of/base; tag is its value in 1199, total the tag of the receipt's sum, 0 when there is none.
type rate struct {
	of, base int64
	tag      int
	total    string
}

// vatRates of the driver of 2026.
var vatRates = map[string]rate{"none": {0, 1, 6, "1105"}, "vat0": {0, 1, 5, "1104"}, "vat10": {10, 110, 2, "1103"},
	"vat110": {10, 110, 4, "1107"}, "vat20": {20, 120, 1, "1102"}, "vat120": {20, 120, 3, "1106"}, "vat5": {5, 105, 7, ""},
	"vat7": {7, 107, 8, ""}, "vat105": {5, 105, 9, ""}, "vat107": {7, 107, 10, ""}, "vat22": {22, 122, 11, ""},
	"vat122": {22, 122, 12, ""}}

const (
	ymd = `^\d{4}\.(0[1-9]|1[0-2])\.(0[1-9]|[12]\d|3[01])$`
	dmy = `^(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.\d{4}$`
)

func keys(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return out
}

func rates() []string {
	var out []string
	for k := range vatRates {
		out = append(out, k)
	}
	return out
}

// object makes a rule of a list of fields.
func object(f fields) rule { return f.check }

func operator() rule {
	return object(fields{"name*": text(64), "vatin": pattern(`^(\d{10}|\d{12})?$`)})
}

func printed() rule { return list(item(nil)) }

// item is one element of items, preItems and postItems: what it may hold depends on its type.
func item(position fields) rule {
	align := oneOf("left", "center", "right")
	kinds := map[string]fields{
		"text": {"text": str, "alignment": align, "wrap": oneOf("none", "chars", "words"), "font": integer, "doubleWidth": boolean,
			"doubleHeight": boolean, "storeInJournal": boolean},
		"barcode": {"barcode*": str, "barcodeType*": oneOf("EAN8", "EAN13", "UPCA", "UPCE", "CODE39", "CODE93", "CODE128",
			"CODABAR", "ITF", "ITF14", "GS1_128", "PDF417", "QR", "CODE39_EXTENDED"), "alignment": align, "scale": integer,
			"height": integer, "printText": boolean, "storeInJournal": boolean, "overlay": list(anything)},
		"pictureFromMemory": {"pictureNumber*": integer, "alignment": align},
		"pixels":            {"pixels*": base64Text, "width*": integer, "scale": integer, "alignment": align},
	}
	if position != nil {
		kinds["position"] = position
		kinds["userAttribute"] = fields{"name*": text(64), "value*": text(256), "print": boolean}
		kinds["additionalAttribute"] = fields{"value*": text(16), "print": boolean}
	}
	return func(path string, v any) *taskError {
		o, ok := v.(map[string]any)
		if !ok {
			return badType(path, "object")
		}
		kind, ok := o["type"].(string)
		if o["type"] == nil {
			return missing(join(path, "type"))
		}
		if !ok {
			return badType(join(path, "type"), "string")
		}
		if kinds[kind] == nil {
			return badValue(join(path, "type"), kind)
		}
		with := fields{"type*": str}
		for name, r := range kinds[kind] {
			with[name] = r
		}
		return with.check(path, v)
	}
}

func anything(string, any) *taskError { return nil }

func industry(date string) rule {
	form := map[string]string{"ymd": ymd, "dmy": dmy, "any": ymd + "|" + dmy}[date]
	return list(object(fields{"fois*": pattern(`^\d{3}$`), "date*": pattern(form), "number*": text(32), "industryAttribute*": text(256)}))
}

func mark() fields {
	flags := fields{"imcCheckFlag*": boolean, "imcCheckResult*": boolean, "imcStatusInfo*": boolean,
		"imcEstimatedStatusCorrect*": boolean, "ecrStandAloneFlag*": boolean}
	return fields{"imc*": base64Text, "imcType": dictionary(codeTypes), "itemEstimatedStatus": dictionary(statuses),
		"imcModeProcessing": integer, "itemFractionalAmount": pattern(`^[1-9]\d*/[1-9]\d*$`), "itemQuantity": quantity,
		"itemUnits": dictionary(units), "imcBarcode": base64Text, "itemInfoCheckResult": object(flags)}
}

// position is one line of a receipt.
func position(date string) fields {
	product := fields{"codes": list(base64Text)}
	for _, name := range []string{"undefined", "ean8", "ean13", "itf14", "gs10", "gs1m", "short", "furs", "egais20", "egais30",
		"f1", "f2", "f3", "f4", "f5", "f6"} {
		product[name] = str
	}
	return fields{"name*": text(128), "price*": rubles, "quantity*": quantity, "amount*": rubles, "infoDiscountAmount": rubles,
		"department": integer, "measurementUnit": dictionary(units), "piece": boolean, "paymentMethod": oneOf(keys(methods)...),
		"paymentObject": oneOf(keys(objects)...), "tax": object(fields{"type*": oneOf(rates()...), "sum": rubles}),
		"agentInfo":    anything,
		"supplierInfo": object(fields{"name": str, "vatin": pattern(`^(\d{10}|\d{12})?$`), "phones": list(str), "supplierPrint": boolean, "supplierVatinPrint": boolean}),

		"additionalAttribute": text(64), "additionalAttributePrint": boolean, "exciseSum": rubles, "countryCode": text(3),
		"customsDeclaration": text(32), "industryInfo": industry(date), "productCodes": object(product), "imcParams": object(mark()),
		"customParameters": list(anything)}
}

// receipt is sell and its kin; corrections have some fields more.
func receipt(date string, correction bool) fields {
	f := fields{"type*": str, "electronically": boolean, "ignoreNonFiscalPrintErrors": boolean, "validateMarkingCodes": boolean,
		"useVAT18": boolean, "taxationType": oneOf(keys(taxationBits)...), "operator": operator(),
		"clientInfo": object(fields{"emailOrPhone": text(64), "vatin": pattern(`^(\d{10}|\d{12})?$`), "name": text(256), "birthDate": str,
			"citizenship": str, "identityDocumentCode": str, "identityDocumentData": str, "address": str}),
		"companyInfo": object(fields{"email": text(64)}), "paymentsAddress": text(256), "paymentsPlace": text(256),
		"machineNumber": text(20), "operationInfo": object(fields{"id": integer, "data": text(64),
			"dateTime": pattern(`^\d{4}\.\d{2}\.\d{2} \d{2}:\d{2}:\d{2}$`)}), "industryInfo": industry(date), "agentInfo": anything,
		"supplierInfo": anything, "items*": list(item(position(date))), "payments*": list(object(fields{"type*": paymentType,
			"sum*": rubles, "printItems": printed()})), "taxes": list(object(fields{"type*": oneOf(rates()...), "sum*": rubles})),
		"total": rubles, "preItems": printed(), "postItems": printed(), "customParameters": list(anything)}
	if correction {
		f["correctionType*"], f["correctionBaseDate*"] = oneOf("self", "instruction"), pattern(ymd)
		f["correctionBaseNumber"], f["correctionBaseName"] = text(32), text(256)
	}
	return f
}

// paymentType is a name, a number, or a number in a string, as the driver takes it.
func paymentType(path string, v any) *taskError {
	if _, ok := payment(v); !ok {
		return badValue(path, v)
	}
	return nil
}

func payment(v any) (int, bool) {
	if n, ok := lookup(payments, v); ok {
		return n, true
	}
	s, _ := v.(string)
	if len(s) == 1 && s >= "0" && s <= "4" {
		return int(s[0] - '0'), true
	}
	return 0, false
}

// schemas of all tasks that the simulator executes.
func schemas(date string) map[string]fields {
	plain := func(more fields) fields {
		f := fields{"type*": str}
		for k, v := range more {
			f[k] = v
		}
		return f
	}
	report := fields{"operator": operator(), "electronically": boolean, "preItems": printed(), "postItems": printed()}
	cash := fields{"cashSum*": rubles, "operator": operator(), "electronically": boolean, "preItems": printed(), "postItems": printed()}
	document := fields{"fiscalDocumentNumber*": integer, "withRawData": boolean}
	one := mark()
	one["waitForResult"], one["notSendToServer"] = boolean, boolean
	marks := fields{"timeout": integer, "waitForResult": boolean, "params*": list(object(mark()))}
	all := map[string]fields{"openShift": plain(report), "closeShift": plain(report), "reportX": plain(report),
		"cashIn": plain(cash), "cashOut": plain(cash), "nonFiscal": plain(fields{"items*": printed(), "printFooter": boolean}),
		"printFnDocument": plain(document), "getFnDocument": plain(document),
		"setDateTime":   plain(fields{"dateTime*": pattern(`^\d{4}\.\d{2}\.\d{2} \d{2}:\d{2}:\d{2}$`)}),
		"validateMarks": plain(marks), "addMarksToBuffer": plain(marks), "beginMarkingCodeValidation": plain(fields{"params*": object(one)}),
		"pingIsm": plain(fields{"timeout": integer})}
	for kind := range receiptKinds {
		all[kind] = receipt(date, len(kind) > 10 && kind[len(kind)-10:] == "Correction")
	}
	for _, kind := range []string{"continuePrint", "printLastReceiptCopy", "getShiftStatus", "getShiftTotals", "getOverallTotals",
		"getDeviceStatus", "getDeviceInfo", "getFnInfo", "getFnStatus", "getRegistrationInfo", "getCashDrawerStatus", "openCashDrawer",
		"ofdExchangeStatus", "ismExchangeStatus", "clearMarkingCodeValidationResult", "checkImcWorkState", "getMarkingCodeValidationStatus",
		"acceptMarkingCode", "declineMarkingCode", "cancelMarkingCodeValidation", "checkMarkingCodeValidationsReady",
		"reportOfdExchangeStatus"} {
		all[kind] = plain(nil)
	}
	return all
}
