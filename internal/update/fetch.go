package update

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Look asks the source which version it has. The envelope is verified; whether it is newer the caller decides.
func Look(ctx context.Context, s Source, key ed25519.PublicKey) (Manifest, []byte, error) {
	r, _, err := s.Open(ctx, EnvelopeName(runtime.GOOS, runtime.GOARCH), 0)
	if err != nil {
		return Manifest{}, nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, mostManifest+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return Manifest{}, nil, fmt.Errorf("read a package: %w", err)
	}
	if len(text) > mostManifest {
		return Manifest{}, nil, ErrManifest
	}
	m, err := Open(text, key)
	return m, text, err
}

// Fetch brings the files of a package into the data folder, goes on where an earlier try was cut off, and verifies them. Nothing of the
// program is touched. When it returns without an error the package is ready.
func (p Place) Fetch(ctx context.Context, s Source, m Manifest, text []byte) error {
	dir := p.staged(m.Version)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("fetch a package: %w", err)
	}
	for _, f := range m.Files {
		if err := fetch(ctx, s, m.Version+"/"+f.Name, filepath.Join(dir, f.Name), f); err != nil {
			return err
		}
	}
	if err := writeDurably(filepath.Join(dir, envelopeFile), text); err != nil {
		return err
	}
	return p.clean(m.Version)
}

// clean removes the packages whose versions are over: neither the one that came, nor what runs, nor what can be gone back to. One of which
// something still runs stays until the next time.
func (p Place) clean(came string) error {
	s, err := p.Load()
	if err != nil {
		return err
	}
	list, err := os.ReadDir(p.folder())
	if err != nil {
		return fmt.Errorf("look through the packages: %w", err)
	}
	for _, e := range list {
		if _, ok := parseVersion(e.Name()); ok && e.IsDir() && e.Name() != came && e.Name() != s.From && e.Name() != s.To {
			_ = os.RemoveAll(filepath.Join(p.folder(), e.Name()))
		}
	}
	return nil
}

func fetch(ctx context.Context, s Source, name, path string, f File) error {
	if same(path, f) {
		return nil
	}
	part := path + ".part"
	for fresh := false; ; fresh = true {
		if fresh {
			if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("fetch %s: %w", f.Name, err)
			}
		}
		if err := download(ctx, s, name, part, f.Size); err != nil {
			return fmt.Errorf("fetch %s: %w", f.Name, err)
		}
		if same(part, f) {
			break
		}
		if fresh {
			return errors.Join(fmt.Errorf("%w: %s", ErrDamaged, f.Name), os.Remove(part))
		}
		// What was fetched before may be the piece that does not fit: once more from the beginning.
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("fetch %s: %w", f.Name, err)
	}
	return nil
}

// download goes on behind what is there.
func download(ctx context.Context, s Source, name, part string, size int64) (err error) {
	file, err := os.OpenFile(part, os.O_CREATE|os.O_RDWR, 0o755) // a program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Sync(), file.Close()) }()
	have, err := file.Seek(0, io.SeekEnd)
	if err != nil || have == size {
		return err
	}
	if have > size {
		have = 0
	}
	r, from, err := s.Open(ctx, name, have)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if err := file.Truncate(from); err != nil {
		return err
	}
	if _, err := file.Seek(from, io.SeekStart); err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(r, size-from+1))
	switch {
	case err != nil:
		return err
	case from+n > size:
		return ErrDamaged
	case from+n < size:
		return io.ErrUnexpectedEOF
	}
	return nil
}

// same tells whether a file is the one of the manifest.
func same(path string, f File) bool {
	st, err := os.Stat(path)
	if err != nil || st.Size() != f.Size {
		return false
	}
	sum, err := sumOf(path)
	return err == nil && sum == f.SHA256
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Describe makes the entry of a file.
func Describe(path string) (File, error) {
	st, err := os.Stat(path)
	if err != nil {
		return File{}, err
	}
	sum, err := sumOf(path)
	return File{Name: filepath.Base(path), Size: st.Size(), SHA256: sum}, err
}

// writeDurably writes a small file whole or not at all.
func writeDurably(path string, text []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, text) {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".dobro-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // it is gone when all went well
	_, err = f.Write(text)
	if err := errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	if d, err := os.Open(filepath.Dir(path)); err == nil { // Windows syncs no folders
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}
