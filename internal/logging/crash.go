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

// CrashName is the file that takes the last words of a program that dies, beside the log; what an earlier run left is kept as
// CrashName + ".last". Both may hold anything that was in a panic and are shown masked only.
const CrashName = "crash.log"

// CatchCrash sends panics of any goroutine and the runtime's own fatal errors to DIR/logs/crash.log, which a GUI program on
// Windows would else say to nobody. It gives what the run before left there, masked, "" when that ended well.
func CatchCrash(dir string) (last string, err error) {
	path := filepath.Join(dir, Folder, CrashName)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", fmt.Errorf("catch crash: %w", err)
	}
	last, err = lastCrash(path)
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

func lastCrash(path string) (string, error) {
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
	return Mask(string(b)), os.Rename(path, path+".last")
}
