package config

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Notes are the remarks beside the keys of a written file, in the user's language, under "config.note.<key>";
// lang.Catalogue is one.
type Notes interface {
	Words
	Has(key string) bool
}

// Write puts the settings into the file at path, all keys with their remarks, keys without a value left out; notes may be
// nil. The file is there whole or not at all: it is written aside, synced and renamed. What Load would refuse is not written:
// the error is then the refusal. Remarks that a person wrote into the old file are lost.
func Write(path string, c Config, notes Notes) error {
	b := render(&c, notes)
	kept := PolicyTable{} // the values passed a validator when they were read
	for k, v := range c.Checks.Policy {
		kept[k] = []string{v}
	}
	if _, err := Parse(path, b, kept); err != nil {
		return err
	}
	if err := replace(path, b); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	return nil
}

func render(c *Config, notes Notes) []byte {
	var b strings.Builder
	note := func(key, allowed, indent string) string {
		remark := ""
		if notes != nil && notes.Has("config.note."+key) {
			remark = notes.T("config.note." + key)
		}
		if allowed != "" && remark != "" {
			allowed += "; "
		}
		if allowed+remark == "" {
			return ""
		}
		return indent + "# " + strings.Join(strings.Fields(allowed+remark), " ")
	}
	if s := note("file", "", ""); s != "" {
		b.WriteString(s + "\n\n")
	}
	table := ""
	open := func(name string) {
		if name == table {
			return
		}
		if table != "" {
			b.WriteString("\n")
		}
		table = name
		fmt.Fprintf(&b, "[%s]%s\n", name, note(name, "", " "))
	}
	for _, s := range settings {
		i := strings.LastIndexByte(s.key, '.')
		if s.key == "scanner.mode" { // the table belongs behind the others of [checks]
			renderPolicy(&b, c.Checks.Policy, open)
		}
		open(s.key[:i])
		value, name := s.write(c), s.key[i+1:]
		remark := note(s.key, s.allowed, " ")
		if value == "" { // shown, so that one sees what can be filled in
			fmt.Fprintf(&b, "#%s = \"\"%s\n", name, remark)
			continue
		}
		fmt.Fprintf(&b, "%s = %s%s\n", name, value, remark)
	}
	return []byte(b.String())
}

func renderPolicy(b *strings.Builder, policy map[string]string, open func(string)) {
	for _, k := range slices.Sorted(maps.Keys(policy)) {
		open("checks.policy")
		fmt.Fprintf(b, "%s = %s\n", quoteKey(k), policyLiteral(policy[k]))
	}
}

// quote writes a basic TOML string.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7F:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func quoteKey(s string) string {
	for i := range len(s) {
		if !isBare(s[i]) {
			return quote(s)
		}
	}
	if s == "" {
		return `""`
	}
	return s
}

// replace puts b in the place of the file at path: temporary file beside it, sync, close, rename, sync the folder.
func replace(path string, b []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".dobro-*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	if runtime.GOOS == "windows" { // folders cannot be synced there
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func hostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
