package shtrih

import (
	"fmt"
	"time"
)

// block is how much of a document one FF3B gives.
const block = 240

// runDrive carries out the commands that go to the fiscal drive.
func (d *Device) runDrive(code int, r *reader) (byte, []byte) {
	switch code {
	case 0xFF01:
		return ok, d.driveStatus()
	case 0xFF03:
		end := d.now().AddDate(1, 0, 0)
		return ok, []byte{byte(end.Year() % 100), byte(end.Month()), byte(end.Day())}
	case 0xFF08:
		d.begun, d.open = 0, nil
		return ok, nil
	case 0xFF09:
		out := append(minute(d.documents[0].At), fmt.Sprintf("%-12s", d.p.INN)...)
		out = append(out, fmt.Sprintf("%-20s", d.p.RNM)...)
		return ok, append(out, 2, 0)
	case 0xFF0A:
		return d.find(r.u(4))
	case 0xFF0C:
		return d.receiptTag(r)
	case 0xFF39:
		return ok, d.exchange()
	case 0xFF3A:
		return d.beginReading(r.u(4))
	case 0xFF3B:
		return d.readOn()
	case 0xFF40:
		out := []byte{0}
		if d.shift.open {
			out[0] = 1
		}
		out = append(out, little(d.shift.number, 2)...)
		return ok, append(out, little(d.shift.receipts, 2)...)
	case 0xFF41, 0xFF42:
		return d.begin(code)
	case 0xFF45:
		return d.closeReceipt(r)
	case 0xFF46:
		return d.item(r)
	case 0xFF4D:
		return d.itemTag(r)
	case 0xFF61:
		return d.checkMark(r)
	case 0xFF67:
		return d.bindMark(r)
	case 0xFF69:
		return d.acceptMark(r)
	}
	return unknown, nil
}

func (d *Device) begin(code int) (byte, []byte) {
	switch {
	case d.begun != 0 || d.open != nil:
		return badState, nil
	case code == 0xFF41 && d.shift.open, code == 0xFF42 && !d.shift.open:
		return badState, nil
	}
	d.begun = 2
	if code == 0xFF42 {
		d.begun = 8
	}
	return ok, nil
}

func (d *Device) driveStatus() []byte {
	document := d.begun
	if d.open != nil {
		document = 4
	}
	out := []byte{3, document, 0, 0, 0}
	if d.shift.open {
		out[3] = 1
	}
	out = append(out, minute(d.now())...)
	out = append(out, fmt.Sprintf("%-16.16s", d.p.FN)...)
	return append(out, little(int64(len(d.documents)), 4)...)
}

func (d *Device) exchange() []byte {
	out := []byte{0, 0}
	out = append(out, little(int64(len(d.documents)), 2)...)
	out = append(out, little(1, 4)...)
	return append(out, minute(d.documents[0].At)...)
}

func (d *Device) find(fd int64) (byte, []byte) {
	if fd < 1 || fd > int64(len(d.documents)) {
		return noData, nil
	}
	doc := d.documents[fd-1]
	out := append([]byte{doc.Type, 0}, minute(doc.At)...)
	out = append(out, little(doc.FD, 4)...)
	out = append(out, little(int64(doc.FP), 4)...)
	switch doc.Type {
	case 2, 5:
		out = append(out, little(doc.Shift, 2)...)
	case 3, 31:
		out = append(out, doc.Operation)
		out = append(out, little(doc.Total, 5)...)
	}
	return ok, out
}

func (d *Device) beginReading(fd int64) (byte, []byte) {
	if fd < 1 || fd > int64(len(d.documents)) {
		return noData, nil
	}
	doc := d.documents[fd-1]
	d.reading = doc.tlv(d.p.FN)
	return ok, append(little(int64(doc.Type), 2), little(int64(len(d.reading)), 2)...)
}

func (d *Device) readOn() (byte, []byte) {
	if len(d.reading) == 0 {
		return noData, nil
	}
	n := min(block, len(d.reading))
	out := d.reading[:n]
	d.reading = d.reading[n:]
	return ok, out
}

// minute is a time as the drive writes it.
func minute(t time.Time) []byte {
	return []byte{byte(t.Year() % 100), byte(t.Month()), byte(t.Day()), byte(t.Hour()), byte(t.Minute())}
}
