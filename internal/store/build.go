package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Build makes a whole journal at once in a folder that has none: years of a shop for measuring and for tests. The records, their chain
// and the rows are those that Write makes, Verify finds no difference; only the way to the disk is another: one connection without
// a log of changes, and the indexes at the end. A file whose making was cut short is no journal and is taken away.
func Build(ctx context.Context, dir string, fill func(b *Builder) error) (err error) {
	path := filepath.Join(dir, "journal.db")
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("build journal: %s is there already", path)
	}
	s, err := Open(ctx, Params{Dir: dir}) // the schema
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return fmt.Errorf("build journal: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	db, err := sql.Open("sqlite", fileURI(path)+"?_pragma=locking_mode(EXCLUSIVE)&_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=cache_size(-600000)")
	if err != nil {
		return fmt.Errorf("build journal: %w", err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	b := &Builder{ctx: ctx, db: db, batches: map[string]*batch{}}
	if err := b.setAside(); err != nil {
		return err
	}
	if err := b.run("BEGIN"); err != nil {
		return err
	}
	if err := fill(b); err != nil {
		return err
	}
	if err := b.flush(); err != nil {
		return err
	}
	if err := b.run("COMMIT"); err != nil {
		return err
	}
	if err := b.bringBack(); err != nil {
		return err
	}
	if err := b.run("PRAGMA journal_mode=WAL"); err != nil {
		return err
	}
	return db.Close()
}

// Builder takes the documents of a journal that is being built, oldest first.
type Builder struct {
	ctx     context.Context
	db      *sql.DB
	last    Record
	aside   []string // statements that make the indexes and triggers again
	batches map[string]*batch
}

// Add appends the documents of a bundle to the chain.
func (b *Builder) Add(d *Bundle) error {
	for i := range d.drafts {
		draft := &d.drafts[i]
		if draft.kind == kindSeal {
			seal := Seal{Seq: b.last.Seq, Head: b.last.Hash, Code: shortCode(b.last.Hash), At: draft.sealed}
			draft.subject = seal.Code
			if err := draft.say(seal); err != nil {
				return err
			}
		}
		r := Record{Seq: b.last.Seq + 1, At: draft.at, Kind: draft.kind, Subject: draft.subject, Body: draft.body, Prev: b.last.Hash}
		r.Hash = r.sum()
		b.last = r
		if err := b.put("record", []any{r.Seq, r.At, r.Kind, r.Subject, r.Body, r.Prev, r.Hash}); err != nil {
			return err
		}
		for _, row := range draft.rows {
			if err := b.put(row.table, row.values); err != nil {
				return err
			}
		}
	}
	return nil
}

// Records counts what is in the chain so far.
func (b *Builder) Records() int64 { return b.last.Seq }

func (b *Builder) run(sql string) error {
	if _, err := b.db.ExecContext(b.ctx, sql); err != nil {
		return fmt.Errorf("build journal: %s: %w", strings.Fields(sql)[0], err)
	}
	return nil
}

// setAside drops the indexes and triggers and remembers them: sorted at the end they cost a fraction.
func (b *Builder) setAside() error {
	rows, err := b.db.QueryContext(b.ctx, "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type")
	if err != nil {
		return fmt.Errorf("build journal: %w", err)
	}
	defer rows.Close()
	var drop []string
	for rows.Next() {
		var kind, name, made string
		if err := rows.Scan(&kind, &name, &made); err != nil {
			return fmt.Errorf("build journal: %w", err)
		}
		drop = append(drop, "DROP "+kind+" "+name)
		b.aside = append(b.aside, made)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("build journal: %w", err)
	}
	for _, statement := range drop {
		if err := b.run(statement); err != nil {
			return err
		}
	}
	return nil
}

func (b *Builder) bringBack() error {
	fill, err := readingFill()
	if err != nil {
		return err
	}
	if err := b.run(fill); err != nil {
		return err
	}
	for _, statement := range b.aside {
		if err := b.run(statement); err != nil {
			return err
		}
	}
	return nil
}

// many is how many rows one statement takes.
const many = 24

// batch gathers rows of a table.
type batch struct {
	full *sql.Stmt
	one  string
	wide int
	args []any
}

func (b *Builder) put(table string, values []any) error {
	t := b.batches[table]
	if t == nil {
		names := columns[table]
		if table == "record" {
			names = []string{"seq", "at", "kind", "subject", "body", "prev", "hash"}
		}
		if table == tableCheck {
			names = append(append([]string{}, names...), columns[tableApproval]...)
		}
		row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(names)), ",") + ")"
		into := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES "
		full, err := b.db.PrepareContext(b.ctx, into+strings.TrimSuffix(strings.Repeat(row+",", many), ","))
		if err != nil {
			return fmt.Errorf("build %s: %w", table, err)
		}
		t = &batch{full: full, one: into + row, wide: len(names)}
		b.batches[table] = t
	}
	t.args = append(t.args, values...)
	if len(t.args) < many*t.wide {
		return nil
	}
	_, err := t.full.ExecContext(b.ctx, t.args...)
	t.args = t.args[:0]
	if err != nil {
		return fmt.Errorf("build %s: %w", table, err)
	}
	return nil
}

func (b *Builder) flush() error {
	for table, t := range b.batches {
		for ; len(t.args) > 0; t.args = t.args[t.wide:] {
			if _, err := b.db.ExecContext(b.ctx, t.one, t.args[:t.wide]...); err != nil {
				return fmt.Errorf("build %s: %w", table, err)
			}
		}
		if err := t.full.Close(); err != nil {
			return fmt.Errorf("build %s: %w", table, err)
		}
	}
	return nil
}
