package main

import (
	"os"

	"golang.org/x/sys/windows"
)

var (
	kernel32      = windows.NewLazySystemDLL("kernel32.dll")
	attachConsole = kernel32.NewProc("AttachConsole")
	setOutputPage = kernel32.NewProc("SetConsoleOutputCP")
)

const (
	parentProcess = ^uintptr(0) // ATTACH_PARENT_PROCESS
	utf8Page      = 65001
)

// takeConsole gives a command typed in a console that console to print to: a GUI executable starts without one. What the caller
// redirected to a file or a pipe stays as it is, each stream by itself. Started from the desktop there is no console, and nothing
// happens.
func takeConsole() {
	out, errs, in := usable(windows.STD_OUTPUT_HANDLE), usable(windows.STD_ERROR_HANDLE), usable(windows.STD_INPUT_HANDLE)
	if out && errs {
		return
	}
	if ok, _, _ := attachConsole.Call(parentProcess); ok == 0 {
		return
	}
	_, _, _ = setOutputPage.Call(utf8Page)
	if f, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
		if !out {
			os.Stdout = f
		}
		if !errs {
			os.Stderr = f
		}
	}
	if !in {
		if f, err := os.OpenFile("CONIN$", os.O_RDWR, 0); err == nil {
			os.Stdin = f
		}
	}
}

// usable tells whether a standard stream leads somewhere.
func usable(which uint32) bool {
	h, err := windows.GetStdHandle(which)
	if err != nil || h == 0 || h == windows.InvalidHandle {
		return false
	}
	kind, err := windows.GetFileType(h)
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}
