package store

import (
	"context"
	"fmt"
	"sync"

	"dobro/internal/goods"
	"dobro/internal/money"
)

// Finder searches the catalogue by an index in memory, made in the background when the goods changed. Until the first one is ready the
// database is asked, which is slower and finds less. It may be used from many goroutines.
type Finder struct {
	store *Store

	mu       sync.Mutex
	index    *goods.Index
	version  int64         // of the goods in it
	building chan struct{} // closed when the one being made is ready; nil: none is
	failed   error         // why the last one could not be made
}

// NewFinder begins without an index; Refresh makes it.
func NewFinder(s *Store) *Finder { return &Finder{store: s} }

// Refresh makes the index anew if the goods changed, and waits until it is ready.
func (f *Finder) Refresh(ctx context.Context) error {
	for {
		done, err := f.begin(ctx)
		if err != nil || done == nil {
			return err
		}
		select {
		case <-done:
		case <-ctx.Done():
			return ctx.Err()
		}
		f.mu.Lock()
		err = f.failed
		f.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// begin starts making an index unless the one at hand is new; the channel closes when it is ready.
func (f *Finder) begin(ctx context.Context) (<-chan struct{}, error) {
	version, err := f.store.GoodsVersion(ctx)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.building != nil {
		return f.building, nil
	}
	if f.index != nil && f.version == version {
		return nil, nil
	}
	done := make(chan struct{})
	f.building = done
	go f.build(context.WithoutCancel(ctx), version, done)
	return done, nil
}

func (f *Finder) build(ctx context.Context, version int64, done chan struct{}) {
	index, err := f.store.goodsIndex(ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed = err; err == nil {
		f.index, f.version = index, version
	}
	f.building = nil
	close(done)
}

// Index is the one at hand, nil before the first.
func (f *Finder) Index() *goods.Index {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.index
}

// SearchGoods finds at most limit products, best first: by words of the name in any order, price, article, last digits of a barcode.
// Names and prices are those of the database now.
func (f *Finder) SearchGoods(ctx context.Context, text string, limit int) ([]goods.Product, error) {
	if _, err := f.begin(ctx); err != nil {
		return nil, err
	}
	x := f.Index()
	if x == nil {
		return f.store.SearchGoods(ctx, text, limit)
	}
	return f.store.GoodsByID(ctx, x.Search(text, limit))
}

// goodsIndex reads the catalogue row by row, so that it never lies in memory as a whole.
func (s *Store) goodsIndex(ctx context.Context) (*goods.Index, error) {
	pool, err := s.read.DB()
	if err != nil {
		return nil, fmt.Errorf("read goods: %w", err)
	}
	rows, err := pool.QueryContext(ctx, `SELECT p.id, p.code, p.name, p.price, coalesce(b.barcode, '')
		FROM product p LEFT JOIN barcode b ON b.product_id = p.id ORDER BY p.id`)
	if err != nil {
		return nil, fmt.Errorf("read goods: %w", err)
	}
	defer rows.Close()
	var b goods.IndexBuilder
	var last struct {
		id, price  int64
		code, name string
		barcodes   []string
	}
	put := func() {
		if last.id != 0 {
			b.Add(last.id, last.code, last.name, money.Kopecks(last.price), last.barcodes...)
		}
	}
	for rows.Next() {
		var id, price int64
		var code, name, barcode string
		if err := rows.Scan(&id, &code, &name, &price, &barcode); err != nil {
			return nil, fmt.Errorf("read goods: %w", err)
		}
		if id != last.id {
			put()
			last.id, last.code, last.name, last.price, last.barcodes = id, code, name, price, nil
		}
		if barcode != "" {
			last.barcodes = append(last.barcodes, barcode)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read goods: %w", err)
	}
	put()
	return b.Index(), nil
}

// Close waits for an index that is being made. The store must still be open.
func (f *Finder) Close() error {
	f.mu.Lock()
	done := f.building
	f.mu.Unlock()
	if done != nil {
		<-done
	}
	return nil
}
