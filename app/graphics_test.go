package main

import (
	"errors"
	"testing"

	"dobro/internal/config"
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
