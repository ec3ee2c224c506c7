// Package assets holds the data that travel inside the executable: translations, fonts, icons, sounds, the product groups
// with their dates and the demo shop.
package assets

import (
	"embed"
	"io/fs"
)

// Files is everything embedded, under the names of this folder.
//
//go:embed translations fonts icons sounds rules demo help
var Files embed.FS

// Translations is the folder with ru.json and en.json.
func Translations() (fs.FS, error) { return fs.Sub(Files, "translations") }

// Rules is the folder with the product groups and their dates.
func Rules() (fs.FS, error) { return fs.Sub(Files, "rules") }
