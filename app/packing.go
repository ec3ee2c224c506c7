package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"dobro/internal/store"
	"dobro/internal/update"
)

// runPack makes and signs a package for updates, on the owner's computer: `dobro pack --key FILE --new` makes a pair of keys, `dobro pack --key FILE
// --version 1.2.3 [--os windows --arch amd64] [--notes TEXT] --out FOLDER FILE…` signs the files of the program. packaging/README.md tells how.
func runPack(_ context.Context, p *program, args []string) int {
	var key, name, goos, goarch, notes, out string
	var fresh bool
	files, err := flags("pack", args, func(f *flag.FlagSet) {
		f.StringVar(&key, "key", "", "")
		f.BoolVar(&fresh, "new", false, "")
		f.StringVar(&name, "version", version, "")
		f.StringVar(&goos, "os", runtime.GOOS, "")
		f.StringVar(&goarch, "arch", runtime.GOARCH, "")
		f.StringVar(&notes, "notes", "", "")
		f.StringVar(&out, "out", "", "")
	})
	if err != nil || key == "" || fresh != (len(files) == 0) || !fresh && out == "" {
		return p.fail(errors.Join(err, usage("pack.usage")))
	}
	if fresh {
		public, err := newPackKey(key)
		if errors.Is(err, os.ErrExist) {
			return p.fail(usage("app.exists", "file", key))
		}
		if err != nil {
			return p.fail(err)
		}
		fmt.Fprintln(p.out, public)
		return exitYes
	}
	private, err := readPackKey(key)
	if err != nil {
		return p.fail(err)
	}
	schema, err := store.Schema()
	if err != nil {
		return p.fail(err)
	}
	m := update.Manifest{Version: name, OS: goos, Arch: goarch, Schema: schema, Notes: notes}
	if err := update.Pack(m, private, files, out); err != nil {
		if errors.Is(err, update.ErrManifest) {
			return p.fail(usage("pack.bad"))
		}
		return p.fail(err)
	}
	p.say("pack.done", "folder", out, "version", name)
	return exitYes
}

// newPackKey makes the owner's key and gives its public half, for the setting updates.key or the build.
func newPackKey(file string) (public string, err error) {
	pub, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", fmt.Errorf("make a key: %w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(private.Seed()) + "\n")
	return base64.StdEncoding.EncodeToString(pub), errors.Join(err, f.Sync(), f.Close())
}

func readPackKey(file string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, usage("pack.bad_key", "file", filepath.Base(file))
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
