package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// ErrTorn says that a file is damaged or is no database at all.
var ErrTorn = errors.New("the file is damaged")

// Copy is what a copy of the journal holds.
type Copy struct {
	Records  int64
	Head     string
	Last     time.Time // of the last record, zero when there is none
	Receipts int64
	Broken   *Broken // the first thing that was touched, nil when all is well
}

// Inspect tries a restore without doing it: the copy goes into a folder of its own, is brought up to date as a restored one would be,
// and is proved from the first record to the last row. ErrTorn, ErrForeign and ErrNewer say that it could never be restored; the
// file itself is only read.
func Inspect(ctx context.Context, file string) (c Copy, err error) {
	if _, err := os.Stat(file); err != nil {
		return Copy{}, fmt.Errorf("read copy: %w", err)
	}
	dir, err := os.MkdirTemp("", "dobro-copy-*")
	if err != nil {
		return Copy{}, fmt.Errorf("try copy: %w", err)
	}
	defer os.RemoveAll(dir)
	trial := filepath.Join(dir, "journal.db")
	if err := copyFile(file, trial); err != nil {
		return Copy{}, fmt.Errorf("try copy: %w", err)
	}
	if err := soundCopy(trial); err != nil {
		return Copy{}, fmt.Errorf("%w: %w", ErrTorn, err)
	}
	if err := ours(ctx, trial); err != nil {
		return Copy{}, err
	}
	s, err := Open(ctx, Params{Dir: dir})
	if err != nil {
		return Copy{}, err
	}
	defer s.Close()
	if c.Records, c.Head, c.Broken, err = s.Verify(ctx); err != nil {
		return Copy{}, err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return Copy{}, err
	}
	c.Last = instant(head.At)
	if err := s.read.WithContext(ctx).Raw("SELECT count(*) FROM receipt").Scan(&c.Receipts).Error; err != nil {
		return Copy{}, fmt.Errorf("count receipts of the copy: %w", err)
	}
	return c, nil
}
