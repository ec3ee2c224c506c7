package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"dobro/assets"
	"dobro/internal/lang"
)

// options may stand before or after the command's name.
type options struct {
	data     string
	lang     string
	demo     bool
	windowed bool
}

// parseOptions takes the options of the whole program out of a command line and leaves the rest as it was. What follows "--" is
// left alone.
func parseOptions(args []string) (options, []string, error) {
	o := options{lang: "ru"}
	var rest []string
	for i := 0; i < len(args); i++ {
		name, value, given := strings.Cut(args[i], "=")
		switch name {
		case "--":
			return o, append(rest, args[i:]...), nil
		case "--demo":
			o.demo = true
		case "--windowed":
			o.windowed = true
		case "-h", "--help":
			rest = append([]string{"help"}, rest...)
		case "--data", "--lang":
			if !given {
				if i+1 == len(args) {
					return o, rest, usage("app.value_wanted", "name", name)
				}
				i++
				value = args[i]
			}
			if name == "--data" {
				o.data = value
				continue
			}
			if value != "ru" && value != "en" {
				return o, rest, usage("app.bad_lang", "value", value)
			}
			o.lang = value
		default:
			rest = append(rest, args[i])
		}
	}
	return o, rest, nil
}

// dataFolder is where the till keeps everything: --data, or the system's place for the data of all users.
func (o options) dataFolder() (string, error) {
	if o.data != "" {
		return filepath.Abs(o.data)
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("ProgramData"); dir != "" {
			return filepath.Join(dir, "Dobro"), nil
		}
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "dobro"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the data folder: %w", err)
	}
	return filepath.Join(home, ".local", "share", "dobro"), nil
}

func loadWords(code string) (*lang.Catalogue, error) {
	files, err := assets.Translations()
	if err != nil {
		return nil, err
	}
	return lang.Load(files, code)
}

// usageError is a command line that cannot be understood.
type usageError struct {
	key   string
	pairs []any
}

func (e *usageError) Error() string { return e.key }

func usage(key string, pairs ...any) error { return &usageError{key: key, pairs: pairs} }

// flags reads the options of one command; they may stand before or after its arguments.
func flags(name string, args []string, define func(f *flag.FlagSet)) ([]string, error) {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	define(f)
	var free, tail []string
	if at := slices.Index(args, "--"); at >= 0 {
		args, tail = args[:at], args[at+1:]
	}
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, usage("app.help")
			}
			return nil, usage("app.bad_option", "text", args[0])
		}
		args = f.Args()
		if len(args) == 0 {
			return append(free, tail...), nil
		}
		free, args = append(free, args[0]), args[1:]
	}
}
