//go:build e2e

package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// One web server of ATOL's driver for several printers, with authorisation: the till names its printer in the settings and keeps the
// password among the secrets.
func TestATOLWebServerWithSeveralPrintersAndAuthorisation(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	o.world.ATOL.SetLogin("kassa", "s3cret")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, o.world.URLs.ATOL+"/api/v2/devices/till-2", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("kassa", "s3cret")
	resp, err := http.DefaultClient.Do(req)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("make the device: %v, %v", resp, err)
	}
	resp.Body.Close()
	script := o.write("day.jsonl", strings.Join([]string{do("login", "pin", "1111"), do("open_shift"), do("scan", "raw", "4607100120254"), payCash("500"), do("close_shift")}, "\n"))
	settings := func(device, login string) string {
		return fmt.Sprintf("[fiscal]\ndriver = \"atol\"\n[fiscal.atol]\nurl = %q\ndevice = %q\nlogin = %q\n", o.world.URLs.ATOL, device, login)
	}

	o.tie(settings("till-2", ""))
	if list := decode(t, o.want(exitNo, "", "replay", "--json", script)); len(events(list, "error")) == 0 || events(list, "error")[0]["code"] != "printer_denied" {
		t.Fatalf("nobody's word opens the shift: %v", list)
	}
	t.Setenv("DOBRO_ATOL_PASSWORD", "s3cret")
	o.tie(settings("till-9", "kassa"))
	if list := decode(t, o.want(exitNo, "", "replay", "--json", script)); len(events(list, "error")) == 0 {
		t.Fatalf("a printer that the server does not know prints: %v", list)
	}
	o.tie(settings("till-2", "kassa"))
	if list := decode(t, o.want(exitYes, "", "replay", "--json", script)); len(events(list, "receipt")) != 1 {
		t.Fatalf("events %v", list)
	}
	if docs := atolMemory(o); len(docs) != 1 {
		t.Fatalf("%d receipts in the drive", len(docs))
	}
}
