package scanner

import "strings"

// makers of barcode scanners by USB vendor.
var makers = map[string]string{
	"0C2E": "Honeywell", "0536": "Hand Held Products", "05E0": "Zebra", "05F9": "Datalogic", "1EAB": "Newland", "065A": "Opticon",
	"11FA": "Code",
}

// others are makers of things that must not be taken for a scanner: an open port is lost to the driver that needs it.
var others = map[string]bool{
	"2912": true,                             // АТОЛ, fiscal printers
	"0B00": true, "11CA": true, "2FB8": true, // Ingenico, Verifone, PAX: card terminals
}

// choose says which of the listed ports to listen to. In automatic mode: every port of a known maker of scanners; without one,
// every other USB port, for many scanners carry the name of a plain USB-serial chip. Ports that are no USB are never taken
// unasked: a printer may hang there. With a name: that port, or the device it was the last time under its new name.
func choose(want string, list []Port, last Port, reserved map[string]bool) []Port {
	if want != auto {
		return []Port{named(want, list, last)}
	}
	var known, unknown []Port
	for _, p := range list {
		switch {
		case !p.usb() || others[p.VID] || reserved[strings.ToUpper(p.Name)]:
		case makers[p.VID] != "":
			known = append(known, p)
		default:
			unknown = append(unknown, p)
		}
	}
	if len(known) > 0 {
		return known
	}
	return unknown
}

// named finds a port by name. When the device that it was is now elsewhere, and something else or nothing stands at the name,
// the device wins. A name that no list shows (a link, a pseudo-terminal) is taken as it is.
func named(name string, list []Port, last Port) Port {
	at := Port{Name: name}
	var moved []Port
	for _, p := range list {
		if strings.EqualFold(p.Name, name) {
			at = p
		} else if last.same(p) {
			moved = append(moved, p)
		}
	}
	if !last.same(at) && len(moved) == 1 {
		return moved[0]
	}
	return at
}
