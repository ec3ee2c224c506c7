//go:build linux || darwin || windows

package fptr10

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"
)

// paramJSON is LIBFPTR_PARAM_JSON_DATA: the task before process_json, its answer afterwards.
const paramJSON = 65645

// maxAnswer is the longest string that is read, in units: a document of the drive with its raw data is far below it.
const maxAnswer = 4 << 20

// Params of a library. Settings are those of the driver, by its own names: Model, Port, ComFile, BaudRate, IPAddress, IPPort
// …; the driver's defaults stand for what is left out.
type Params struct {
	Path     string // of the library or of its folder; "" looks where the driver's installer puts it
	Settings map[string]string
}

// Library is one handle of the driver. It is used by one goroutine at a time.
type Library struct {
	calls  map[string]uintptr
	handle uintptr
	free   func() error
}

var names = []string{
	"libfptr_create", "libfptr_destroy", "libfptr_set_single_setting", "libfptr_apply_single_settings", "libfptr_open", "libfptr_close",
	"libfptr_is_opened", "libfptr_set_param_str", "libfptr_get_param_str", "libfptr_process_json", "libfptr_error_code", "libfptr_error_description",
}

// Open loads the library and makes a handle with the settings. The printer itself is opened with the first task.
func Open(p Params) (*Library, error) {
	find, free, err := load(p.Path)
	if err != nil {
		return nil, fmt.Errorf("load the driver's library: %w", err)
	}
	l := &Library{calls: map[string]uintptr{}, free: free}
	for _, n := range names {
		if l.calls[n], err = find(n); err != nil || l.calls[n] == 0 {
			return nil, errors.Join(fmt.Errorf("the driver's library lacks %s: %w", n, err), free())
		}
	}
	if l.call("libfptr_create", uintptr(unsafe.Pointer(&l.handle))) != 0 || l.handle == 0 {
		return nil, errors.Join(errors.New("the driver makes no handle"), free())
	}
	if err := l.set(p.Settings); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *Library) set(settings map[string]string) error {
	if len(settings) == 0 {
		return nil
	}
	var keys []string
	for k := range settings {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		key, value := wide(k, wideSize), wide(settings[k], wideSize)
		l.call("libfptr_set_single_setting", l.handle, uintptr(unsafe.Pointer(&key[0])), uintptr(unsafe.Pointer(&value[0])))
	}
	if l.call("libfptr_apply_single_settings", l.handle) != 0 {
		code, text := l.failure()
		return fmt.Errorf("settings of the driver: %d %s", code, text)
	}
	return nil
}

// ProcessJSON runs one task; it opens the printer when it is not open.
func (l *Library) ProcessJSON(task string) (answer string, code int, text string, err error) {
	if l.handle == 0 {
		return "", 0, "", errors.New("the driver's library is closed")
	}
	if strings.ContainsRune(task, 0) {
		return "", 0, "", errors.New("a task cannot hold a zero")
	}
	if l.call("libfptr_is_opened", l.handle) == 0 && l.call("libfptr_open", l.handle) != 0 {
		code, text = l.failure()
		return "", code, text, nil
	}
	in := wide(task, wideSize)
	l.call("libfptr_set_param_str", l.handle, paramJSON, uintptr(unsafe.Pointer(&in[0])))
	if l.call("libfptr_process_json", l.handle) != 0 {
		code, text = l.failure()
		return "", code, text, nil
	}
	answer, err = l.text("libfptr_get_param_str", paramJSON)
	return answer, 0, "", err
}

// failure is the error of the last call; a driver that fails without a number is an unknown error (15).
func (l *Library) failure() (int, string) {
	code := int(l.call("libfptr_error_code", l.handle))
	text, err := l.text("libfptr_error_description")
	if err != nil {
		text = err.Error()
	}
	if code == 0 {
		code = 15
	}
	return code, text
}

// text reads a string: the library says how many units it needs when the buffer is too small.
func (l *Library) text(function string, args ...uintptr) (string, error) {
	for units := 1024; ; {
		buf := make([]byte, units*wideSize)
		all := append(append([]uintptr{l.handle}, args...), uintptr(unsafe.Pointer(&buf[0])), uintptr(units))
		need := int(l.call(function, all...))
		switch {
		case need <= units:
			return narrow(buf, wideSize), nil
		case need > maxAnswer:
			return "", fmt.Errorf("%s: a string of %d units", function, need)
		}
		units = need
	}
}

// call calls a function; every argument is an int or a pointer, every result an int.
//
//go:uintptrescapes
func (l *Library) call(function string, args ...uintptr) int32 {
	r, _, _ := purego.SyscallN(l.calls[function], args...)
	return int32(r)
}

// Close closes the printer and frees the handle. It may be repeated.
func (l *Library) Close() error {
	if l.handle == 0 {
		return nil
	}
	l.call("libfptr_close", l.handle)
	l.call("libfptr_destroy", uintptr(unsafe.Pointer(&l.handle)))
	l.handle = 0
	return l.free()
}
