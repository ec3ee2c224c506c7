package store

import (
	"context"
	"fmt"
	"path/filepath"

	"gorm.io/gorm/logger"
)

// Schema is the form of the journal that this program writes.
func Schema() (int, error) {
	steps, err := migrations()
	return len(steps), err
}

// FileSchema is the form of the journal in a data folder, whichever program wrote it.
func FileSchema(ctx context.Context, dir string) (int, error) {
	var n int
	err := peek(ctx, filepath.Join(dir, "journal.db"), "pragma user_version", &n)
	return n, err
}

// Traces counts what a till leaves when it works: receipts, checks, shifts, cash, of any version's journal.
func Traces(ctx context.Context, file string) (int64, error) {
	var n int64
	err := peek(ctx, file, "select (select count(*) from receipt) + (select count(*) from check_log) + (select count(*) from shift) + (select count(*) from cash_move)", &n)
	return n, err
}

// peek asks a database for one number without changing it.
func peek(ctx context.Context, file, sql string, into any) error {
	db, err := connect(file, "mode=ro&_pragma=busy_timeout(5000)", 1, logger.Discard)
	if err != nil {
		return fmt.Errorf("look into %s: %w", filepath.Base(file), err)
	}
	conn, err := db.DB()
	if err != nil {
		return fmt.Errorf("look into %s: %w", filepath.Base(file), err)
	}
	defer conn.Close() //nolint:errcheck // it was only read
	if err := db.WithContext(ctx).Raw(sql).Scan(into).Error; err != nil {
		return fmt.Errorf("look into %s: %w", filepath.Base(file), err)
	}
	return nil
}
