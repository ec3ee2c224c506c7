package dispute

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sink takes the papers. A file of a folder, and the whole archive, is there complete or not at all.
type sink interface {
	put(name string, write func(w io.Writer) error) error
	close(good bool) error
}

func open(out string) (sink, error) {
	if !strings.EqualFold(filepath.Ext(out), ".zip") {
		if err := os.MkdirAll(out, 0o755); err != nil {
			return nil, fmt.Errorf("make folder of proofs: %w", err)
		}
		return folder(out), nil
	}
	f, err := os.CreateTemp(filepath.Dir(out), ".dobro-*")
	if err != nil {
		return nil, fmt.Errorf("write proofs: %w", err)
	}
	return &archive{file: f, name: out, zip: zip.NewWriter(f)}, nil
}

type folder string

func (d folder) put(name string, write func(w io.Writer) error) error {
	f, err := os.CreateTemp(string(d), ".dobro-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return settle(f, filepath.Join(string(d), name), write)
}

func (folder) close(bool) error { return nil }

type archive struct {
	file *os.File
	name string
	zip  *zip.Writer
}

func (a *archive) put(name string, write func(w io.Writer) error) error {
	w, err := a.zip.Create(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return write(w)
}

func (a *archive) close(good bool) error {
	if !good {
		a.file.Close()
		return os.Remove(a.file.Name())
	}
	return settle(a.file, a.name, func(io.Writer) error { return a.zip.Close() })
}

// settle writes into a temporary file and gives it its name when it is whole and on the disk.
func settle(f *os.File, name string, write func(w io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = fmt.Errorf("write %s: %w", name, err)
		}
	}()
	b := bufio.NewWriter(f)
	if err = write(b); err != nil {
		return err
	}
	if err = b.Flush(); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
