// Package store keeps what must not be lost: journal.db with receipts, checks and their raw answers, shifts, money, goods and
// people. Every change of a document is first a record of a hash chain and in the same transaction a row that can be
// searched. A write returns after the disk has it (WAL, synchronous FULL).
package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

//go:embed schema/*.sql
var schema embed.FS

// applicationID stamps our files ("Dobr"), so that a foreign database is refused instead of changed.
const applicationID = 0x446f6272

// leastSQLite is the first version without the WAL-reset defect, which loses pages when a write meets a checkpoint.
const leastSQLite = "3.51.3"

// ErrNewer says that the file was written by a newer program.
var ErrNewer = errors.New("the database belongs to a newer version of the program")

// ErrForeign says that the file is a database of something else.
var ErrForeign = errors.New("the database is not ours")

// Store is an open journal. All methods may be called from many goroutines; writes are put in a row by a pool of one
// connection, reads run beside them.
type Store struct {
	write *gorm.DB
	read  *gorm.DB
	path  string
}

// Params of Open.
type Params struct {
	Dir      string // folder of the data; made when it is missing
	ReadOnly bool   // beside a running register: nothing is made or migrated
	Log      logger.Interface
}

// Open opens DIR/journal.db, makes it when it is missing and brings its schema up to date.
func Open(ctx context.Context, p Params) (*Store, error) {
	if p.Dir == "" {
		return nil, errors.New("open journal: no data folder given")
	}
	if p.Log == nil {
		p.Log = logger.Discard
	}
	go holdMemory() // the first write waits for it
	path := filepath.Join(p.Dir, "journal.db")
	s := &Store{path: path}
	if p.ReadOnly {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("open journal: %w", err)
		}
	} else {
		if err := os.MkdirAll(p.Dir, 0o755); err != nil {
			return nil, fmt.Errorf("make data folder: %w", err)
		}
		w, err := connect(path, "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=trusted_schema(0)&_txlock=immediate", 1, p.Log)
		if err != nil {
			return nil, fmt.Errorf("open journal: %w", err)
		}
		s.write = w
		if err := s.prepare(ctx); err != nil {
			s.Close()
			return nil, err
		}
	}
	r, err := connect(path, "mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)", 4, p.Log)
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("open journal for reading: %w", err)
	}
	s.read = r
	return s, nil
}

// Close checkpoints and closes; the store must not be used afterwards. It may be called twice.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		if pool, err := db.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	s.read, s.write = nil, nil
	return errors.Join(errs...)
}

func connect(path, query string, pool int, log logger.Interface) (*gorm.DB, error) {
	db, err := gorm.Open(sqlite.Open(fileURI(path)+"?"+query), &gorm.Config{Logger: log, TranslateError: true, SkipDefaultTransaction: true})
	if err != nil {
		return nil, err
	}
	sqlDB, err := db.DB()
	if err != nil {
		return nil, err
	}
	sqlDB.SetMaxOpenConns(pool)
	sqlDB.SetMaxIdleConns(pool)
	return db, nil
}

// fileURI spells a path so that # and % in a folder's name do not open another file.
func fileURI(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	p := "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")
	return (&url.URL{Scheme: "file", Path: p}).String()
}

func (s *Store) prepare(ctx context.Context) error {
	db := s.write.WithContext(ctx)
	var version string
	if err := db.Raw("select sqlite_version()").Scan(&version).Error; err != nil {
		return fmt.Errorf("ask for the version of SQLite: %w", err)
	}
	if olderThan(version, leastSQLite) {
		return fmt.Errorf("SQLite %s loses pages under load, %s is the least", version, leastSQLite)
	}
	steps, err := migrations()
	if err != nil {
		return err
	}
	var app, have, tables int
	db.Raw("pragma application_id").Scan(&app)
	db.Raw("pragma user_version").Scan(&have)
	if err := db.Raw("select count(*) from sqlite_master").Scan(&tables).Error; err != nil {
		return fmt.Errorf("read journal: %w", err)
	}
	switch {
	case app != applicationID && tables > 0:
		return fmt.Errorf("open journal %s: %w", s.path, ErrForeign)
	case have > len(steps):
		return fmt.Errorf("open journal %s: %w", s.path, ErrNewer)
	}
	for i := have; i < len(steps); i++ {
		if err := s.migrate(ctx, i+1, steps[i], have > 0); err != nil {
			return fmt.Errorf("bring the journal to version %d: %w", i+1, err)
		}
	}
	return nil
}

// migrate runs one step in one transaction and counts broken references before it commits. A journal that holds something is
// copied aside first.
func (s *Store) migrate(ctx context.Context, version int, sql string, used bool) error {
	if used {
		if err := s.Backup(ctx, fmt.Sprintf("%s.before-%d", s.path, version)); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("copy before the change: %w", err)
		}
	}
	return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Exec(sql).Error; err != nil {
			return err
		}
		var broken []map[string]any
		if err := tx.Raw("pragma foreign_key_check").Scan(&broken).Error; err != nil {
			return err
		}
		if len(broken) > 0 {
			return fmt.Errorf("%d broken references", len(broken))
		}
		return tx.Exec(fmt.Sprintf("pragma application_id=%d; pragma user_version=%d", applicationID, version)).Error
	})
}

func migrations() ([]string, error) {
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var out []string
	for _, name := range names {
		b, err := fs.ReadFile(schema, name)
		if err != nil {
			return nil, fmt.Errorf("read schema: %w", err)
		}
		out = append(out, string(b))
	}
	return out, nil
}

func olderThan(have, least string) bool {
	h, l := strings.Split(have, "."), strings.Split(least, ".")
	for i := range l {
		if i >= len(h) {
			return true
		}
		a, _ := strconv.Atoi(h[i])
		b, _ := strconv.Atoi(l[i])
		if a != b {
			return a < b
		}
	}
	return false
}
