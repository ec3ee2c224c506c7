package update

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Pack lays a package out in a folder, ready to be copied to where updates come from: the files in a folder of their version first, the
// signed envelope last, so that nobody sees a version whose files are not there yet.
func Pack(m Manifest, key ed25519.PrivateKey, files []string, out string) error {
	m.Files = nil
	for _, name := range files {
		f, err := Describe(name)
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		m.Files = append(m.Files, f)
	}
	text, err := Sign(m, key)
	if err != nil {
		return err
	}
	dir := filepath.Join(out, m.Version)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	for i, name := range files {
		if err := copyDurably(name, filepath.Join(dir, m.Files[i].Name)); err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
	}
	return writeDurably(filepath.Join(out, EnvelopeName(m.OS, m.Arch)), text)
}

// copyDurably copies a file whole or not at all.
func copyDurably(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	out, err := os.CreateTemp(filepath.Dir(to), ".dobro-*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name()) //nolint:errcheck // it is gone when all went well
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Chmod(0o755), out.Sync(), out.Close()); err != nil {
		return err
	}
	return os.Rename(out.Name(), to)
}
