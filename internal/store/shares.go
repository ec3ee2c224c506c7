package store

import (
	"context"
	"fmt"
	"math/big"

	"gorm.io/gorm"

	"dobro/internal/sale"
)

// Parts of a pack: one code stands in several receipts until all of it is sold.

// soldPart is one receipt's part of a pack.
type soldPart struct {
	Kind, Part string
	Back       bool
}

// sharesOf asks for the parts of a pack. The index of codes leaves out lines without one, so that the question has to say so too: else
// every line of the journal is looked at.
func sharesOf(db *gorm.DB, cis string) *gorm.DB {
	return db.Table("receipt").Select("receipt.kind, receipt.back, receipt_line.part").
		Joins("JOIN receipt_line ON receipt_line.receipt_id = receipt.id").
		Where("receipt_line.cis = ? AND receipt_line.cis <> '' AND receipt.state IN ?", cis, []sale.State{sale.Fiscalized, sale.Unknown, sale.Sending}).
		Order("receipt.opened_at, receipt.fd")
}

// SoldShare is how much of a pack this shop has sold and not taken back, from nothing to 1. Receipts whose fate is open count as sold.
func (s *Store) SoldShare(ctx context.Context, cis string) (*big.Rat, error) {
	share := new(big.Rat)
	if cis == "" {
		return share, nil
	}
	var rows []soldPart
	if err := sharesOf(s.read.WithContext(ctx), cis).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("add up the parts of a pack: %w", err)
	}
	for _, r := range rows {
		part := big.NewRat(1, 1)
		if f := partOf(r.Part); !f.Whole() {
			part = big.NewRat(f.N, f.Of)
		}
		if r.Kind == string(sale.Return) || r.Kind == string(sale.Correction) && r.Back {
			part.Neg(part)
		}
		// A correction may speak of what a receipt said already, and a code may be sold anew after it came back.
		if share.Add(share, part); share.Sign() < 0 {
			share.SetInt64(0)
		}
		if whole := big.NewRat(1, 1); share.Cmp(whole) > 0 {
			share = whole
		}
	}
	return share, nil
}

// partOf reads what rowsOf wrote; anything else is the whole pack.
func partOf(s string) sale.Fraction {
	f, err := sale.ParseFraction(s)
	if err != nil {
		return sale.Fraction{}
	}
	return f
}
