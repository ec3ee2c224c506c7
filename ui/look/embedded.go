package look

import (
	"fmt"
	"image/color"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"dobro/assets"
)

// The fonts travel inside the executable: the ones of the toolkit draw some Cyrillic letters without their dots, and a
// lacking glyph would differ from till to till.
var (
	fontRegular = resource("fonts/NotoSans-Regular.ttf")
	fontBold    = resource("fonts/NotoSans-Bold.ttf")
	fontMono    = resource("fonts/DejaVuSansMono.ttf")
)

// AppIcon is the icon of the program.
func AppIcon() fyne.Resource { return resource("icons/dobro.png") }

func resource(path string) fyne.Resource {
	b, err := assets.Files.ReadFile(path)
	if err != nil {
		panic(err) // the file is embedded at build time: only a broken build can lack it
	}
	return fyne.NewStaticResource(path[strings.LastIndexByte(path, '/')+1:], b)
}

var icons struct {
	sync.Mutex
	made map[string]fyne.Resource
}

// Icon draws assets/icons/name.svg in one colour.
func Icon(name string, c color.Color) fyne.Resource {
	r, g, b, _ := c.RGBA()
	key := fmt.Sprintf("%s-%02x%02x%02x.svg", name, r>>8, g>>8, b>>8)
	icons.Lock()
	defer icons.Unlock()
	if made, ok := icons.made[key]; ok {
		return made
	}
	svg := resource("icons/" + name + ".svg").Content()
	made := fyne.NewStaticResource(key, []byte(strings.ReplaceAll(string(svg), "currentColor",
		fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8))))
	if icons.made == nil {
		icons.made = map[string]fyne.Resource{}
	}
	icons.made[key] = made
	return made
}
