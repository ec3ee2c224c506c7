package cache

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/glebarez/go-sqlite"
)

// schema of cache.db. A code is found by a 63-bit hash of its cis (see key): an integer key keeps the row of a known code small and
// makes a look-up one descent of one tree. Times are Unix milliseconds UTC, 0 is none. bad is one of the numbers in learn.go, head
// is what a look-up reads in place of five columns.
const schema = `
CREATE TABLE codes (
	id       INTEGER PRIMARY KEY,
	grp      INTEGER NOT NULL DEFAULT 0,
	expires  INTEGER NOT NULL DEFAULT 0,
	bad      INTEGER NOT NULL DEFAULT 0,
	parent   TEXT    NOT NULL DEFAULT '',
	sold     INTEGER NOT NULL DEFAULT 0,
	receipt  TEXT    NOT NULL DEFAULT '',
	returned INTEGER NOT NULL DEFAULT 0,
	seen     INTEGER NOT NULL DEFAULT 0,
	channel  TEXT    NOT NULL DEFAULT '',
	flags    INTEGER NOT NULL DEFAULT 0,
	head     INTEGER GENERATED ALWAYS AS (grp | (bad << 16) | ((sold <> 0 OR returned <> 0) << 24)) STORED
) STRICT;
CREATE TABLE gtins (gtin INTEGER PRIMARY KEY, grp INTEGER NOT NULL) STRICT;
CREATE TABLE blocks (id INTEGER PRIMARY KEY, note TEXT) STRICT;
CREATE TABLE sieve (part INTEGER PRIMARY KEY, bits BLOB NOT NULL) STRICT;
CREATE TABLE list (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
INSERT INTO list VALUES (1, 0);
`

const (
	applicationID = 0x446f4361 // "DoCa"
	schemaVersion = 1
)

var errForeign = errors.New("not an offline cache of this version")

// file is the open database: one connection that writes, a few that read.
type file struct {
	write, read *sql.DB

	look, sale, note, group, listVersion *sql.Stmt // for reading
	learn, learnGroup, sold, takenBack   *sql.Stmt

	importing sync.Mutex // one import at a time
	blocked   watchedSieve
}

const pragmas = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)" +
	"&_pragma=trusted_schema(0)&_txlock=immediate"

const readPragmas = "?mode=ro&_pragma=busy_timeout(100)&_pragma=query_only(1)&_pragma=trusted_schema(0)&_pragma=cache_size(-8000)"

func openFile(ctx context.Context, path string) (*file, error) {
	f := &file{}
	ready := false
	defer func() {
		if !ready {
			_ = f.close()
		}
	}()
	var err error
	if f.write, err = sql.Open("sqlite", fileURI(path)+pragmas); err != nil {
		return nil, fmt.Errorf("open for writing: %w", err)
	}
	f.write.SetMaxOpenConns(1)
	if err := f.prepareSchema(ctx); err != nil {
		return nil, err
	}
	if f.read, err = sql.Open("sqlite", fileURI(path)+readPragmas); err != nil {
		return nil, fmt.Errorf("open for reading: %w", err)
	}
	f.read.SetMaxOpenConns(4)
	f.read.SetMaxIdleConns(4)
	for stmt, text := range map[**sql.Stmt]string{&f.look: lookSQL, &f.sale: saleSQL, &f.note: noteSQL, &f.group: groupSQL, &f.listVersion: listVersionSQL} {
		if *stmt, err = f.read.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("prepare look-up: %w", err)
		}
	}
	for stmt, text := range map[**sql.Stmt]string{&f.learn: learnSQL, &f.learnGroup: learnGroupSQL, &f.sold: soldSQL, &f.takenBack: returnedSQL} {
		if *stmt, err = f.write.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("prepare writing: %w", err)
		}
	}
	if err := f.refreshSieve(ctx); err != nil {
		return nil, err
	}
	ready = true
	return f, nil
}

// prepareSchema makes the tables of a new file and recognises an old one. It reads the head of the file only: a cache of ten
// million codes opens as fast as an empty one.
func (f *file) prepareSchema(ctx context.Context) error {
	var tables, app, version int
	err := f.write.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sqlite_schema), (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version)`).Scan(&tables, &app, &version)
	if err != nil {
		return fmt.Errorf("read its head: %w", err)
	}
	if tables > 0 {
		if app != applicationID || version != schemaVersion {
			return errForeign
		}
		return nil
	}
	tx, err := f.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("make tables: %w", err)
	}
	defer tx.Rollback()
	for _, s := range []string{schema, fmt.Sprintf("PRAGMA application_id=%d", applicationID), fmt.Sprintf("PRAGMA user_version=%d", schemaVersion)} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("make tables: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("make tables: %w", err)
	}
	return nil
}

func (f *file) close() error {
	var errs []error
	for _, s := range []*sql.Stmt{f.look, f.sale, f.note, f.group, f.listVersion, f.learn, f.learnGroup, f.sold, f.takenBack} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	if f.read != nil {
		errs = append(errs, f.read.Close())
	}
	if f.write != nil {
		errs = append(errs, f.write.Close()) // the last connection writes the log back
	}
	return errors.Join(errs...)
}

// damaged tells that the file itself is at fault: SQLITE_CORRUPT, SQLITE_NOTADB, or somebody else's file.
func damaged(err error) bool {
	const corrupt, notADB = 11, 26
	var e *sqlite.Error
	if errors.As(err, &e) {
		code := e.Code() & 0xff
		return code == corrupt || code == notADB
	}
	return errors.Is(err, errForeign)
}

// setAside renames the file and its log. The log goes with it: beside a new file it would be replayed into that.
func setAside(path string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + ".damaged" + end)
		if err := os.Rename(path+end, path+".damaged"+end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("move damaged file aside: %w", err)
		}
	}
	return nil
}

// fileURI spells a path so that # and % in a folder's name do not open another file.
func fileURI(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	p := "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")
	return (&url.URL{Scheme: "file", Path: p}).String()
}
