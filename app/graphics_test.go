package main

import (
	"errors"
	"strings"
	"testing"

	"dobro/internal/config"
	"dobro/ui"
)

func TestWhoOpensTheWindow(t *testing.T) {
	can, cannot := func() error { return nil }, func() error { return errors.New("no OpenGL 2.1") }
	for _, c := range []struct {
		name         string
		want         string
		twin, beside bool
		can          func() error
		who          drawer
	}{
		{"сам, OpenGL есть", config.GraphicsAuto, false, true, can, thisProgram},
		{"сам, OpenGL нет", config.GraphicsAuto, false, true, cannot, twinProgram},
		{"сам, OpenGL нет и двойника нет", config.GraphicsAuto, false, false, cannot, nobodyDraws},
		{"Direct3D по настройке", config.GraphicsDirect3D, false, true, can, twinProgram},
		{"Direct3D по настройке, двойника нет", config.GraphicsDirect3D, false, false, can, thisProgram},
		{"OpenGL по настройке, а его нет: касса важнее", config.GraphicsOpenGL, false, true, cannot, twinProgram},
		{"программно по настройке", config.GraphicsSoftware, false, true, can, twinProgram},
		{"программно на Linux: здесь же", config.GraphicsSoftware, false, false, can, thisProgram},
		{"двойник рисует сам", config.GraphicsDirect3D, true, true, can, thisProgram},
		{"двойник не зовёт себя", config.GraphicsAuto, true, true, cannot, nobodyDraws},
	} {
		if who, _ := chooseDrawer(c.want, c.twin, c.beside, c.can); who != c.who {
			t.Errorf("%s: %d, want %d", c.name, who, c.who)
		}
	}
}

func TestWhatDrawsIsNamed(t *testing.T) {
	p := &program{options: options{data: t.TempDir()}, words: catalogue(t, "ru")}
	p.dir = p.data
	for _, c := range []struct {
		name   string
		drawn  drawn
		choice bool
		want   string
		code   string
	}{
		{"просили Direct3D, рисует OpenGL", drawn{How: "OpenGL"}, true, config.GraphicsDirect3D, "drawing.other"},
		{"просили Direct3D, рисует он", drawn{How: "Direct3D 11"}, true, config.GraphicsDirect3D, "drawing.well"},
		{"второй программы и не бывает", drawn{How: "OpenGL"}, false, config.GraphicsDirect3D, "drawing.well"},
		{"ничего не просили", drawn{How: "OpenGL", Software: true}, true, config.GraphicsAuto, "drawing.well"},
	} {
		f := p.drawingFinding(c.drawn, c.choice, c.want)
		if f.Code != c.code || !strings.Contains(f.Text, c.drawn.How) || (f.Action == "") != (c.code == "drawing.well") {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
	t.Setenv("LIBGL_ALWAYS_SOFTWARE", "1")
	p.noteDrawing()
	if f := p.probeDrawing(config.Config{}); !strings.Contains(f.Text, p.words.T("probe.drawing.software", "how", ui.Drawing)) {
		t.Errorf("what the window left is not told: %+v", f)
	}
}
