package look

import "fyne.io/fyne/v2"

// TileColor is the ground of a tile whose colour the owner chose (goods.QuickColours); "" is that of a card. All of them are pale in the
// light theme and deep in the dark one, so that one ink is readable on every tile and none looks like a verdict.
func TileColor(name string) fyne.ThemeColorName {
	if name == "" {
		return ColorCard
	}
	return fyne.ThemeColorName("dobro-tile-" + name)
}

var lightTiles = palette{
	TileColor("red"): rgb(0xFFD9D6), TileColor("orange"): rgb(0xFFE0C2), TileColor("yellow"): rgb(0xFFF2B0), TileColor("green"): rgb(0xD3EFD9),
	TileColor("teal"): rgb(0xC9ECEC), TileColor("blue"): rgb(0xD9E4FF), TileColor("violet"): rgb(0xEADBF8),
}

var darkTiles = palette{
	TileColor("red"): rgb(0x5E2623), TileColor("orange"): rgb(0x5C3B10), TileColor("yellow"): rgb(0x544A0C), TileColor("green"): rgb(0x1E4A2A),
	TileColor("teal"): rgb(0x124848), TileColor("blue"): rgb(0x1F3C6B), TileColor("violet"): rgb(0x482B66),
}
