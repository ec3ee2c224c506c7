package scandoctor

import (
	"strings"

	"dobro/internal/barcodes"
)

// Command is a set-up command that a maker's scanners obey when they read it from a symbol. Its name is under
// "scandoctor.command.<Name>".
type Command struct {
	Name string
	Text string // as it stands in the symbol, without the closing FNC3
}

// Commands are those of Honeywell area imagers (Xenon, Voyager, Granit, Youjie and their kin). Only what is published is here:
//
//   - the form of the symbol, Code 128 with a tilde, the command, a full stop and FNC3: technical note «Can't default
//     Honeywell Xenon or Voyager scanner» of accuratedata.com, and read off the symbols «USB HID (PC)» and «Control +
//     ASCII Mode On» of the Xenon guide;
//   - the commands: Xenon 1900 and Granit User's Guides, chapters «Programming the Interface» and «Data Editing»: TRMUSB130
//     is the USB serial port, PAP124 the USB keyboard, KBDCAS1 control characters as Ctrl combinations, SUFBK2 adds a
//     suffix, 99 for all symbologies, 0D for CR.
//
// A full stop at the end keeps the setting when the scanner loses power. The set-up symbols of other makers differ by model,
// or we found no public word about what is in them: for these the screen says in the maker's own words what to look for.
var Commands = []Command{
	{"usb_port", "~TRMUSB130."},
	{"enter", "~SUFBK2990D."},
	{"usb_keyboard", "~PAP124."},
	{"gs_keyboard", "~KBDCAS1."},
}

// Plain is the command as manuals name it.
func (c Command) Plain() string { return strings.Trim(c.Text, "~.") }

// Symbol draws the command.
func (c Command) Symbol() (barcodes.Symbol, error) { return barcodes.Code128(c.Text + barcodes.FNC3) }
