package sim

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dobro/internal/sim/fault"
)

// TestMain turns the test program into a simulator of its own when a test wants one that it can kill.
func TestMain(tests *testing.M) {
	if dir := os.Getenv("SIM_TEST_DIR"); dir != "" {
		w, err := Start(context.Background(), Config{Dir: dir})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		_ = json.NewEncoder(os.Stdout).Encode(w.URLs)
		select {}
	}
	os.Exit(tests.Run())
}

// process is a simulator in a process of its own.
func process(t *testing.T, dir string) (*exec.Cmd, *World) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "SIM_TEST_DIR="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	w := &World{}
	if err := json.Unmarshal(line, &w.URLs); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return cmd, w
}

func documents(t *testing.T, w *World) []any {
	t.Helper()
	_, body := do(t, call{method: "GET", url: w.URLs.Control + "/atol/documents"})
	return decode(t, []byte(`{"all":`+string(body)+`}`))["all"].([]any)
}

func TestTheFiscalMemorySurvivesAKill(t *testing.T) {
	dir := t.TempDir()
	code := MakeCode(13, "4600000000015", 1)
	for round := range 4 {
		cmd, w := process(t, dir)
		expect(t, fmt.Sprint("documents at start ", round), len(documents(t, w)), min(round, 1)+3*round)
		if round == 0 {
			task(t, w, openShift())
		}
		task(t, w, plain(10, "none"), plain(20, "none"), water(code))
		before := documents(t, w)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		again := world(t, Config{Dir: dir})
		if got := again.ATOL.Documents(); len(got) != len(before) || fmt.Sprint(got[len(got)-1].FD) != fmt.Sprint(at(before, len(before)-1, "fd")) {
			t.Errorf("round %d: after the kill %d documents, before %d", round, len(got), len(before))
		}
		expect(t, "the shift is still open", at(task(t, again, m{"type": "getShiftStatus"}), 0, "result", "shiftStatus", "state"), "opened")
		expect(t, "the code is still sold", again.Codes.Sold(code), true)
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPaperThatCameOutLaterIsRemembered(t *testing.T) {
	dir := t.TempDir()
	w := world(t, Config{Dir: dir})
	task(t, w, openShift())
	if err := w.Faults.Set(ATOL, Fault{Kind: fault.NotPrinted, Count: 1}); err != nil {
		t.Fatal(err)
	}
	task(t, w, plain(10, "none"))
	for _, printed := range []bool{false, true} {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		w = world(t, Config{Dir: dir})
		docs := w.ATOL.Documents()
		expect(t, "documents", len(docs), 2)
		expect(t, "on paper", docs[1].Printed, printed)
		task(t, w, m{"type": "continuePrint"})
	}
}

func TestATornRecordIsDroppedAndADamagedOneIsTold(t *testing.T) {
	dir := t.TempDir()
	w := world(t, Config{Dir: dir})
	task(t, w, openShift(), plain(10, "none"))
	print := w.Fingerprint
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "atol-memory.jsonl")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(whole, whole[:100]...), 0o600); err != nil {
		t.Fatal(err)
	}
	w = world(t, Config{Dir: dir})
	expect(t, "the certificate is kept", w.Fingerprint, print)
	expect(t, "documents", len(w.ATOL.Documents()), 2)
	got := task(t, w, plain(20, "none"))
	expect(t, "next ФД", at(got, 0, "result", "fiscalParams", "fiscalDocumentNumber"), 3)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append([]byte("{oops}\n"), whole...), 0o600); err != nil {
		t.Fatal(err)
	}
	if w, err := Start(context.Background(), Config{Dir: dir}); err == nil {
		_ = w.Close()
		t.Error("a damaged fiscal memory was taken without a word")
	}
}
