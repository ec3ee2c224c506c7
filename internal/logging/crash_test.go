package logging

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestCrashIsToldToTheNextRun(t *testing.T) {
	if dir := os.Getenv("TEST_CRASH_IN"); dir != "" {
		if _, err := CatchCrash(dir, &Masker{}); err != nil {
			t.Fatal(err)
		}
		dead := make(chan struct{})
		go func() { defer close(dead); panic("sold 0104670540176099215NN*cM\x1d93dGVz twice") }()
		<-dead
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run", t.Name())
	child.Env = append(os.Environ(), "TEST_CRASH_IN="+dir)
	if err := child.Run(); err == nil {
		t.Fatal("the child did not die")
	}
	last, err := CatchCrash(dir, &Masker{})
	if err != nil || !strings.Contains(last, "panic: sold 0104670540176099215NN*cM") || strings.Contains(last, "dGVz") || !strings.Contains(last, "goroutine") {
		t.Errorf("last words %q, %v", last, err)
	}
	kept, kerr := os.ReadFile(filepath.Join(dir, Folder, CrashName+".last"))
	if kerr != nil || string(kept) != last {
		t.Errorf("kept %q, %v; told %q", kept, kerr, last)
	}
	if last, err = CatchCrash(dir, &Masker{}); err != nil || last != "" {
		t.Errorf("told again: %q, %v", last, err)
	}
}
