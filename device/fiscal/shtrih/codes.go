package shtrih

import (
	"errors"
	"fmt"
	"time"

	"dobro/device/fiscal"
)

// Commands.
const (
	cmdShortStatus = 0x10
	cmdLongStatus  = 0x11
	cmdPrintLine   = 0x17
	cmdRegister    = 0x1A
	cmdSetTime     = 0x21
	cmdSetDate     = 0x22
	cmdConfirmDate = 0x23
	cmdCut         = 0x25
	cmdDrawer      = 0x28
	cmdXReport     = 0x40
	cmdZReport     = 0x41
	cmdCashIn      = 0x50
	cmdCashOut     = 0x51
	cmdCancel      = 0x88
	cmdCopy        = 0x8C
	cmdOpen        = 0x8D
	cmdContinue    = 0xB0
	cmdOpenShift   = 0xE0
	cmdModel       = 0xFC
	cmdDrive       = 0xFF01
	cmdExpiry      = 0xFF03
	cmdDriveCancel = 0xFF08
	cmdLastReg     = 0xFF09
	cmdFind        = 0xFF0A
	cmdTag         = 0xFF0C
	cmdExchange    = 0xFF39
	cmdReadDoc     = 0xFF3A
	cmdReadBlock   = 0xFF3B
	cmdShift       = 0xFF40
	cmdBeginOpen   = 0xFF41
	cmdBeginClose  = 0xFF42
	cmdClose       = 0xFF45
	cmdItem        = 0xFF46
	cmdItemTag     = 0xFF4D
	cmdCheckMark   = 0xFF61
	cmdBindMark    = 0xFF67
	cmdAcceptMark  = 0xFF69
)

// timeouts of answers, as the maker's own driver has them; what is not listed takes 30 s.
var timeouts = map[int]time.Duration{
	cmdShortStatus: 5 * time.Second, cmdDrive: 10 * time.Second, cmdCheckMark: 40 * time.Second, cmdBindMark: 40 * time.Second,
	cmdOpenShift: 120 * time.Second, cmdZReport: 65 * time.Second,
}

// repeatable commands may be carried out twice without harm.
var repeatable = map[int]bool{
	cmdShortStatus: true, cmdLongStatus: true, cmdRegister: true, cmdModel: true, cmdDrive: true, cmdExpiry: true, cmdLastReg: true,
	cmdFind: true, cmdExchange: true, cmdReadDoc: true, cmdShift: true, cmdSetTime: true, cmdSetDate: true, cmdConfirmDate: true,
}

// Errors of the printer that the code speaks of.
const (
	errNoData     = 0x08
	errDriveTime  = 0x2F
	errDriveQuiet = 0x30
	errNoCommand  = 0x37
	errPrinting   = 0x50
	errClosed     = 0x55
	errContinue   = 0x58
	errOrder      = 0xA1
	errUnchecked  = 0xA5
)

var troubles = map[byte]fiscal.Trouble{
	0x16: fiscal.ShiftTooLong, 0x4E: fiscal.ShiftTooLong, 0x02: fiscal.DriveFault,
	errNoCommand: fiscal.Unsupported, 0x33: fiscal.Unsupported, 0x36: fiscal.Unsupported,
	0x45: fiscal.NotPaid, 0x46: fiscal.NoCash, 0x4F: fiscal.Denied, 0x59: fiscal.Denied,
	errPrinting: fiscal.Busy, errContinue: fiscal.Busy, 0x4A: fiscal.Busy, 0x6B: fiscal.NoPaper,
	errDriveTime: fiscal.DriveFault, errDriveQuiet: fiscal.DriveFault,
	0xA0: fiscal.BadMark, 0xA1: fiscal.BadMark, 0xA2: fiscal.BadMark, 0xA3: fiscal.BadMark, errUnchecked: fiscal.BadMark,
}

// words of the protocol document for its errors, in short, for the log; a cashier sees the number beside the till's own sentence.
var words = map[byte]string{
	0x02: "drive is in another state", 0x03: "drive refuses", 0x04: "drive refuses", 0x07: "wrong date", errNoData: "no data", 0x09: "wrong parameters",
	0x10: "tags are too long", 0x11: "no connection", 0x12: "resource of the drive is exhausted", 0x14: "resource of 30 days is exhausted",
	0x16: "shift of more than 24 hours", 0x17: "wrong difference of times", 0x20: "answer of the operator was not accepted",
	errDriveTime: "drive timed out", errDriveQuiet: "drive is silent", 0x33: "wrong parameters", 0x36: "wrong parameters for this printer",
	errNoCommand: "command is not supported", 0x45: "payments are below the total", 0x46: "not enough cash in the drawer", 0x4A: "receipt is open",
	0x4B: "receipt is too long", 0x4E: "shift of more than 24 hours", 0x4F: "wrong password", errPrinting: "printing", errClosed: "receipt is closed",
	errContinue: "waits for printing to be continued", 0x59: "document was opened by another operator", 0x6B: "no paper", 0x72: "not in this submode",
	0x73: "not in this mode", 0x8E: "total is zero", 0x94: "too many operations", 0xA0: "not with a marking code", 0xA1: "wrong order of marking commands",
	0xA2: "table of notices is full", 0xA3: "more than 128 marking codes", 0xA4: "a tag is missing", errUnchecked: "marking code was not checked",
	0xC0: "date has to be confirmed",
}

// refusal is the printer's own no.
func refusal(command int, code byte) *fiscal.Error {
	t, ok := troubles[code]
	switch {
	case ok:
	case command == cmdCheckMark || command == cmdBindMark || command == cmdAcceptMark:
		t = fiscal.BadMark
	case code >= 0x01 && code <= 0x20:
		t = fiscal.DriveFault
	default:
		t = fiscal.Other
	}
	e := &fiscal.Error{Trouble: t, Code: int(code), Text: fmt.Sprintf("%02Xh", code)}
	if w := words[code]; w != "" {
		e.Err = errors.New(w)
	}
	return e
}
