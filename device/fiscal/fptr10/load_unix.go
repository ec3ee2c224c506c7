//go:build linux || darwin

package fptr10

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/ebitengine/purego"
)

// load opens the library. The handle stays open for the life of the program: a library with threads of its own must not be
// unmapped under them.
func load(path string) (find func(name string) (uintptr, error), free func() error, err error) {
	name := "libfptr10.so"
	if runtime.GOOS == "darwin" {
		name = "fptr10.framework/fptr10"
	}
	if path == "" {
		path = name
	} else if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, name)
	}
	h, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, nil, err
	}
	return func(name string) (uintptr, error) { return purego.Dlsym(h, name) }, func() error { return nil }, nil
}
