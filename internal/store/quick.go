package store

import (
	"context"
	"fmt"

	"dobro/internal/goods"
)

type quickPageRow struct {
	N    int `gorm:"primaryKey"`
	Name string
}

func (quickPageRow) TableName() string { return "quick_page" }

type quickKeyRow struct {
	Page, Place int `gorm:"primaryKey"`
	ProductID   int64
	Colour      string
	Picture     []byte
}

func (quickKeyRow) TableName() string { return "quick_key" }

// QuickPages reads the tiles of the sale screen with their goods as they are now, name and price; the catalogue is not walked.
func (s *Store) QuickPages(ctx context.Context) ([]goods.QuickPage, error) {
	var pages []quickPageRow
	var keys []quickKeyRow
	if err := s.read.WithContext(ctx).Order("n").Find(&pages).Error; err != nil {
		return nil, fmt.Errorf("read pages of tiles: %w", err)
	}
	if err := s.read.WithContext(ctx).Order("page, place").Find(&keys).Error; err != nil {
		return nil, fmt.Errorf("read tiles: %w", err)
	}
	ids := make([]int64, 0, len(keys))
	for _, k := range keys {
		ids = append(ids, k.ProductID)
	}
	known, err := s.GoodsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	at := make(map[int64]goods.Product, len(known))
	for _, p := range known {
		at[p.ID] = p
	}
	out := make([]goods.QuickPage, 0, len(pages))
	for _, p := range pages {
		page := goods.QuickPage{Name: p.Name}
		for _, k := range keys {
			if product, ok := at[k.ProductID]; ok && k.Page == p.N {
				page.Keys = append(page.Keys, goods.QuickKey{Product: product, Colour: k.Colour, Picture: k.Picture})
			}
		}
		out = append(out, page)
	}
	return out, nil
}

// SetQuickPages puts these tiles in the place of all others.
func (tx *Tx) SetQuickPages(pages []goods.QuickPage) error {
	if err := goods.CheckQuick(pages); err != nil {
		return err
	}
	for _, sql := range []string{"DELETE FROM quick_key", "DELETE FROM quick_page"} {
		if err := tx.db.Exec(sql).Error; err != nil {
			return fmt.Errorf("clear tiles: %w", err)
		}
	}
	for n, p := range pages {
		if err := tx.db.Create(&quickPageRow{N: n + 1, Name: p.Name}).Error; err != nil {
			return fmt.Errorf("keep page of tiles %q: %w", p.Name, err)
		}
		for i, k := range p.Keys {
			row := quickKeyRow{Page: n + 1, Place: i, ProductID: k.Product.ID, Colour: k.Colour, Picture: k.Picture}
			if err := tx.db.Create(&row).Error; err != nil {
				return fmt.Errorf("keep tile %q: %w", k.Product.Name, err)
			}
		}
	}
	return nil
}

// GoodsByID reads products in the order of the IDs; one that is gone is left out.
func (s *Store) GoodsByID(ctx context.Context, ids []int64) ([]goods.Product, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := s.products(s.read.WithContext(ctx).Where("id IN ?", ids))
	if err != nil {
		return nil, err
	}
	at := make(map[int64]goods.Product, len(list))
	for _, p := range list {
		at[p.ID] = p
	}
	out := make([]goods.Product, 0, len(ids))
	for _, id := range ids {
		if p, ok := at[id]; ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// GoodsVersion is a number that goes up with every change of goods, by whichever process.
func (s *Store) GoodsVersion(ctx context.Context) (int64, error) {
	var n int64
	if err := s.read.WithContext(ctx).Raw("SELECT n FROM goods_version").Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("read the version of goods: %w", err)
	}
	return n, nil
}
