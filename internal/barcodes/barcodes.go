// Package barcodes draws symbols as pictures, black on white with their quiet zones: for training, for tests and for the
// scan doctor, which shows them to a scanner on the screen. It is pure; what it draws depends on nothing but the arguments.
package barcodes

import (
	"errors"
	"fmt"
	"image"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/datamatrix"
	"github.com/boombuler/barcode/ean"
	"github.com/boombuler/barcode/qr"
)

// Limits of what is drawn: the longest marking code has 150 signs, a linear symbol of more is not read from a screen.
const (
	maxMatrix = 512
	maxLinear = 48
)

// Function characters of Code 128, to stand in the text of Code128.
const (
	FNC1 = string(code128.FNC1)
	FNC3 = string(code128.FNC3) // makes a symbol a set-up command for the scanner
)

// ErrContent is the error of a text that the symbol cannot hold.
var ErrContent = errors.New("content does not fit the symbol")

// Symbol is a symbol in modules, the zero value is empty. Linear symbols have one row.
type Symbol struct {
	columns, rows int
	dark          []bool
	quiet         int // modules around it; a linear symbol needs them left and right only
	linear        bool
}

// GS1DataMatrix draws a code with its identifiers: FNC1 in front, and FNC1 for every separator (0x1D) in it, as GS1 wants
// it. That is what packages carry.
func GS1DataMatrix(full string) (Symbol, error) {
	if err := ascii(full, maxMatrix); err != nil {
		return Symbol{}, fmt.Errorf("draw GS1 DataMatrix: %w", err)
	}
	fnc1 := string([]byte{datamatrix.FNC1})
	s, err := matrix(datamatrix.Encode(fnc1 + strings.ReplaceAll(full, "\x1d", fnc1)))(3)
	return s, drawn("GS1 DataMatrix", err)
}

// DataMatrix draws plain text, as on a tobacco pack.
func DataMatrix(text string) (Symbol, error) {
	if err := ascii(text, maxMatrix); err != nil {
		return Symbol{}, fmt.Errorf("draw DataMatrix: %w", err)
	}
	s, err := matrix(datamatrix.Encode(text))(3)
	return s, drawn("DataMatrix", err)
}

// QR draws text, a web address as a rule, with the middle grade of error correction.
func QR(text string) (Symbol, error) {
	if text == "" || len(text) > maxMatrix {
		return Symbol{}, fmt.Errorf("draw QR: %w", ErrContent)
	}
	s, err := matrix(qr.Encode(text, qr.M, qr.Unicode))(4)
	return s, drawn("QR", err)
}

// EAN draws an EAN-13 or EAN-8 of 13 or 8 digits; a wrong check digit is refused.
func EAN(digits string) (Symbol, error) {
	if len(digits) != 8 && len(digits) != 13 {
		return Symbol{}, fmt.Errorf("draw EAN: %w", ErrContent)
	}
	c, err := ean.Encode(digits)
	if err != nil {
		return Symbol{}, drawn("EAN", err)
	}
	return line(c, 11), nil
}

// Code128 draws ASCII text; FNC1 and FNC3 may stand in it.
func Code128(text string) (Symbol, error) {
	plain := strings.NewReplacer(FNC1, "", FNC3, "").Replace(text)
	if err := ascii(plain, maxLinear); err != nil && (plain != "" || text == "") {
		return Symbol{}, fmt.Errorf("draw Code 128: %w", err)
	}
	c, err := code128.Encode(text)
	if err != nil {
		return Symbol{}, drawn("Code 128", err)
	}
	return line(c, 10), nil
}

func drawn(what string, err error) error {
	if err != nil {
		return fmt.Errorf("draw %s: %w: %w", what, ErrContent, err)
	}
	return nil
}

func ascii(text string, most int) error {
	if text == "" || len(text) > most {
		return fmt.Errorf("%w: %d signs", ErrContent, len(text))
	}
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			return fmt.Errorf("%w: sign %d is not ASCII", ErrContent, i)
		}
	}
	return nil
}

// matrix takes what an encoder gave and asks for the quiet zone.
func matrix(c barcode.Barcode, err error) func(quiet int) (Symbol, error) {
	return func(quiet int) (Symbol, error) {
		if err != nil {
			return Symbol{}, err
		}
		b := c.Bounds()
		s := Symbol{columns: b.Dx(), rows: b.Dy(), quiet: quiet}
		s.fill(c, b)
		return s, nil
	}
}

func line(c barcode.Barcode, quiet int) Symbol {
	b := c.Bounds()
	s := Symbol{columns: b.Dx(), rows: 1, quiet: quiet, linear: true}
	s.fill(c, b)
	return s
}

func (s *Symbol) fill(c barcode.Barcode, b image.Rectangle) {
	s.dark = make([]bool, s.columns*s.rows)
	for y := range s.rows {
		for x := range s.columns {
			r, _, _, _ := c.At(b.Min.X+x, b.Min.Y+y).RGBA()
			s.dark[y*s.columns+x] = r < 0x8000
		}
	}
}
