//go:build windows

package fptr10

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

const library = "fptr10.dll"

// load opens the library from the path, from beside the program, or from where the driver's installer wrote it down. The
// bitness of program and driver has to match. It is never freed: it has threads of its own.
func load(path string) (find func(name string) (uintptr, error), free func() error, err error) {
	var tried error
	for _, p := range places(path) {
		if h, err := open(p); err == nil {
			return func(name string) (uintptr, error) { return windows.GetProcAddress(h, name) }, func() error { return nil }, nil
		} else {
			tried = errors.Join(tried, fmt.Errorf("%s: %w", p, err))
		}
	}
	return nil, nil, tried
}

func places(path string) []string {
	if path != "" {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, library)
		}
		return []string{path}
	}
	var out []string
	if exe, err := os.Executable(); err == nil {
		out = append(out, filepath.Join(filepath.Dir(exe), library))
	}
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\ATOL\Drivers\10.0\KKT`, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return out
	}
	defer key.Close()
	if dir, _, err := key.GetStringValue("INSTALL_DIR"); err == nil {
		out = append(out, filepath.Join(dir, "bin", library))
	}
	return out
}

// open loads with the library's own folder in the search path, which is where its C++ runtime (msvcp140.dll) lies.
func open(path string) (windows.Handle, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return 0, err
	}
	return windows.LoadLibraryEx(full, 0, windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR|windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
}
