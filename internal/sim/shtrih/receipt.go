package shtrih

// receipt is an open document.
type receipt struct {
	kind  byte // of command 8D: 0 sale, 2 return; bit 7 correction
	lines []Line
	tags  map[uint16]string
	base  bool // tags 1173 and 1174 came
}

func (r *receipt) correction() bool { return r.kind&0x80 != 0 }

// operation is the number of command FF46 and tag 1054: sale, return, purchase, return of purchase.
func (r *receipt) operation() byte { return [...]byte{1, 3, 2, 4}[r.kind&3] }

func (r *receipt) total() int64 {
	var t int64
	for _, l := range r.lines {
		t += l.Sum
	}
	return t
}

// Errors of the protocol document that the simulator gives.
const (
	ok            = 0x00
	badState      = 0x02
	noData        = 0x08
	badTag        = 0x09
	badParams     = 0x33
	unknown       = 0x37
	notPaid       = 0x45
	noCash        = 0x46
	receiptOpen   = 0x4A
	shiftTooLong  = 0x4E
	wrongPassword = 0x4F
	printing      = 0x50
	receiptClosed = 0x55
	wantContinue  = 0x58
	noPaper       = 0x6B
	badSubmode    = 0x72
	badMode       = 0x73
	wrongOrder    = 0xA1
	tooManyCodes  = 0xA3
	missingTag    = 0xA4
	unchecked     = 0xA5
)

func (d *Device) openReceipt(r *reader) (byte, []byte) {
	kind := r.u(1)
	switch {
	case r.short || kind&0x7F > 3:
		return badParams, nil
	case d.open != nil:
		return receiptOpen, nil
	case d.expired():
		return shiftTooLong, nil
	case !d.shift.open:
		return badMode, nil
	}
	d.open = &receipt{kind: byte(kind), tags: map[uint16]string{}}
	return ok, []byte{operatorNumber}
}

// item is FF46.
func (d *Device) item(r *reader) (byte, []byte) {
	operation := byte(r.u(1))
	l := Line{Quantity: r.u(6), Price: r.u(5), Sum: r.u(5), Tags: map[uint16]string{}}
	r.u(5)
	l.Rate = byte(r.u(1))
	department := r.u(1)
	l.Method, l.Object = byte(r.u(1)), byte(r.u(1))
	l.Name = from1251(r.rest())
	switch {
	case r.short || len(l.Name) == 0 || len(r.b) > 128:
		return badParams, nil
	case d.open == nil:
		return receiptClosed, nil
	case operation != d.open.operation():
		return badParams, nil
	case l.Quantity <= 0 || department > 16 || l.Method < 1 || l.Method > 7 || l.Object == 0 || !knownRates[l.Rate]:
		return badParams, nil
	}
	computed := (l.Price*(l.Quantity/1000)*2 + 1000) / 2000 // to the kopeck, a half up
	if l.Sum == 1<<40-1 {
		l.Sum = computed
	}
	if l.Sum-computed > 1 || computed-l.Sum > 1 {
		return badParams, nil
	}
	d.open.lines = append(d.open.lines, l)
	return ok, nil
}

var knownRates = map[byte]bool{
	0x01: true, 0x02: true, 0x04: true, 0x08: true, 0x10: true, 0x20: true, 0x81: true, 0x82: true, 0x84: true, 0x88: true, 0xCB: true, 0xCC: true,
}

// receiptTag is FF0C: tags of the open receipt, or of a document begun by FF41 or FF42.
func (d *Device) receiptTag(r *reader) (byte, []byte) {
	if d.open == nil && d.begun == 0 {
		return badState, nil
	}
	good := readTags(r.rest(), func(n uint16, v []byte) bool {
		if d.open == nil {
			return n == 1021 || n == 1203
		}
		switch n {
		case 1173, 1174:
			d.open.base = true
			return d.open.correction()
		case 1192:
			if len(v) > 16 {
				return false
			}
		case 1008, 1021:
			if len(v) > 64 {
				return false
			}
		case 1203:
			if len(v) != 12 {
				return false
			}
		}
		d.open.tags[n] = from866(v)
		return true
	})
	if !good {
		return badTag, nil
	}
	return ok, nil
}

// itemTag is FF4D: tags of the last line.
func (d *Device) itemTag(r *reader) (byte, []byte) {
	if d.open == nil || len(d.open.lines) == 0 {
		return badState, nil
	}
	l := &d.open.lines[len(d.open.lines)-1]
	good := readTags(r.rest(), func(n uint16, v []byte) bool {
		switch n {
		case 2108:
			l.Tags[n] = digits(v)
			return len(v) == 1
		case 1291:
			l.Tags[n] = fraction(v)
			return l.Tags[n] != ""
		case 1260:
			return readTags(v, func(n uint16, v []byte) bool {
				l.Tags[n] = from866(v)
				limit, known := map[uint16]int{1262: 3, 1263: 10, 1264: 32, 1265: 256}[n]
				return known && len(v) <= limit
			})
		}
		l.Tags[n] = from866(v)
		return true
	})
	if !good {
		return badTag, nil
	}
	return ok, nil
}

func digits(v []byte) string {
	const hex = "0123456789"
	if len(v) != 1 {
		return ""
	}
	n, out := v[0], ""
	for {
		out = string(hex[n%10]) + out
		if n /= 10; n == 0 {
			return out
		}
	}
}

// closeReceipt is FF45: the moment in which the document begins to exist.
func (d *Device) closeReceipt(r *reader) (byte, []byte) {
	var sums [16]int64
	var all, noCashSum int64
	for i := range sums {
		sums[i] = r.u(5)
		all += sums[i]
		if i > 0 {
			noCashSum += sums[i]
		}
	}
	r.u(1)
	for range 6 {
		r.u(5)
	}
	taxation := byte(r.u(1))
	if r.short || taxation&(taxation-1) != 0 || taxation == 0 {
		return badParams, nil
	}
	if d.open == nil {
		return receiptClosed, nil
	}
	total := d.open.total()
	switch {
	case len(d.open.lines) == 0:
		return badState, nil
	case all < total || noCashSum > total:
		return notPaid, nil
	case d.open.operation() == 2 && sums[0] > d.cash:
		return noCash, nil
	case d.open.correction() && !d.open.base:
		return missingTag, nil
	}
	for _, l := range d.open.lines {
		if (l.Object == 31 || l.Object == 33) && l.Code == "" {
			return missingTag, nil
		}
	}
	change := all - total
	cash := sums[0] - change
	doc := Document{Type: 3, Operation: d.open.operation(), Total: total, Lines: d.open.lines, Payments: map[int]int64{}, Taxation: taxation, Tags: d.open.tags}
	if d.open.correction() {
		doc.Type = 31
	}
	for i, s := range sums {
		if s > 0 {
			doc.Payments[i+1] = s
		}
	}
	if cash > 0 || sums[0] > 0 {
		doc.Payments[1] = cash
	}
	if d.open.operation() == 2 {
		cash = -cash
	}
	d.cash += cash
	d.shift.receipts++
	doc.Receipt = d.shift.receipts
	d.open = nil
	d.checked = map[string]accepted{} // the table does not survive a receipt
	doc = d.keep(doc)
	d.print()
	out := append(little(change, 5), little(doc.FD, 4)...)
	return ok, append(out, little(int64(doc.FP), 4)...)
}
