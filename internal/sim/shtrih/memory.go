package shtrih

import (
	"encoding/binary"
	"hash/crc32"
	"strconv"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// Document of the fiscal drive. Type is the number of the document's form: 1 registration, 2 and 5 shift, 3 receipt, 31
// correction.
type Document struct {
	FD        int64
	FP        uint32
	Type      byte
	At        time.Time
	Shift     int64
	Receipt   int64
	Operation byte // 1 sale, 2 return
	Total     int64
	Lines     []Line
	Payments  map[int]int64 // place (1 is cash) → kopecks
	Taxation  byte
	Tags      map[uint16]string // texts and bytes of the receipt's own tags, texts decoded
}

// Line of a receipt in the drive.
type Line struct {
	Name     string
	Quantity int64 // millionths
	Price    int64
	Sum      int64
	Rate     byte
	Method   byte
	Object   byte
	Code     string
	Bits     byte              // tag 2106
	Status   byte              // tag 2003
	Tags     map[uint16]string // 2108 as a number in text; 1262 to 1265 of tag 1260 as they are
}

// Documents of the drive in their order.
func (d *Device) Documents() []Document {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Document(nil), d.documents...)
}

// Receipts are the sales, returns and corrections among them.
func (d *Device) Receipts() []Document {
	var out []Document
	for _, doc := range d.Documents() {
		if doc.Type == 3 || doc.Type == 31 {
			out = append(out, doc)
		}
	}
	return out
}

// keep fiscalises a document: from here on it exists.
func (d *Device) keep(doc Document) Document {
	doc.FD = int64(len(d.documents)) + 1
	doc.At = d.now().Truncate(time.Minute)
	doc.Shift = d.shift.number
	sum := make([]byte, 16)
	binary.LittleEndian.PutUint64(sum, uint64(doc.FD))
	binary.LittleEndian.PutUint64(sum[8:], uint64(doc.Total))
	doc.FP = crc32.ChecksumIEEE(append(sum, d.p.FN...))
	d.documents = append(d.documents, doc)
	return doc
}

// tlv renders a document as the drive keeps it.
func (doc Document) tlv(fn string) []byte {
	var out []byte
	out = append(out, number2(1040, doc.FD, 4)...)
	out = append(out, text(1041, fn)...)
	out = append(out, number2(1012, doc.At.Unix(), 4)...)
	out = append(out, number2(1038, doc.Shift, 4)...)
	if doc.Type != 3 && doc.Type != 31 {
		return out
	}
	out = append(out, number2(1042, doc.Receipt, 4)...)
	out = append(out, number2(1054, int64(doc.Operation), 1)...)
	out = append(out, number2(1020, doc.Total, 5)...)
	for _, l := range doc.Lines {
		item := text(1030, l.Name)
		item = append(item, number2(1079, l.Price, 5)...)
		item = append(item, number2(1043, l.Sum, 5)...)
		item = append(item, number2(1212, int64(l.Object), 1)...)
		item = append(item, number2(1214, int64(l.Method), 1)...)
		if l.Code != "" {
			item = append(item, text(2000, l.Code)...)
			item = append(item, number2(2003, int64(l.Status), 1)...)
		}
		out = append(out, put(1059, item)...)
	}
	for _, n := range []uint16{1008, 1009, 1021, 1187, 1192, 1203} {
		if v, ok := doc.Tags[n]; ok {
			out = append(out, text(n, v)...)
		}
	}
	return out
}

func put(number uint16, value []byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, number)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return append(b, value...)
}

func text(number uint16, s string) []byte {
	b, err := charmap.CodePage866.NewEncoder().String(s)
	if err != nil {
		b = "?"
	}
	return put(number, []byte(b))
}

func number2(number uint16, v int64, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(v >> (8 * i))
	}
	return put(number, b)
}

// readTags splits a list of tags; false when it is broken.
func readTags(b []byte, each func(number uint16, value []byte) bool) bool {
	for len(b) > 0 {
		if len(b) < 4 {
			return false
		}
		n := int(binary.LittleEndian.Uint16(b[2:]))
		if len(b) < 4+n || !each(binary.LittleEndian.Uint16(b), b[4:4+n]) {
			return false
		}
		b = b[4+n:]
	}
	return true
}

func from866(b []byte) string {
	s, err := charmap.CodePage866.NewDecoder().Bytes(b)
	if err != nil {
		return strconv.QuoteToASCII(string(b))
	}
	return string(s)
}

func from1251(b []byte) string {
	s, err := charmap.Windows1251.NewDecoder().Bytes(b)
	if err != nil {
		return strconv.QuoteToASCII(string(b))
	}
	return string(s)
}
