package config

import (
	"strconv"
	"time"
)

// Values of Window.Theme, Window.Graphics and Window.Text.
const (
	ThemeLight = "light"
	ThemeDark  = "dark"

	GraphicsAuto     = "auto"
	GraphicsOpenGL   = "opengl"
	GraphicsDirect3D = "direct3d" // the second executable, on Windows
	GraphicsSoftware = "software" // without the help of a graphics card

	TextNormal = "normal"
	TextLarge  = "large"
)

// Window is how the cashier's window looks, sounds and guards itself.
type Window struct {
	Theme  string
	Text   string
	Volume int // of the sounds, 0 (silent) … 100
	// LockAfter is how long nobody touches the till before it asks for a PIN; 0 never.
	LockAfter   time.Duration
	Kiosk       bool // the whole screen, without a frame
	Graphics    string
	BuyerScreen bool // a second window that the buyer sees
}

// Bounds of Window.LockAfter: a shorter time would lock a cashier out while a buyer looks for money.
const (
	MinLockAfter = 30 * time.Second
	MaxLockAfter = 12 * time.Hour
)

func defaultWindow() Window {
	return Window{Theme: ThemeLight, Text: TextNormal, Volume: 80, LockAfter: 5 * time.Minute, Kiosk: true, Graphics: GraphicsAuto}
}

// windowSettings are the keys of the table [window].
var windowSettings = []setting{
	choice("window.theme", func(c *Config) *string { return &c.Window.Theme }, ThemeLight, ThemeDark),
	choice("window.text", func(c *Config) *string { return &c.Window.Text }, TextNormal, TextLarge),
	volume(),
	lockAfter(),
	flag("window.kiosk", func(c *Config) *bool { return &c.Window.Kiosk }),
	choice("window.graphics", func(c *Config) *string { return &c.Window.Graphics }, GraphicsAuto, GraphicsOpenGL, GraphicsDirect3D, GraphicsSoftware),
	flag("window.buyer_screen", func(c *Config) *bool { return &c.Window.BuyerScreen }),
}

func volume() setting {
	return setting{key: "window.volume", allowed: "0 … 100",
		read: func(c *Config, v any) Problem {
			n, ok := v.(int64)
			if !ok || n < 0 || n > 100 {
				return BadValue
			}
			c.Window.Volume = int(n)
			return ""
		},
		write: func(c *Config) string { return strconv.Itoa(c.Window.Volume) },
	}
}

func lockAfter() setting {
	return setting{key: "window.lock_after", allowed: "0 | 30s … 12h",
		read: func(c *Config, v any) Problem {
			if n, ok := v.(int64); ok && n == 0 {
				c.Window.LockAfter = 0
				return ""
			}
			s, ok := v.(string)
			d, err := time.ParseDuration(s)
			if !ok || err != nil || d != 0 && (d < MinLockAfter || d > MaxLockAfter) {
				return BadValue
			}
			c.Window.LockAfter = d
			return ""
		},
		write: func(c *Config) string {
			if c.Window.LockAfter == 0 {
				return "0"
			}
			return quote(c.Window.LockAfter.String())
		},
	}
}
