//go:build e2e

package main

import (
	"bufio"
	"bytes"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// Ctrl-C in a long run of checks, here while it waits for more input: what was answered is summed, nothing is called a fault of the
// program, and no code gets a verdict that nobody gave.
func TestAStoppedRunOfChecksSumsWhatItDid(t *testing.T) {
	o := begin(t, "")
	s := newShelf(t, 3)
	cmd := exec.CommandContext(t.Context(), o.exe, "--data", o.dir, "check", "--json", "-")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(out)
	for range 25 {
		if _, err := io.WriteString(in, s.code()+"\n"); err != nil {
			t.Fatal(err)
		}
		if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, `"decision":"allow"`) {
			t.Fatalf("%q, %v", line, err)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(answers)
	if err != nil || len(rest) > 0 {
		t.Errorf("after the stop: %q, %v", rest, err)
	}
	_ = cmd.Wait() // its code says it
	if code := cmd.ProcessState.ExitCode(); code != exitFault {
		t.Errorf("ended with %d, want %d", code, exitFault)
	}
	if text := errs.String(); strings.Count(text, "25") != 2 || strings.Contains(text, "logs") {
		t.Errorf("it says %q", text)
	}
}
