package scanner

// Scan codes of the main block of a keyboard as the first set of the PC has them; the kernel of Linux numbers these keys alike
// (evdev), and X11 adds eight. The letters are those that a scanner means by the key: it was set up for a US keyboard, whatever
// layout the till has.
const (
	codeBackspace = 14
	codeTab       = 15
	codeEnter     = 28
	codeCtrl      = 29
	codeShiftL    = 42
	codeShiftR    = 54
	codeAlt       = 56
	codeSpace     = 57
	codeCapsLock  = 58
	codeF8        = 66
)

// plain and shifted are the characters of the keys by scan code, 0 where a key writes nothing.
var plain, shifted = keyboard(
	row{2, "1234567890-=", "!@#$%^&*()_+"},
	row{16, "qwertyuiop[]", "QWERTYUIOP{}"},
	row{30, "asdfghjkl;'`", `ASDFGHJKL:"~`},
	row{43, `\zxcvbnm,./`, "|ZXCVBNM<>?"},
	row{codeSpace, " ", " "},
	row{86, `\`, "|"}, // the key that European keyboards have beside the left Shift
)

type row struct {
	first          int
	plain, shifted string
}

func keyboard(rows ...row) (plain, shifted [128]byte) {
	for _, r := range rows {
		for i := range len(r.plain) {
			plain[r.first+i], shifted[r.first+i] = r.plain[i], r.shifted[i]
		}
	}
	return plain, shifted
}

// keypad are the digits of the numeric pad by scan code, for Alt+0029.
var keypad = map[int]int{82: 0, 79: 1, 80: 2, 81: 3, 75: 4, 76: 5, 77: 6, 71: 7, 72: 8, 73: 9}

// control is what a key means with Ctrl held: the way in which some scanners send separators and ends.
var control = map[byte]byte{']': 0x1D, '\\': 0x1C, '6': 0x1E, '-': 0x1F, 'm': '\r', 'j': '\n', 'i': '\t'}

// Names of keys as Fyne gives them.
const (
	nameReturn = "Return"
	nameEnter  = "KP_Enter"
	nameTab    = "Tab"
	nameF8     = "F8"
	nameSpace  = "Space"
)

// modifier sorts the names of keys that only change others.
var modifier = map[string]rune{
	"LeftShift": 's', "RightShift": 's', "LeftControl": 'c', "RightControl": 'c', "LeftAlt": 'a', "RightAlt": 'a',
}

// silent are keys that a scanner presses by the way, or that change nothing.
var silent = map[string]bool{"CapsLock": true, "NumLock": true, "ScrollLock": true, "LeftSuper": true, "RightSuper": true}

// landmarks are keys whose name is the same in every layout: from them one sees by how much a system's scan codes are off.
var landmarks = map[string]int{
	nameReturn: codeEnter, nameTab: codeTab, "LeftShift": codeShiftL, "RightShift": codeShiftR, "LeftControl": codeCtrl,
	"LeftAlt": codeAlt, nameF8: codeF8, nameSpace: codeSpace, "BackSpace": codeBackspace, "CapsLock": codeCapsLock,
}
