package main

import (
	"context"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// angleProgram lies beside the program and draws through Direct3D 11, which every Windows 10 has, in software if need be.
const angleProgram = "dobro-angle.exe"

// drawElsewhere opens the window with the second executable, on a computer where this one cannot draw, and gives its exit code. Where
// that is not installed or is this one, a message box says what to do.
func (p *program) drawElsewhere(ctx context.Context, why error) int {
	p.log.Warn().Err(why).Msg("no OpenGL 2.1")
	if self, err := os.Executable(); err == nil {
		other := filepath.Join(filepath.Dir(self), angleProgram)
		if _, err := os.Stat(other); err == nil && filepath.Base(self) != angleProgram {
			code, err := runChild(ctx, other, os.Args[1:])
			if err == nil {
				return code
			}
			p.log.Error().Err(err).Msg("start " + angleProgram)
		}
	}
	p.say("graphics.none")
	alert(p.words.T("app.title"), p.words.T("graphics.none"))
	return exitFault
}

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
