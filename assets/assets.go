// Package assets holds the data that travel inside the executable: translations, fonts, icons, sounds, the product groups
// with their dates, the demo shop and the help pages. It has no code of its own.
package assets

import "embed"

// Files is everything embedded, under the names of this folder.
//
//go:embed translations fonts icons sounds rules demo
var Files embed.FS
