package atol

import "dobro/device/fiscal"

// Numbers of the driver's errors that the code speaks of.
const (
	codeNoMoreData       = 30
	codeShiftClosed      = 73
	codeShiftOpen        = 83
	codeDriveNoMoreData  = 123
	codeInterrupted      = 502
	codeUnauthorised     = 505
	codeMarkingFirst     = 401
	codeMarkingLast      = 423
	codeMarkTimeout      = 421
	codeParse            = 501
	codeScript           = 503 // the driver's script for the task failed, or there is none
	codeNoValidator      = 504
	codeWrongFFD         = 413 // the printer is registered for an older format: no marking at all
	codeDriveFirst       = 115
	codeDriveLast        = 124
	codeWrongDriveNumber = 130
)

var troubles = map[int]fiscal.Trouble{
	1: fiscal.Offline, 2: fiscal.Offline, 3: fiscal.Busy, 4: fiscal.Offline, 104: fiscal.Offline, 241: fiscal.Offline,
	11: fiscal.Unsupported, 413: fiscal.Unsupported, 143: fiscal.Unsupported, 190: fiscal.Unsupported, 269: fiscal.Unsupported,
	32: fiscal.Busy, 55: fiscal.Busy, 72: fiscal.Busy, 188: fiscal.Busy, 221: fiscal.Busy, 226: fiscal.Busy,
	44: fiscal.NoPaper, 45: fiscal.CoverOpen,
	66: fiscal.NotPaid, 52: fiscal.NotPaid, 80: fiscal.NoCash,
	68: fiscal.ShiftTooLong, 141: fiscal.ShiftTooLong, codeShiftClosed: fiscal.ShiftShut, codeShiftOpen: fiscal.ShiftIsOpen,
	71: fiscal.Denied, codeUnauthorised: fiscal.Denied, 62: fiscal.Denied, 196: fiscal.Denied,
	codeWrongDriveNumber: fiscal.DriveFault, 133: fiscal.DriveFault, 134: fiscal.DriveFault, 136: fiscal.DriveFault,
	137: fiscal.DriveFault, 139: fiscal.DriveFault, 140: fiscal.DriveFault, 142: fiscal.DriveFault, 159: fiscal.DriveFault,
	162: fiscal.DriveFault, 166: fiscal.DriveFault, 178: fiscal.DriveFault, 224: fiscal.DriveFault,
	228: fiscal.BadMark,
}

// troubleOf sorts the driver's numbers (its header file lists them) into the troubles of the contract.
func troubleOf(code int) fiscal.Trouble {
	if t, ok := troubles[code]; ok {
		return t
	}
	switch {
	case codeMarkingFirst <= code && code <= codeMarkingLast:
		return fiscal.BadMark
	case codeDriveFirst <= code && code <= codeDriveLast:
		return fiscal.DriveFault
	}
	return fiscal.Other
}

// unknownTask tells whether the driver does not know a task at all. Older drivers call it a function that is not supported, a task
// that cannot be parsed, or a script that is missing.
func unknownTask(code int) bool {
	switch code {
	case codeParse, codeScript, codeNoValidator:
		return true
	}
	return troubleOf(code) == fiscal.Unsupported && code != codeWrongFFD
}

// uncertain tells whether a document may exist in the drive although its task ended with this error: the connection to the
// printer or to the drive broke, or a closing document was interrupted. The driver looks after a failed close itself, but
// with a broken connection it has nobody to ask.
func uncertain(code int) bool {
	switch code {
	case 2, 115, 140, 151, 175, 177, 178, 241:
		return true
	}
	return false
}
