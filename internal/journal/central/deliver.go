package central

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"dobro/internal/sale"
	"dobro/internal/store"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type recordRow struct {
	Till          string `gorm:"primaryKey"`
	Seq           int64  `gorm:"primaryKey"`
	At            int64
	Kind, Subject string
	Body          string
	Prev, Hash    string
}

func (recordRow) TableName() string { return "till_record" }

type receiptRow struct {
	Till            string `gorm:"primaryKey"`
	ID              string `gorm:"primaryKey"`
	Seq             int64
	Kind, State, FN string
	FD, Shift, At   int64
	Cashier         string
	Total           int64
	Back            bool
}

func (receiptRow) TableName() string { return "till_receipt" }

type checkRow struct {
	Till              string `gorm:"primaryKey"`
	ID                string `gorm:"primaryKey"`
	Seq, At           int64
	Cis               string
	Decision, Channel string
	Offline           bool
	Reason            string
}

func (checkRow) TableName() string { return "till_check" }

// Deliver writes records in their order, all of them or none. Records that are there already are passed over, so a repeated delivery
// changes nothing.
func (d *Database) Deliver(ctx context.Context, till string, list []store.Record) error {
	if len(list) == 0 {
		return nil
	}
	err := d.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, r := range list {
			row := recordRow{Till: till, Seq: r.Seq, At: r.At, Kind: r.Kind, Subject: clean(r.Subject), Body: clean(r.Body), Prev: r.Prev, Hash: r.Hash}
			made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
			if made.Error != nil {
				return made.Error
			}
			if made.RowsAffected == 0 {
				continue
			}
			if err := project(tx, till, r); err != nil {
				return fmt.Errorf("record %d: %w", r.Seq, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("deliver to owner's database: %w", err)
	}
	return nil
}

// project keeps the rows that sums are made of. A later record of the same document takes the place of an earlier one, never the other way
// round.
func project(tx *gorm.DB, till string, r store.Record) error {
	newer := func(table string) clause.OnConflict {
		return clause.OnConflict{Columns: []clause.Column{{Name: "till"}, {Name: "id"}}, UpdateAll: true,
			Where: clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: table + ".seq < excluded.seq"}}}}
	}
	switch r.Kind {
	case "receipt":
		var rec store.Receipt
		if err := json.Unmarshal([]byte(r.Body), &rec); err != nil {
			return err
		}
		at := rec.ClosedAt
		if at.IsZero() {
			at = rec.OpenedAt
		}
		row := receiptRow{Till: till, ID: rec.ID, Seq: r.Seq, Kind: string(rec.Kind), State: string(rec.State), FN: rec.FN, FD: rec.FD, Shift: rec.Shift, At: at.UnixMilli(),
			Cashier: clean(rec.Cashier), Total: rec.Total, Back: rec.Back || rec.Kind == sale.Return}
		return tx.Clauses(newer("till_receipt")).Create(&row).Error
	case "check":
		var c store.Check
		if err := json.Unmarshal([]byte(r.Body), &c); err != nil {
			return err
		}
		row := checkRow{Till: till, ID: c.ID, Seq: r.Seq, At: c.At.UnixMilli(), Cis: clean(c.Cis), Decision: c.Decision, Channel: c.Channel, Offline: c.Offline, Reason: c.Reason}
		return tx.Clauses(newer("till_check")).Create(&row).Error
	}
	return nil
}

// clean takes out the one sign that PostgreSQL cannot keep in a text. JSON never holds it bare.
func clean(s string) string {
	for i := range len(s) {
		if s[i] == 0 {
			return string([]rune(s[:i]))
		}
	}
	return s
}

// withPassword puts the secret into the address for the driver alone.
func withPassword(p Params) (string, error) {
	u, err := url.Parse(p.URL)
	if err != nil || u.User == nil {
		return "", fmt.Errorf("open owner's database: the address %q is not understood", p.URL)
	}
	if p.Password != "" {
		u.User = url.UserPassword(u.User.Username(), p.Password)
	}
	q := u.Query()
	if !q.Has("connect_timeout") {
		q.Set("connect_timeout", "5")
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}
