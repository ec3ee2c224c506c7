package main

import (
	"dobro/internal/config"
	"dobro/ui"
	"dobro/ui/look"
	"dobro/ui/sound"
)

// dress makes the window look, sound and lock as [window] says; --windowed goes before the setting.
func (p *program) dress(params *ui.Params, c config.Window, shop string) {
	speaker := sound.NewSpeaker(float64(c.Volume) / 100)
	p.later(func() error { speaker.Close(); return nil })
	params.Sounds = speaker
	params.IdleLock = c.LockAfter
	params.Windowed = p.windowed || !c.Kiosk
	params.Dark = c.Theme == config.ThemeDark
	params.Scale = 1
	if c.Text == config.TextLarge {
		params.Scale = look.LargeTexts
	}
	params.BuyerScreen = c.BuyerScreen
	params.Shop = shop
}
