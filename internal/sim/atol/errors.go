package atol

import "fmt"

// Codes of the driver that the simulator answers with.
const (
	codeNoConnection     = 2
	codeInternal         = 6
	codeNotSupported     = 11
	codeInvalidSum       = 16
	codeInvalidQuantity  = 17
	codeNoPaper          = 44
	codeCover            = 45
	codeNonCashTooMuch   = 52
	codeBusy             = 55
	codeNotFullyPaid     = 66
	codeShiftExpired     = 68
	codeShiftClosed      = 73
	codeNoCash           = 80
	codeShiftOpened      = 83
	codeFNNoData         = 123
	codeTaxation         = 143
	codePaymentObject    = 217
	codeInvalidTotal     = 227
	codeConnectionLost   = 241
	codeInvalidTaxSum    = 243
	codeMarkInProgress   = 401
	codeMarkNoServer     = 402
	codeMarkStatus       = 404
	codeMarksOverflow    = 408
	codeInvalidMark      = 409
	codeMarkNotChecked   = 420
	codeMarkTimeout      = 421
	codeNoMarkInTable    = 422
	codeParse            = 501
	codeInterrupted      = 502
	codeTaskNotSupported = 503
)

// words of the driver for its codes.
var words = map[int]string{
	codeNoConnection: "Нет связи", codeInternal: "Внутренняя ошибка библиотеки", codeNotSupported: "Не поддерживается драйвером",
	codeInvalidSum: "Некорректная цена (сумма)", codeInvalidQuantity: "Некорректное количество", codeNoPaper: "Нет бумаги",
	codeCover: "Открыта крышка", codeNonCashTooMuch: "Сумма безналичных платежей превышает сумму чека", codeBusy: "ККТ занята",
	codeNotFullyPaid: "Чек оплачен не полностью", codeShiftExpired: "Смена превысила 24 часа",
	codeShiftClosed: "Операция невозможна при закрытой смене", codeNoCash: "В денежном ящике нет достаточной суммы",
	codeShiftOpened: "Операция невозможна при открытой смене", codeFNNoData: "Нет данных в ФН",
	codeTaxation: "Некорректный тип СНО", codePaymentObject: "Некорректное значение реквизита 1212",
	codeInvalidTotal: "Некорректная сумма чека", codeConnectionLost: "Потеря связи с ККТ", codeInvalidTaxSum: "Некорректная сумма налога",
	codeMarkInProgress: "Процедура проверки КМ уже запущена", codeMarkNoServer: "Нет связи с сервером",
	codeMarkStatus: "Неверное состояние проверки КМ", codeMarksOverflow: "Таблица проверенных КМ переполнена",
	codeInvalidMark: "Некорректный код маркировки", codeMarkNotChecked: "КМ не проверен",
	codeMarkTimeout: "Превышен таймаут ожидания ответа от сервера", codeNoMarkInTable: "КМ отсутствует в таблице",
	codeParse: "Ошибка разбора JSON", codeInterrupted: "Выполнение прервано из-за предыдущих ошибок",
	codeTaskNotSupported: "Задание не поддерживается",
}

// taskError is how a task fails: the driver's code with its words.
type taskError struct {
	code int
	text string
}

func (e *taskError) Error() string { return fmt.Sprintf("%d: %s", e.code, e.text) }

func fails(code int) *taskError { return &taskError{code, words[code]} }

func badType(path, want string) *taskError {
	return &taskError{codeParse, fmt.Sprintf("Поле \"%s\" имеет неверный тип (ожидается \"%s\")", path, want)}
}

func badValue(path string, value any) *taskError {
	return &taskError{codeParse, fmt.Sprintf("Некорректное значение поля \"%s\" (%v)", path, value)}
}

func missing(path string) *taskError {
	return &taskError{codeParse, fmt.Sprintf("Поле \"%s\" отсутствует", path)}
}

func unknownField(path string) *taskError {
	return &taskError{codeParse, fmt.Sprintf("Неизвестное поле \"%s\"", path)}
}
