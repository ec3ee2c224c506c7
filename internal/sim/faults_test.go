package sim

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"dobro/internal/sim/fault"
)

func TestFaultsOfTheLineLookAsTheyDoInTheShop(t *testing.T) {
	w := world(t, Config{Only: []string{TSPIoT}})
	check := call{method: "POST", url: w.URLs.TSPIoT + "/api/v2/codes/check", body: tspiotRequest(milk)}
	for name, c := range map[string]struct {
		fault  Fault
		status int    // 0: an error
		says   string // part of body or error
		worked bool   // the service did its work
	}{
		"cut":                   {Fault{Kind: fault.Cut, Count: 1}, 0, "", false},
		"cut after the work":    {Fault{Kind: fault.Cut, Count: 1, After: true}, 0, "", true},
		"cut during the answer": {Fault{Kind: fault.CutDuring, Count: 1}, 0, "", true},
		"refused once":          {Fault{Kind: fault.Refuse, Count: 1}, 0, "", false},
		"a status":              {Fault{Kind: fault.Status, Count: 1, Status: 503, Body: `{"code":1}`}, 503, `{"code":1}`, false},
		"emergency":             {Emergency, 203, "Аварийный режим", false},
		"half of the answer":    {Fault{Kind: fault.Malformed, Count: 1, Shape: fault.HalfJSON}, 200, `{"codesResponse"`, true},
		"a page":                {Fault{Kind: fault.Malformed, Count: 1, Shape: fault.HTML}, 200, "<html>", true},
		"wrong types":           {Fault{Kind: fault.Malformed, Count: 1, Shape: fault.WrongTypes}, 200, `"found":"да"`, true},
		"null":                  {Fault{Kind: fault.Malformed, Count: 1, Shape: fault.Null}, 200, "null", true},
		"nothing":               {Fault{Kind: fault.Malformed, Count: 1, Shape: fault.Empty}, 200, "", true},
		"garbage":               {Fault{Kind: fault.Malformed, Count: 1, Shape: fault.Garbage}, 200, "", true},
	} {
		if err := w.Faults.Set(TSPIoT, c.fault); err != nil {
			t.Fatal(err)
		}
		before := w.TSPIoT.Checks()
		status, body, err := try(client(t), check)
		if (err != nil) != (c.status == 0) || err == nil && (status != c.status || !strings.Contains(string(body), c.says)) {
			t.Errorf("%s: got %d %.200q %v, want %d with %q", name, status, body, err, c.status, c.says)
		}
		if worked := w.TSPIoT.Checks() > before; worked != c.worked {
			t.Errorf("%s: the work was done: got %v, want %v", name, worked, c.worked)
		}
		w.Faults.Clear(TSPIoT)
		if status, _ := do(t, check); status != 200 {
			t.Errorf("%s, cleared: got %d", name, status)
		}
	}
}

func TestADelayHoldsTheAnswerBack(t *testing.T) {
	w := world(t, Config{Only: []string{TSPIoT}})
	if err := w.Faults.Set(TSPIoT, Fault{Kind: fault.Delay, DelayMs: 60000, Count: 1}, Fault{Kind: fault.Delay, DelayMs: 30, Count: 1}); err != nil {
		t.Fatal(err)
	}
	hasty := client(t)
	hasty.Timeout = 50 * time.Millisecond
	check := call{method: "POST", url: w.URLs.TSPIoT + "/api/v2/codes/check", body: tspiotRequest(milk)}
	if _, _, err := try(hasty, check); err == nil {
		t.Error("an answer came although it was to wait a minute")
	}
	expect(t, "the faults are used up", len(w.Faults.List()[TSPIoT]), 0)
}

func TestAServiceThatIsDownRefusesAndComesBackOnItsPort(t *testing.T) {
	w := world(t, Config{Only: []string{LocalModule}})
	status := call{method: "GET", url: w.URLs.LocalModule + "/api/v2/status", header: basic()}
	c := client(t)
	if _, _, err := try(c, status); err != nil {
		t.Fatal(err)
	}
	if err := w.Faults.Set(LocalModule, Fault{Kind: fault.Refuse}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := try(c, status); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("down: got %v, want connection refused", err)
	}
	w.Faults.Clear(LocalModule)
	if got, _, err := try(c, status); err != nil || got != 200 {
		t.Errorf("up again: got %d %v", got, err)
	}
}

func TestAnotherCertificateIsShown(t *testing.T) {
	w := world(t, Config{Only: []string{TSPIoT}})
	shown := func() string {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(w.URLs.TSPIoT, "https://"), &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		sum := sha256.Sum256(conn.ConnectionState().PeerCertificates[0].Raw)
		return hex.EncodeToString(sum[:])
	}
	expect(t, "its own", shown(), w.Fingerprint)
	if err := w.Faults.Set(TSPIoT, Fault{Kind: fault.Certificate}); err != nil {
		t.Fatal(err)
	}
	if shown() == w.Fingerprint {
		t.Error("the certificate did not change")
	}
	w.Faults.Clear(TSPIoT)
	expect(t, "its own again", shown(), w.Fingerprint)
}

func TestAnEndlessBodyEndsWithItsReader(t *testing.T) {
	w := world(t, Config{Only: []string{TSPIoT}})
	if err := w.Faults.Set(TSPIoT, Fault{Kind: fault.Endless, Count: 1}); err != nil {
		t.Fatal(err)
	}
	raw, _ := json.Marshal(tspiotRequest(milk))
	resp, err := client(t).Post(w.URLs.TSPIoT+"/api/v2/codes/check", "application/json", strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if n, err := io.CopyN(io.Discard, resp.Body, 16<<20); err != nil {
		t.Errorf("the body ended after %d bytes: %v", n, err)
	}
}

func TestFaultsOfThePrinter(t *testing.T) {
	for name, c := range map[string]struct {
		fault   Fault
		code    int  // of the sale
		made    bool // the document exists
		printed bool
	}{
		"no paper":                        {Fault{Kind: fault.NoPaper, Count: 1}, 44, false, false},
		"no paper after the drive":        {Fault{Kind: fault.NoPaper, Count: 1, After: true}, 0, true, false},
		"an open cover":                   {Fault{Kind: fault.Cover, Count: 1}, 45, false, false},
		"busy":                            {Fault{Kind: fault.Busy, Count: 1}, 55, false, false},
		"not printed":                     {Fault{Kind: fault.NotPrinted, Count: 1}, 0, true, false},
		"power lost before":               {Fault{Kind: fault.PowerLoss, Count: 1}, 2, false, false},
		"power lost after":                {Fault{Kind: fault.PowerLoss, Count: 1, After: true}, 241, true, true},
		"an error of the drive":           {Fault{Kind: fault.Device, Count: 1, ErrorCode: 115}, 115, false, false},
		"an interrupted end":              {Fault{Kind: fault.Device, Count: 1, ErrorCode: 177, After: true}, 177, true, true},
		"slow":                            {Fault{Kind: fault.Slow, Count: 1, DelayMs: 5}, 0, true, true},
		"an error of another command":     {Fault{Kind: fault.Busy, Count: 1, Command: "cashIn"}, 0, true, true},
		"an error for this very command":  {Fault{Kind: fault.Busy, Count: 1, Command: "sell"}, 55, false, false},
		"an error for a code of the sale": {Fault{Kind: fault.Busy, Count: 1, Code: "0104670540176099215LnOjv"}, 55, false, false},
	} {
		w := world(t, Config{Only: []string{ATOL}})
		task(t, w, openShift())
		if err := w.Faults.Set(ATOL, c.fault); err != nil {
			t.Fatal(err)
		}
		task(t, w, m{"type": "getFnStatus"}) // a query uses no count up
		got := task(t, w, water(milk))
		docs := w.ATOL.Documents()
		made := len(docs) == 2
		if fmt.Sprint(at(got, 0, "error", "code")) != fmt.Sprint(c.code) || made != c.made || made && docs[1].Printed != c.printed {
			t.Errorf("%s: got %v, documents %+v\nwant error %d, made %v, printed %v", name, got, docs, c.code, c.made, c.printed)
		}
		if c.made && !c.printed {
			expect(t, name+": warning", at(got, 0, "result", "warnings", "notPrinted"), true)
			task(t, w, m{"type": "continuePrint"})
			expect(t, name+": printed later", w.ATOL.Documents()[1].Printed, true)
		}
	}
}

func TestAPrinterWithoutPaperOrPowerSaysSo(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	task(t, w, openShift())
	if err := w.Faults.Set(ATOL, Fault{Kind: fault.NoPaper}); err != nil {
		t.Fatal(err)
	}
	expect(t, "paper", at(task(t, w, m{"type": "getDeviceStatus"}), 0, "result", "deviceStatus", "paperPresent"), false)
	expect(t, "continuePrint", at(task(t, w, m{"type": "continuePrint"}), 0, "error", "code"), 44)
	if err := w.Faults.Set(ATOL, Fault{Kind: fault.PowerLoss}); err != nil {
		t.Fatal(err)
	}
	expect(t, "a query without power", at(task(t, w, m{"type": "getDeviceStatus"}), 0, "error", "code"), 2)
	w.Faults.Clear(ATOL)
	expect(t, "power again", at(task(t, w, m{"type": "getDeviceStatus"}), 0, "error", "code"), 0)
}

func TestABlockedQueueGoesOnWhenThePrinterIsBack(t *testing.T) {
	for name, c := range map[string]struct {
		after  bool
		status string
	}{"the document was made": {true, "ready"}, "nothing was made": {false, "error"}} {
		w := world(t, Config{Only: []string{ATOL}})
		task(t, w, openShift())
		if err := w.Faults.Set(ATOL, Fault{Kind: fault.Blocked, Count: 1, After: c.after}); err != nil {
			t.Fatal(err)
		}
		first, second := uuid.NewString(), uuid.NewString()
		post := func(id string) any {
			_, body := do(t, call{method: "POST", url: w.URLs.ATOL + "/api/v2/requests", body: m{"uuid": id, "request": plain(10, "none")}})
			return decode(t, body)
		}
		post(first)
		expect(t, name+": first", at(await(t, w, first), 0, "status"), "blocked")
		answer := post(second)
		expect(t, name+": the queue says so", at(answer, "isBlocked"), true)
		expect(t, name+": and by whom", at(answer, "blockedUUID"), first)
		_, body := do(t, call{method: "GET", url: w.URLs.ATOL + "/api/v2/requests/" + second})
		expect(t, name+": second waits", at(decode(t, body), "results", 0, "status"), "wait")
		w.Faults.Clear(ATOL)
		expect(t, name+": second", at(await(t, w, second), 0, "status"), "ready")
		got := await(t, w, first)
		expect(t, name+": first at last", at(got, 0, "status"), c.status)
		if c.after {
			expect(t, name+": read back", at(got, 0, "result", "warnings", "recovered"), true)
		} else {
			expect(t, name+": lost", at(got, 0, "error", "code"), 241)
		}
	}
}

func TestALostAnswerLeavesTheDocument(t *testing.T) {
	w := world(t, Config{Only: []string{ATOL}})
	task(t, w, openShift())
	if err := w.Faults.Set(ATOL, Fault{Kind: fault.Cut, After: true, Count: 1, Command: "sell"}); err != nil {
		t.Fatal(err)
	}
	id := uuid.NewString()
	post := call{method: "POST", url: w.URLs.ATOL + "/api/v2/requests", body: m{"uuid": id, "request": plain(10, "none")}}
	if _, _, err := try(client(t), post); err == nil {
		t.Error("the answer arrived")
	}
	expect(t, "the sale all the same", at(await(t, w, id), 0, "status"), "ready")
	status, _ := do(t, post)
	expect(t, "the uuid is known", status, http.StatusConflict)
	w.Web.Restart()
	got := await(t, w, id)
	expect(t, "after a restart it is read back", at(got, 0, "result", "warnings", "recovered"), true)
	status, _ = do(t, post)
	expect(t, "and still known", status, http.StatusConflict)
	expect(t, "one sale", len(w.ATOL.Documents()), 2)
}

func TestTheWorldStopsInMidRequestAndTwice(t *testing.T) {
	w, err := Start(context.Background(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, service := range []string{TSPIoT, LocalModule, ATOL} {
		if err := w.Faults.Set(service, Fault{Kind: fault.Delay, DelayMs: 60000}); err != nil {
			t.Fatal(err)
		}
	}
	over := make(chan error, 3)
	for _, c := range []call{{method: "POST", url: w.URLs.TSPIoT + "/api/v2/codes/check", body: tspiotRequest(milk)},
		{method: "GET", url: w.URLs.LocalModule + "/api/v2/status"}, {method: "POST", url: w.URLs.ATOL + "/api/v2/requests", body: m{}}} {
		go func() {
			_, _, err := try(client(t), c)
			over <- err
		}()
	}
	for w.Faults.Fired(TSPIoT, fault.Delay)+w.Faults.Fired(LocalModule, fault.Delay)+w.Faults.Fired(ATOL, fault.Delay) < 3 {
		time.Sleep(time.Millisecond)
	}
	if err := errors.Join(w.Close(), w.Close()); err != nil {
		t.Error(err)
	}
	for range 3 {
		if err := <-over; err == nil {
			t.Error("a request was answered by a world that stopped")
		}
	}
}
