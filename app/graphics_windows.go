package main

import "golang.org/x/sys/windows"

// angleProgram lies beside the program and draws through Direct3D 11, which every Windows 10 has, in software if need be.
const angleProgram = "dobro-angle.exe"

// alert shows a sentence to a person who has no console.
func alert(title, text string) {
	t, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return
	}
	s, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	_, _ = windows.MessageBox(0, s, t, windows.MB_OK|windows.MB_ICONERROR)
}
