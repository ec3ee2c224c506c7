// Package central brings the journals of several tills of one owner together in a PostgreSQL. A till's own journal is the outbox: what was
// not delivered yet is what comes after the last record that the database has, so weeks without a link cost nothing, and a delivery
// that was cut or repeated changes nothing: a record arrives once by till and number, together with the sums it stands for.
package central

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// ErrOtherJournal says that the database holds another journal under this till's name: a restored copy, or two tills with one name.
var ErrOtherJournal = errors.New("the database holds another journal under this name")

// Database is the owner's.
type Database struct{ db *gorm.DB }

// Params of Open. URL is postgres://user@host:port/database; the password comes apart.
type Params struct {
	URL      string
	Password string
}

// Open connects and makes the tables when they are missing.
func Open(ctx context.Context, p Params) (*Database, error) {
	address, err := withPassword(p)
	if err != nil {
		return nil, err
	}
	db, err := gorm.Open(postgres.New(postgres.Config{DSN: address}), &gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true, TranslateError: true, DisableAutomaticPing: true})
	if err != nil {
		return nil, fmt.Errorf("open owner's database: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open owner's database: %w", err)
	}
	pool.SetMaxOpenConns(2)
	pool.SetConnMaxIdleTime(time.Minute)
	d := &Database{db: db}
	if err := d.prepare(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return d, nil
}

// Close lets go of the connections.
func (d *Database) Close() error {
	pool, err := d.db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// tables are made once; several tills may begin at the same time, so one lock of the database is taken first.
const tables = `
CREATE TABLE IF NOT EXISTS till_record (
  till text NOT NULL, seq bigint NOT NULL, at bigint NOT NULL, kind text NOT NULL, subject text NOT NULL, body text NOT NULL, prev text NOT NULL, hash text NOT NULL,
  arrived timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (till, seq));
CREATE TABLE IF NOT EXISTS till_receipt (
  till text NOT NULL, id text NOT NULL, seq bigint NOT NULL, kind text NOT NULL, state text NOT NULL, fn text NOT NULL, fd bigint NOT NULL, shift bigint NOT NULL,
  at bigint NOT NULL, cashier text NOT NULL, total bigint NOT NULL, back boolean NOT NULL, PRIMARY KEY (till, id));
CREATE INDEX IF NOT EXISTS till_receipt_at ON till_receipt (at);
CREATE TABLE IF NOT EXISTS till_check (
  till text NOT NULL, id text NOT NULL, seq bigint NOT NULL, at bigint NOT NULL, cis text NOT NULL, decision text NOT NULL, channel text NOT NULL, offline boolean NOT NULL,
  reason text NOT NULL, PRIMARY KEY (till, id));
CREATE INDEX IF NOT EXISTS till_check_at ON till_check (at);`

func (d *Database) prepare(ctx context.Context) error {
	err := d.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", 0x446f6272).Error; err != nil {
			return err
		}
		return tx.Exec(tables).Error
	})
	if err != nil {
		return fmt.Errorf("prepare owner's database: %w", err)
	}
	return nil
}

// Mark is the last record of a till that arrived; the zero Mark when none has.
type Mark struct {
	Seq  int64
	Hash string
}

// Last reads how far a till's journal has arrived.
func (d *Database) Last(ctx context.Context, till string) (Mark, error) {
	var out []Mark
	err := d.db.WithContext(ctx).Raw("SELECT seq, hash FROM till_record WHERE till = ? ORDER BY seq DESC LIMIT 1", till).Scan(&out).Error
	if err != nil {
		return Mark{}, fmt.Errorf("read owner's database: %w", err)
	}
	if len(out) == 0 {
		return Mark{}, nil
	}
	return out[0], nil
}
