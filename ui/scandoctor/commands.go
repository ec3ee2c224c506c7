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

// Commands are those of Honeywell area imagers (Xenon, Voyager, Granit, Youjie and their kin), and only such as are published:
//
//   - the form of the symbol, Code 128 with a tilde, the command, a full stop and FNC3: the note «Can't default Honeywell
//     Xenon or Voyager scanner» on accuratedata.com, the README of Arakis/barcoder («~<barcode>{FNC3}»), and the symbols «USB HID (PC)» (~PAP124.) and «Control + ASCII Mode On»
//     (~KBDCAS1.) of the Xenon guide, reprinted in docs/hardware of REV23Docs/rev23-desktop-docs, whose modules we read;
//   - TRMUSB130, the USB serial port: what scanners in that mode answer to the query TRMUSB?, and what public programs send;
//   - VSUFCR, one CR behind every code instead of what was there: drawn by public set-up pages in the same form.
//
// The full stop makes the setting outlast a power cut («non-volatile» in the chapters on serial commands). None of it was
// tried on a device of ours.
//
// Of other makers nothing is drawn, for a wrong set-up symbol can leave a scanner mute: Zebra and Datalogic number their symbols by
// model and forbid to mix them; Newland publishes its commands (@TSUSET0D and the like, «Serial Programming Command Manual»), but
// not the symbol in which they are printed; of Mindeo, Mertech and АТОЛ SB, sold under many names, no public word was found about
// what is in theirs. For these the screen says in the makers' words what to look for.
var Commands = []Command{
	{"usb_port", "~TRMUSB130."},
	{"enter", "~VSUFCR."},
	{"usb_keyboard", "~PAP124."},
	{"gs_keyboard", "~KBDCAS1."},
}

// Plain is the command as manuals name it.
func (c Command) Plain() string { return strings.Trim(c.Text, "~.") }

// Symbol draws the command.
func (c Command) Symbol() (barcodes.Symbol, error) { return barcodes.Code128(c.Text + barcodes.FNC3) }
