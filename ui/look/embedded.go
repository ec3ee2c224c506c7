package look

import (
	"fmt"
	"image/color"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"dobro/assets"
)

// The fonts travel inside the executable: the ones of the toolkit draw some Cyrillic letters without their dots, and a
// lacking glyph would differ from till to till. They are read when a window wants them: no command does.
var (
	fontRegular = sync.OnceValue(func() fyne.Resource { return resource("fonts/NotoSans-Regular.ttf") })
	fontBold    = sync.OnceValue(func() fyne.Resource { return resource("fonts/NotoSans-Bold.ttf") })
	fontMono    = sync.OnceValue(func() fyne.Resource { return resource("fonts/DejaVuSansMono.ttf") })
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

var strokes = regexp.MustCompile(`stroke-width="([0-9.]+)"`)

// drawn is the side for which the strokes of the icons are made.
const drawn = 24

// Icon draws assets/icons/name.svg in one colour. The toolkit's painter scales shapes and leaves the width of strokes, so a large icon
// would come out thin: side is the size in which it will be seen.
func Icon(name string, c color.Color, side float32) fyne.Resource {
	r, g, b, _ := c.RGBA()
	wider := math.Round(float64(max(side/drawn, 1))*4) / 4
	key := fmt.Sprintf("%s-%02x%02x%02x-%g.svg", name, r>>8, g>>8, b>>8, wider)
	icons.Lock()
	defer icons.Unlock()
	if made, ok := icons.made[key]; ok {
		return made
	}
	svg := string(resource("icons/" + name + ".svg").Content())
	svg = strings.ReplaceAll(svg, "currentColor", fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8))
	svg = strokes.ReplaceAllStringFunc(svg, func(s string) string {
		width, err := strconv.ParseFloat(strokes.FindStringSubmatch(s)[1], 64)
		if err != nil {
			return s
		}
		return fmt.Sprintf(`stroke-width="%g"`, width*wider)
	})
	made := fyne.NewStaticResource(key, []byte(svg))
	if icons.made == nil {
		icons.made = map[string]fyne.Resource{}
	}
	icons.made[key] = made
	return made
}
