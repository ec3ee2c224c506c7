package logging

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
)

// CrashName is the file that takes the last words of a program that dies, beside the log. It may hold anything that was in a panic; the
// next run masks it, keeps it so as CrashName + ".last" and takes the file itself away.
const CrashName = "crash.log"

// CatchCrash sends panics of any goroutine and the runtime's own fatal errors to DIR/logs/crash.log, which a GUI program on
// Windows would else say to nobody. It gives what the run before left there, masked, "" when that ended well. The masker is told the
// till's secrets before.
func CatchCrash(dir string, m *Masker) (last string, err error) {
	path := filepath.Join(dir, Folder, CrashName)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", fmt.Errorf("catch crash: %w", err)
	}
	last, err = lastCrash(path, m)
	if err != nil {
		return "", fmt.Errorf("catch crash: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o640)
	if err != nil {
		return last, fmt.Errorf("catch crash: %w", err)
	}
	if err := errors.Join(debug.SetCrashOutput(f, debug.CrashOptions{}), f.Close()); err != nil {
		return last, fmt.Errorf("catch crash: %w", err)
	}
	return last, nil
}

func lastCrash(path string, m *Masker) (string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(f, 256<<10))
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	if len(b) == 0 {
		return "", nil
	}
	text := m.Mask(string(b))
	if err := os.WriteFile(path+".last", []byte(text), 0o640); err != nil {
		return text, err
	}
	return text, os.Remove(path)
}
