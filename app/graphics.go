package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/ui"
)

// drawer is who opens the window.
type drawer int

// Drawers.
const (
	thisProgram drawer = iota
	twinProgram        // the second executable, on Direct3D 11
	nobodyDraws
)

// chooseDrawer decides by the setting [window] graphics. twin tells whether this is the second executable, beside whether the other one is
// installed; can tries to draw and is asked last. A choice that this computer cannot follow is given up for one that it can: a till that
// opens is worth more, and the doctor tells.
func chooseDrawer(want string, twin, beside bool, can func() error) (drawer, error) {
	if !twin && beside && (want == config.GraphicsDirect3D || want == config.GraphicsSoftware) {
		return twinProgram, nil
	}
	err := can()
	switch {
	case err == nil:
		return thisProgram, nil
	case !twin && beside:
		return twinProgram, err
	}
	return nobodyDraws, err
}

// Names by which the libraries that draw are told to do it in software: Mesa's of Linux, and our front of ANGLE (packaging/windows/angle).
var softwareSwitches = map[string]string{"LIBGL_ALWAYS_SOFTWARE": "1", "DOBRO_EGL_WARP": "1"}

// opens decides who opens the window. When it is not this program, the window has been opened and closed by then, or a message box has
// said what to do, and code is the exit code.
func (p *program) opens(ctx context.Context) (here bool, code int) {
	want := p.wantedGraphics()
	if want == config.GraphicsSoftware {
		for name, value := range softwareSwitches {
			if err := os.Setenv(name, value); err != nil {
				p.log.Warn().Err(err).Msg("draw in software")
			}
		}
	}
	self, err := os.Executable()
	if err != nil {
		self = ""
	}
	other := filepath.Join(filepath.Dir(self), angleProgram)
	_, missing := os.Stat(other)
	twin := filepath.Base(self) == angleProgram
	who, why := chooseDrawer(want, twin, angleProgram != "" && self != "" && missing == nil, func() error { return ui.CanDraw(ctx) })
	switch who {
	case thisProgram:
		return true, exitYes
	case twinProgram:
		p.log.Warn().Err(why).Str("graphics", want).Msg("the window is opened by " + angleProgram)
		code, err := runChild(ctx, other, os.Args[1:])
		if err == nil {
			return false, code
		}
		p.log.Error().Err(err).Msg("start " + angleProgram)
	default:
		p.log.Error().Err(why).Msg("nothing draws here")
	}
	if errors.Is(why, ui.ErrNoDisplay) {
		p.say("app.no_display")
		return false, exitFault
	}
	p.say("graphics.none")
	alert(p.words.T("app.title"), p.words.T("graphics.none"))
	return false, exitFault
}

// wantedGraphics reads the setting and nothing else: the folder of this run stays what it is. Settings that are refused are told in their
// turn.
func (p *program) wantedGraphics() string {
	if p.room != nil {
		return p.room.looks.Graphics
	}
	dir, err := p.dataFolder()
	if err != nil {
		return config.GraphicsAuto
	}
	cfg, err := config.Load(filepath.Join(dir, config.FileName), policyTable())
	if err != nil {
		return config.GraphicsAuto
	}
	return cfg.Window.Graphics
}

// drawnFile in the data folder says how the last window was drawn: a command that asks later may be the other executable.
const drawnFile = "window.drawing"

// drawn is how a window is drawn, and by the processor alone.
type drawn struct {
	How      string `json:"how"`
	Software bool   `json:"software"`
}

// noteDrawing leaves how the window is drawn, for the doctor.
func (p *program) noteDrawing() {
	d := drawn{How: ui.Drawing}
	for name, value := range softwareSwitches {
		d.Software = d.Software || os.Getenv(name) == value
	}
	b, err := json.Marshal(d)
	if err == nil {
		err = os.WriteFile(filepath.Join(p.dir, drawnFile), b, 0o644)
	}
	if err != nil {
		p.log.Warn().Err(err).Msg("note how the window is drawn")
	}
}

// probeDrawing tells how the window is drawn, and whether that is what the settings ask for. Where no window was opened yet there is
// nothing to tell but what this executable would do.
func (p *program) probeDrawing(cfg config.Config) finding {
	d := drawn{How: ui.Drawing}
	b, err := os.ReadFile(filepath.Join(p.dir, drawnFile))
	seen := err == nil && json.Unmarshal(b, &d) == nil
	return p.drawingFinding(d, seen && angleProgram != "", cfg.Window.Graphics)
}

// drawingFinding judges a window; choice tells whether there is another executable that could have drawn it.
func (p *program) drawingFinding(d drawn, choice bool, want string) finding {
	how := d.How
	if d.Software {
		how = p.words.T("probe.drawing.software", "how", how)
	}
	if choice && want == config.GraphicsDirect3D && d.How == "OpenGL" {
		return p.found("drawing", probe.Warn, "other", "how", how)
	}
	return p.found("drawing", probe.Well, "well", "how", how)
}
