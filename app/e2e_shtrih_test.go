//go:build e2e

package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dobro/internal/money"
	"dobro/internal/sim/shtrih"
)

// A shift on a Shtrih-M over TCP and over a serial line: what the drive keeps is what the journal says.
func TestShiftOnShtrihEqualsItsDrive(t *testing.T) {
	for name, connect := range map[string]func(ctx context.Context, d *shtrih.Device) (string, func(), error){
		"TCP": func(ctx context.Context, d *shtrih.Device) (string, func(), error) {
			where, wait, err := d.Listen(ctx, "127.0.0.1:0")
			return "tcp://" + where, wait, err
		},
		"последовательный порт": func(ctx context.Context, d *shtrih.Device) (string, func(), error) {
			path, wait, err := d.Pty(ctx)
			return path + ":115200", wait, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := begin(t, "")
			o.furnish()
			ctx, cancel := context.WithCancel(context.Background())
			printer := shtrih.New(shtrih.Params{})
			address, wait, err := connect(ctx, printer)
			if err != nil {
				t.Fatal(err)
			}
			defer wait()
			defer cancel()
			o.write("dobro.toml", fmt.Sprintf("[shop]\nname = \"Ромашка\"\ninn = \"7700000009\"\ntaxation = \"osn\"\n[checks.tspiot]\nurl = %q\n[checks.local_module]\nurl = %q\n[fiscal]\ndriver = \"shtrih\"\n[fiscal.shtrih]\naddress = %q\n",
				o.world.URLs.TSPIoT, o.world.URLs.LocalModule, address))
			s := newShelf(t, 4)
			script := []string{do("login", "pin", "2222"), do("open_shift")}
			for n := range 6 {
				for range 1 + n%3 {
					script = append(script, do("scan", "raw", s.code()), do("scan", "raw", s.barcode()))
				}
				script = append(script, do("discount", "line", 2, "percent", "7.5"), do("pay", "with", []fields{{"type": "card", "sum": "10.00"}, {"type": "cash", "sum": "50000"}}))
			}
			script = append(script, do("return", "receipt", "last", "lines", []int{1}), do("close_shift"))
			o.want(exitYes, "", "replay", "--json", o.write("day.jsonl", strings.Join(script, "\n")))
			f := o.journal()
			docs := printer.Receipts()
			if len(docs) != 7 || len(f.Receipts) != 7 {
				t.Fatalf("%d documents in the drive, %d receipts in the journal", len(docs), len(f.Receipts))
			}
			for i, d := range docs {
				r := f.Receipts[i]
				if d.FD != r.FD || money.Kopecks(d.Total).String() != r.Total || fmt.Sprintf("%010d", d.FP) != fmt.Sprintf("%010s", r.FP) || d.Shift != r.Shift {
					t.Errorf("document %d fp %d total %d shift %d; the journal says %+v", d.FD, d.FP, d.Total, d.Shift, r)
				}
				var codes, want []string
				for _, l := range d.Lines {
					if l.Code != "" {
						codes = append(codes, l.Code+" "+l.Tags[1265])
					}
				}
				for _, l := range r.Lines {
					if l.Code != "" {
						want = append(want, l.Code+" "+l.Tag1265)
					}
				}
				if strings.Join(codes, "|") != strings.Join(want, "|") {
					t.Errorf("document %d has the codes %q, the journal %q", d.FD, codes, want)
				}
			}
		})
	}
}
