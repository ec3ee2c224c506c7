package config

import (
	"errors"

	"dobro/internal/marking"
)

// affix is a key that holds what a scanner puts before or behind every code.
func affix(key string, field func(*Config) *string) setting {
	return checked(key, `"" | A | <STX>A | <GS>`, field, always, func(s string) (string, Problem) {
		bytes, err := marking.ReadAffix(s)
		switch {
		case errors.Is(err, marking.ErrAffixDigits):
			return "", AffixDigits
		case err != nil:
			return "", BadAffix
		}
		return marking.WriteAffix(bytes), ""
	})
}
