package cache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Imported says what a block list held.
type Imported struct {
	Lines   int64 // lines with something in them, without the header
	GTINs   int64 // whole products
	Batches int64
	Codes   int64
}

// ImportBlockList takes a list of what must not be sold, in place of the one imported before; what is learned and sold stays. The
// list is CSV in UTF-8 or Windows-1251 with `;`, `,` or tab between fields. A header names the columns gtin, batch, code and note
// in any order; a row blocks its code, else its batch of the product, else the whole product. Without a header each line is one
// GTIN or one code, full or without its check part. A bad line refuses the whole list with a *ListError and changes nothing.
//
// It sorts beside the cache, so memory stays flat and each page of the table is written once; others write in between. progress, when
// given, is told the number of lines from time to time. Importing takes seconds for a million lines.
func (c *Cache) ImportBlockList(ctx context.Context, r io.Reader, progress func(lines int64)) (Imported, error) {
	if progress == nil {
		progress = func(int64) {}
	}
	c.mu.RLock()
	f := c.f
	c.mu.RUnlock() // an import takes long: held, it would keep a damaged file from being exchanged
	if f == nil {
		return Imported{}, fmt.Errorf("import block list: %w", errClosed)
	}
	f.importing.Lock()
	defer f.importing.Unlock()
	in := intake{ctx: ctx, f: f, progress: progress, sorted: sorter{beside: c.path}}
	done, err := in.take(r)
	if err != nil {
		if damaged(err) {
			c.renew(f, err)
		}
		return Imported{}, fmt.Errorf("import block list: %w", err)
	}
	return done, nil
}

// chunk is how many rows one transaction takes: a sale that wants to write meanwhile waits for one of them.
const chunk = 10_000

// intake is one import on its way: read and sorted whole, then written into a table of its own, which takes the place of the old one at
// the end.
type intake struct {
	ctx      context.Context
	f        *file
	progress func(int64)
	done     Imported
	sorted   sorter
	rows     []blockRow
	sieve    sieve
}

type blockRow struct {
	id   int64
	note string
}

func (in *intake) take(r io.Reader) (_ Imported, err error) {
	defer func() { err = errors.Join(err, in.sorted.close()) }()
	if err := in.read(r); err != nil {
		return Imported{}, err
	}
	if err := in.exec(`DROP TABLE IF EXISTS blocks_new`, `CREATE TABLE blocks_new (id INTEGER PRIMARY KEY, note TEXT) STRICT`); err != nil {
		return Imported{}, fmt.Errorf("begin: %w", err)
	}
	err = in.write()
	if err == nil {
		err = in.swap()
	}
	if err != nil {
		_, dropErr := in.f.write.Exec(`DROP TABLE IF EXISTS blocks_new`) // also when ctx has ended
		return Imported{}, errors.Join(err, dropErr)
	}
	return in.done, nil
}

// read takes in the whole list; nothing is written before its last line was found good.
func (in *intake) read(r io.Reader) error {
	list := newListReader(r)
	for {
		e, err := list.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		in.done.Lines++
		if err := in.sorted.add(in.row(e)); err != nil {
			return err
		}
		if in.done.Lines%chunk == 0 {
			if err := in.ctx.Err(); err != nil {
				return err
			}
			in.progress(in.done.Lines)
		}
	}
}

func (in *intake) write() error {
	in.rows = make([]blockRow, 0, chunk)
	err := in.sorted.each(func(r blockRow) error {
		in.sieve.add(r.id)
		if in.rows = append(in.rows, r); len(in.rows) < chunk {
			return nil
		}
		return in.flush()
	})
	if err != nil {
		return err
	}
	return in.flush()
}

func (in *intake) row(e listEntry) blockRow {
	switch {
	case e.cis != "":
		in.done.Codes++
		return blockRow{key(keyCode, e.cis), e.note}
	case e.batch != "":
		in.done.Batches++
		return blockRow{key(keyBatch, e.gtin, e.batch), e.note}
	}
	in.done.GTINs++
	return blockRow{key(keyGTIN, e.gtin), e.note}
}

// flush writes what was gathered.
func (in *intake) flush() error {
	if err := in.ctx.Err(); err != nil {
		return err
	}
	tx, err := in.f.write.BeginTx(in.ctx, nil)
	if err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	defer tx.Rollback()
	for rows := range slices.Chunk(in.rows, together) {
		if _, err := tx.ExecContext(in.ctx, insertBlocksSQL, object(rows)); err != nil {
			return fmt.Errorf("write rows: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	in.rows = in.rows[:0]
	in.progress(in.done.Lines)
	return nil
}

// together is how many rows one statement takes. The driver reads its SQL anew at each execution, which for one row takes longer
// than the writing; a JSON object spares it the reading of as many places for values.
const together = 1000

const insertBlocksSQL = `INSERT INTO blocks_new (id, note) SELECT CAST(key AS INTEGER), value FROM json_each(?)`

// object is {"id":"note",…}, with null for no note.
func object(rows []blockRow) string {
	b := make([]byte, 0, 32*len(rows))
	b = append(b, '{')
	for i, r := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = strconv.AppendInt(b, r.id, 10)
		b = append(b, '"', ':')
		if r.note == "" {
			b = append(b, "null"...)
			continue
		}
		note, err := json.Marshal(r.note)
		if err != nil { // a string never fails
			note = []byte("null")
		}
		b = append(b, note...)
	}
	return string(append(b, '}'))
}

// swap puts the new table with its sieve in the place of the old one, at once for every reader.
func (in *intake) swap() error {
	tx, err := in.f.write.BeginTx(in.ctx, nil)
	if err != nil {
		return fmt.Errorf("put the new list in force: %w", err)
	}
	defer tx.Rollback()
	do := func(statement string, args ...any) {
		if err == nil {
			_, err = tx.ExecContext(in.ctx, statement, args...)
		}
	}
	do(`DROP TABLE blocks`)
	do(`ALTER TABLE blocks_new RENAME TO blocks`)
	do(`DELETE FROM sieve`)
	for i, part := range in.sieve {
		do(`INSERT INTO sieve (part, bits) VALUES (?,?)`, i, part.bytes())
	}
	do(`UPDATE list SET version = version + 1`)
	if err == nil {
		err = tx.Commit()
	}
	if err == nil {
		err = in.f.refreshSieve(in.ctx)
	}
	if err != nil {
		return fmt.Errorf("put the new list in force: %w", err)
	}
	return nil
}

func (in *intake) exec(statements ...string) error {
	tx, err := in.f.write.BeginTx(in.ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, s := range statements {
		if _, err := tx.ExecContext(in.ctx, s); err != nil {
			return err
		}
	}
	return tx.Commit()
}
