package store

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gorm.io/gorm/logger"
)

// Backup writes a consistent copy of the journal while the till goes on: it reads over a connection of its own and holds nobody up.
// The copy is checked before it gets its name, and nothing is left under another name when it fails; fs.ErrExist when the file is
// already there.
func (s *Store) Backup(ctx context.Context, file string) (err error) {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("copy journal to %s: %w", file, fs.ErrExist)
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("copy journal: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(part)
			os.Remove(part + "-journal")
		}
	}()
	// VACUUM needs a connection that may write, even though it writes to another file.
	db, err := connect(s.path, "_pragma=busy_timeout(5000)&_pragma=trusted_schema(0)", 1, logger.Discard)
	if err != nil {
		return fmt.Errorf("copy journal: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("copy journal: %w", err)
	}
	defer pool.Close()
	if err := db.WithContext(ctx).Exec("VACUUM INTO ?", part).Error; err != nil {
		return fmt.Errorf("copy journal: %w", err)
	}
	if err := syncFile(part); err != nil {
		return fmt.Errorf("copy journal: %w", err)
	}
	if err := soundCopy(part); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return fmt.Errorf("copy journal: %w", err)
	}
	return syncFolder(filepath.Dir(file))
}

func soundCopy(file string) error {
	db, err := connect(file, "mode=ro", 1, logger.Discard)
	if err != nil {
		return fmt.Errorf("check copy: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("check copy: %w", err)
	}
	defer pool.Close()
	var answer string
	if err := db.Raw("pragma integrity_check").Scan(&answer).Error; err != nil {
		return fmt.Errorf("check copy: %w", err)
	}
	if answer != "ok" {
		return fmt.Errorf("check copy: %s", answer)
	}
	return nil
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// syncFolder makes a rename durable; Windows cannot and needs not.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	_ = d.Sync()
	return nil
}

// Restore puts a copy in the place of dir/journal.db. The replaced journal goes, with its -wal and -shm, under the returned name;
// "" when there was none. The copy is checked first, and nothing is touched when it is not sound or not ours. No till may run in
// the folder.
func Restore(ctx context.Context, dir, file string, now time.Time) (aside string, err error) {
	if _, err := os.Stat(file); err != nil {
		return "", fmt.Errorf("restore journal: %w", err)
	}
	if err := soundCopy(file); err != nil {
		return "", err
	}
	if err := ours(ctx, file); err != nil {
		return "", err
	}
	target := filepath.Join(dir, "journal.db")
	part := target + ".part"
	if err := copyFile(file, part); err != nil {
		return "", fmt.Errorf("restore journal: %w", err)
	}
	if _, err := os.Stat(target); err == nil {
		aside = target + ".replaced-" + now.UTC().Format("20060102T150405Z")
		// The old log would be replayed into the restored file if it stayed.
		for _, tail := range []string{"", "-wal", "-shm"} {
			if err := os.Rename(target+tail, aside+tail); err != nil && !os.IsNotExist(err) {
				return "", fmt.Errorf("put the replaced journal aside: %w", err)
			}
		}
	}
	if err := os.Rename(part, target); err != nil {
		return aside, fmt.Errorf("restore journal: %w", err)
	}
	return aside, syncFolder(dir)
}

func ours(ctx context.Context, file string) error {
	db, err := connect(file, "mode=ro", 1, logger.Discard)
	if err != nil {
		return fmt.Errorf("read copy: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("read copy: %w", err)
	}
	defer pool.Close()
	var id int
	if err := db.WithContext(ctx).Raw("pragma application_id").Scan(&id).Error; err != nil {
		return fmt.Errorf("read copy: %w", err)
	}
	if id != applicationID {
		return fmt.Errorf("restore %s: %w", file, ErrForeign)
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	if err := out.Sync(); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// QuickCheck asks SQLite whether the file is sound: "ok", or what is wrong with it.
func (s *Store) QuickCheck(ctx context.Context) (string, error) {
	var answer string
	if err := s.read.WithContext(ctx).Raw("pragma quick_check").Scan(&answer).Error; err != nil {
		return "", fmt.Errorf("check journal: %w", err)
	}
	return answer, nil
}
