package shtrih

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decodeBytes(b []byte) ([]byte, error) {
	r := bytes.NewReader(b)
	return decode(func(bool) (byte, error) { return r.ReadByte() })
}

func TestRealFrames(t *testing.T) {
	p, err := New(Params{Address: "COM1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		command int
		data    string
		sent    string
		got     string
	}{
		{"cancel receipt", cmdCancel, "", "02 05 88 1E 00 00 00 93", "02 03 88 00 1E 95"},
		{"short status, receipt open", cmdShortStatus, "", "02 05 10 1E 00 00 00 0B", "02 10 10 00 1E 92 02 08 00 01 9F E5 18 01 00 8B 02 00 6D"},
		{"short status, shift open", cmdShortStatus, "", "02 05 10 1E 00 00 00 0B", "02 10 10 00 1E 92 02 02 00 00 9F E5 18 01 00 92 08 00 75"},
		{"status of the drive", cmdDrive, "", "02 06 FF 01 1E 00 00 00 E6",
			"02 21 FF 01 00 03 00 00 01 00 15 07 1D 0B 1D 39 32 38 37 34 34 30 33 30 31 31 32 30 39 39 31 A9 01 00 00 68"},
	} {
		o := p.commandBytes(c.command)
		o.bytes(unhex(t, c.data))
		sent, err := encode(o.b)
		if want := unhex(t, c.sent); err != nil || !bytes.Equal(sent, want) {
			t.Errorf("%s: sent % X, %v; want % X", c.name, sent, err, want)
		}
		answer := unhex(t, c.got)
		body, err := decodeBytes(append([]byte{0xFF, 0xFF}, answer...))
		if err != nil || !bytes.Equal(body, answer[2:len(answer)-1]) {
			t.Errorf("%s: read % X, %v of % X", c.name, body, err, answer)
		}
		answer[len(answer)-1] ^= 1
		if _, err := decodeBytes(answer); !errors.Is(err, errSum) {
			t.Errorf("%s: a damaged frame was read: %v", c.name, err)
		}
	}
}

func TestRealAnswersAreRead(t *testing.T) {
	zone := time.FixedZone("msk", 3*3600)
	s, e := readShort(&in{b: unhex(t, "1E 92 02 08 00 01 9F E5 18 01 00 8B 02 00")})
	if e != nil || s.mode != modeOpen || s.submode != subReady || s.flags != 0x0292 || s.flags&flagPaper == 0 || s.flags&flagCover != 0 {
		t.Errorf("short status: %+v, %v", s, e)
	}
	d, e := readDrive(&in{b: unhex(t, "03 00 00 01 00 15 07 1D 0B 1D 39 32 38 37 34 34 30 33 30 31 31 32 30 39 39 31 A9 01 00 00")}, zone)
	if e != nil || d.phase != 3 || d.document != 0 || d.shift != 1 || d.fn != "9287440301120991" || d.last != 425 ||
		!d.clock.Equal(time.Date(2021, 7, 29, 11, 29, 0, 0, zone)) {
		t.Errorf("drive: %+v, %v", d, e)
	}
	doc, e := readFound(&in{b: unhex(t, "03 00 11 03 18 14 35 A3 00 00 00 EB EA 4B 2E 01 20 4E 00 00 00")}, zone)
	if e != nil || doc.Kind != "sale" || doc.FD != 163 || doc.FP != "0776727275" || doc.Total != 20000 || !doc.At.Equal(time.Date(2017, 3, 24, 20, 53, 0, 0, zone)) {
		t.Errorf("document: %+v, %v", doc, e)
	}
	fields, err := parseTLV(unhex(t, "C8 04 15 00 93 04 0C 00 2B 37 39 31 32 33 34 35 36 37 38 39 C9 04 01 00 80"))
	if err != nil || len(fields) != 1 || fields[0].number != 1224 {
		t.Fatalf("structure 1224: %+v, %v", fields, err)
	}
	inner, err := parseTLV(fields[0].value)
	if err != nil || len(inner) != 2 || inner[0].number != 1171 || string(inner[0].value) != "+79123456789" || inner[1].number != 1225 {
		t.Errorf("inside 1224: %+v, %v", inner, err)
	}
}

// The commands and structures of the maker's document that have no whole frame there.
func TestRealCommandsAndTagsAreWrittenToTheByte(t *testing.T) {
	p, err := New(Params{Address: "COM1"})
	if err != nil {
		t.Fatal(err)
	}
	const size = 0xFF30
	find, ask := p.commandBytes(cmdFind), p.commandBytes(size)
	find.u(163, 4)
	for _, c := range []struct {
		name string
		got  []byte
		want string
	}{
		{"find document 163", find.b, "FF 0A 1E 00 00 00 A3 00 00 00"},
		{"size of a document", ask.b, "FF 30 1E 00 00 00"},
		{"structure 1224", tag(1224, append(tag(1171, []byte("+79123456789")), tag(1225, []byte{0x80})...)),
			"C8 04 15 00 93 04 0C 00 2B 37 39 31 32 33 34 35 36 37 38 39 C9 04 01 00 80"},
	} {
		if want := unhex(t, c.want); !bytes.Equal(c.got, want) {
			t.Errorf("%s: % X, want % X", c.name, c.got, want)
		}
	}
	if at := time.Unix(vln(unhex(t, "60 73 C2 5A")), 0).UTC(); !at.Equal(time.Date(2018, 4, 2, 18, 16, 0, 0, time.UTC)) {
		t.Errorf("time of a document: %s", at)
	}
	if whole, parts := vln(unhex(t, "40 42 0F")), vln(unhex(t, "15 CD 5B 07")); whole != 1_000_000 || parts != 123_456_789 {
		t.Errorf("numbers of variable length: %d, %d", whole, parts)
	}
}

func TestClosingCommandIsWrittenToTheByte(t *testing.T) {
	p, err := New(Params{Address: "COM1"})
	if err != nil {
		t.Fatal(err)
	}
	o := p.commandBytes(cmdClose)
	o.bytes(closing([payPlaces]int64{payCash: 1}, 0x20, ""))
	want := append([]byte{255, 69, 30, 0, 0, 0, 1, 0, 0, 0, 0}, make([]byte, 75+1+30)...)
	want = append(append(want, 32), make([]byte, 64)...)
	if len(want) != 182 || !bytes.Equal(o.b, want) {
		t.Errorf("closing\n got % X\nwant % X", o.b, want)
	}
}

func TestReceiptAsCommands(t *testing.T) {
	p, err := New(Params{Address: "COM1"})
	if err != nil {
		t.Fatal(err)
	}
	r := fiscal.Receipt{ID: "r", Mark: "D-1", Kind: sale.Return, Taxation: "osn", Total: 5000, Operator: fiscal.Operator{Name: "Анна"},
		Lines:    []fiscal.Line{{Name: "//Сок", Price: 5000, Quantity: 1000, Sum: 5000, Unit: sale.Piece, VAT: sale.VAT22, Code: "01\x1d93", Tag1265: "UUID=1"}},
		Payments: []sale.Payment{{Type: sale.Card, Sum: 5000}}}
	j, err := p.job(r)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"8D 02",
		"FF0C FD 03 04 00 80 AD AD A0", // 1021 in code page 866
		"FF0C A8 04 03 00 44 2D 31",    // 1192
		"FF46 02 40 42 0F 00 00 00 88 13 00 00 00 88 13 00 00 00 FF FF FF FF FF CB 01 04 21 20 2F 2F D1 EE EA", // name in Windows-1251
		"FF4D 3C 08 01 00 00",
		"FF4D EC 04 27 00 EE 04 03 00 30 33 30 EF 04 0A 00 32 31 2E 31 31 2E 32 30 32 33 F0 04 04 00 31 39 34 34 F1 04 06 00 55 55 49 44 3D 31",
		"FF67 05 30 31 1D 39 33",
	}
	for i, s := range j.steps {
		got := hexOf(s)
		if i >= len(want) || got != want[i] {
			t.Errorf("step %d:\n got %s\nwant %s", i, got, strings.Join(want[min(i, len(want)):min(i+1, len(want))], ""))
		}
	}
	if len(j.steps) != len(want) {
		t.Errorf("%d steps, want %d", len(j.steps), len(want))
	}
}

func TestTextsKeepTheirMeaningInThePagesOfThePrinter(t *testing.T) {
	for _, c := range []struct{ text, in866, in1251 string }{
		{"Магазин «Ромашка» — №1", `Магазин "Ромашка" - №1`, "Магазин «Ромашка» — №1"},
		{"„Ёлка“ 5×7…", `"Ёлка" 5x7...`, "„Ёлка“ 5x7…"},
		{"и\u0306од\u00a0и е\u0308ж", "йод и ёж", "йод\u00a0и ёж"}, // written apart by some exports
		{"★ Крем\t50 мл", "? Крем 50 мл", "? Крем 50 мл"},
	} {
		if got := decode866(cp866(c.text)); got != c.in866 {
			t.Errorf("%q in tags: %q, want %q", c.text, got, c.in866)
		}
		if got := decode1251(cp1251(c.text)); got != c.in1251 {
			t.Errorf("%q on paper: %q, want %q", c.text, got, c.in1251)
		}
	}
}

func hexOf(s step) string {
	var b strings.Builder
	if s.command > 0xFF {
		b.WriteString(strings.ToUpper(hex.EncodeToString([]byte{byte(s.command >> 8), byte(s.command)})))
	} else {
		b.WriteString(strings.ToUpper(hex.EncodeToString([]byte{byte(s.command)})))
	}
	for _, c := range s.data {
		b.WriteString(" " + strings.ToUpper(hex.EncodeToString([]byte{c})))
	}
	return b.String()
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		in   string
		good bool
	}{
		{"COM3:115200", true}, {"COM3", true}, {"/dev/ttyACM0:9600", true}, {"tcp://192.168.137.111:7778", true}, {"tcp://kkt", true},
		{"", false}, {"COM3:fast", false}, {"tcp://", false}, {"tcp://a/b", false}, {":9600", false}, {"COM3:5", false},
	} {
		if err := CheckAddress(c.in); (err == nil) != c.good {
			t.Errorf("address %q: got %v, want good %v", c.in, err, c.good)
		}
	}
}

func TestRefusalsBecomeTroubles(t *testing.T) {
	for _, c := range []struct {
		command int
		code    byte
		want    fiscal.Trouble
	}{
		{cmdClose, 0x45, fiscal.NotPaid}, {cmdClose, 0x6B, fiscal.NoPaper}, {cmdOpen, 0x4E, fiscal.ShiftTooLong}, {cmdOpen, 0x50, fiscal.Busy},
		{cmdOpen, 0x4F, fiscal.Denied}, {cmdItem, 0x37, fiscal.Unsupported}, {cmdCheckMark, 0x99, fiscal.BadMark}, {cmdClose, 0x2F, fiscal.DriveFault},
		{cmdClose, 0x12, fiscal.DriveFault}, {cmdClose, 0xEE, fiscal.Other},
	} {
		if e := refusal(c.command, c.code); e.Trouble != c.want || e.Code != int(c.code) || e.Text == "" {
			t.Errorf("%X refused with %02X: got %+v, want %s", c.command, c.code, e, c.want)
		}
	}
}

func FuzzFrameReader(f *testing.F) {
	for _, s := range []string{"02 03 88 00 1E 95", "FF FF 02 05 88 1E 00 00 00 93", "02 00 00", "02 FF", "15 06 05"} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		body, err := decodeBytes(b)
		switch {
		case err == nil:
			again, err := encode(body)
			if err != nil || !bytes.Contains(b, again) {
				t.Errorf("% X was read as % X, which is written % X, %v", b, body, again, err)
			}
		case !errors.Is(err, errSum) && !errors.Is(err, io.EOF):
			t.Errorf("% X: %v", b, err)
		}
	})
}

func FuzzAnswers(f *testing.F) {
	f.Add(unhex(f, "03 00 00 01 00 15 07 1D 0B 1D 39 32 38 37 34 34 30 33 30 31 31 32 30 39 39 31 A9 01 00 00"))
	f.Add(unhex(f, "03 00 11 03 18 14 35 A3 00 00 00 EB EA 4B 2E 01 20 4E 00 00 00"))
	f.Add(unhex(f, "C8 04 15 00 93 04 0C 00 2B 37 39 31 32 33 34 35 36 37 38 39 C9 04 01 00 80"))
	f.Add(unhex(f, "01 00 01 07 00 0F 39 08 01 00 00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		readShort(&in{b: b})
		readDrive(&in{b: b}, time.UTC)
		if doc, e := readFound(&in{b: b}, time.UTC); e == nil && (doc.Kind == "" || doc.Total < 0) {
			t.Errorf("% X: %+v", b, doc)
		}
		var st fiscal.Status
		readLong(&in{b: b}, time.UTC, &st)
		readCheck(&in{b: b})
		fields, _ := parseTLV(b)
		for _, x := range fields {
			vln(x.value)
			decode866(x.value)
		}
	})
}
