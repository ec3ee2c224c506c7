package goods

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// QuickPage is one page of tiles on the sale screen, in the order in which the owner arranged them.
type QuickPage struct {
	Name string
	Keys []QuickKey
}

// QuickKey is one tile: goods that are sold by a tap.
type QuickKey struct {
	Product Product
	Colour  string // one of QuickColours
	Picture []byte // PNG made by QuickPicture, nil when there is none
}

// QuickColours are the grounds that a tile may have; "" is that of a button. Their look belongs to the window.
var QuickColours = []string{"", "red", "orange", "yellow", "green", "teal", "blue", "violet"}

// Limits of the tiles: more pages than tabs, or more tiles than a cashier finds again, help nobody.
const (
	MaxQuickPages = 8
	MaxQuickKeys  = 48 // a page
	MaxQuickName  = 20 // characters
)

// ErrBadQuick says that pages of tiles break the limits above.
var ErrBadQuick = errors.New("these pages of tiles cannot be kept")

// CheckQuick refuses pages that break the limits, have no name, or name goods that were never kept.
func CheckQuick(pages []QuickPage) error {
	if len(pages) > MaxQuickPages {
		return ErrBadQuick
	}
	for _, p := range pages {
		if strings.TrimSpace(p.Name) == "" || utf8.RuneCountInString(p.Name) > MaxQuickName || len(p.Keys) > MaxQuickKeys {
			return ErrBadQuick
		}
		for _, k := range p.Keys {
			if k.Product.ID == 0 || !quickColour(k.Colour) || len(k.Picture) > MaxQuickPicture {
				return ErrBadQuick
			}
		}
	}
	return nil
}

func quickColour(name string) bool {
	for _, c := range QuickColours {
		if c == name {
			return true
		}
	}
	return false
}
