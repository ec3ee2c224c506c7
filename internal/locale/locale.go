// Package locale mends the environment before the window toolkit reads it: a locale that names no language ("C", "POSIX", none)
// makes the toolkit complain on the error stream of every command. The import path sorts before the toolkit's, so this
// initialisation runs first; the program's own language does not come from here.
package locale

import (
	"os"
	"strings"
)

func init() { Mend(os.Getenv, func(name, value string) { _ = os.Setenv(name, value) }) }

// fallback is what a nameless locale becomes.
const fallback = "ru_RU.UTF-8"

// Mend gives each variable that names no language a real one, and LANG when no variable is there at all.
func Mend(get func(string) string, set func(name, value string)) {
	named := false
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		value := get(name)
		if value == "" {
			continue
		}
		named = true
		if language, _, _ := strings.Cut(value, "."); language == "C" || language == "POSIX" {
			set(name, fallback)
		}
	}
	if !named {
		set("LANG", fallback)
	}
}
