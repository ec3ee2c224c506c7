package store

import (
	"context"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

const kindSeal = "seal"

// Seal fixes the journal at the end of a shift: who has its code on paper can prove that nothing before it was rewritten, even by
// somebody who computed the whole chain anew.
type Seal struct {
	Seq  int64     `json:"seq"`  // of the last record that is sealed
	Head string    `json:"head"` // hash of that record
	Code string    `json:"code"` // what is printed, of 10 signs
	At   time.Time `json:"at"`
}

// Seal adds a seal over everything before it and in this change, and returns it. An empty journal needs none: the zero Seal. When
// nothing came since the last seal, that one still holds and is returned: a Z-report that was printed twice has one code.
func (tx *Tx) Seal() (Seal, error) {
	last, err := tx.end()
	if err != nil {
		return Seal{}, err
	}
	if last.Seq == 0 {
		return Seal{}, nil
	}
	if last.Kind == kindSeal {
		var former Seal
		if err := json.Unmarshal([]byte(last.Body), &former); err != nil {
			return Seal{}, fmt.Errorf("read seal: %w", err)
		}
		return former, nil
	}
	s := Seal{Seq: last.Seq, Head: last.Hash, Code: shortCode(last.Hash), At: tx.now.UTC()}
	return s, tx.append(kindSeal, s.Code, s)
}

// Seal seals the journal as it is, in a change of its own: the register calls it when a shift closes.
func (s *Store) Seal(ctx context.Context, now time.Time) (seal Seal, err error) {
	err = s.Write(ctx, now, func(tx *Tx) error {
		seal, err = tx.Seal()
		return err
	})
	return seal, err
}

// Seals reads the seals made in [from, to), oldest first.
func (s *Store) Seals(ctx context.Context, from, to time.Time) ([]Seal, error) {
	var bodies []string
	err := s.read.WithContext(ctx).Raw("SELECT body FROM record WHERE kind = 'seal' AND at >= ? AND at < ? ORDER BY seq", from.UnixMilli(), to.UnixMilli()).Scan(&bodies).Error
	if err != nil {
		return nil, fmt.Errorf("read seals: %w", err)
	}
	out := make([]Seal, len(bodies))
	for i, b := range bodies {
		if err := json.Unmarshal([]byte(b), &out[i]); err != nil {
			return nil, fmt.Errorf("read seal: %w", err)
		}
	}
	return out, nil
}

// SealOf finds the seal with a code as it was read from paper, or from a copy of it by hand: case, gaps and letters that nobody prints
// are passed over. ErrNone when no seal of this journal has it.
func (s *Store) SealOf(ctx context.Context, code string) (Seal, error) {
	code = NormalCode(code)
	var bodies []string
	err := s.read.WithContext(ctx).Raw("SELECT body FROM record WHERE subject = ? AND kind = 'seal' ORDER BY seq LIMIT 1", code).Scan(&bodies).Error
	if err != nil {
		return Seal{}, fmt.Errorf("look for seal: %w", err)
	}
	if code == "" || len(bodies) == 0 {
		return Seal{}, fmt.Errorf("seal %q: %w", code, ErrNone)
	}
	var out Seal
	if err := json.Unmarshal([]byte(bodies[0]), &out); err != nil {
		return Seal{}, fmt.Errorf("read seal: %w", err)
	}
	return out, nil
}

// NormalCode spells a code of a seal the way it is printed; "" for what cannot be one.
func NormalCode(text string) string {
	var out []byte
	for _, r := range strings.ToUpper(text) {
		switch {
		case r == 'O':
			r = '0'
		case r == 'I' || r == 'L':
			r = '1'
		case r == '-' || r == ' ' || r == '–' || r == '—':
			continue
		}
		if !strings.ContainsRune(codeSigns, r) || len(out) == 10 {
			return ""
		}
		out = append(out, byte(r))
	}
	if len(out) != 10 {
		return ""
	}
	return string(out[:5]) + "-" + string(out[5:])
}

// codeSigns are the letters and digits that nobody mistakes on paper: no I, L, O, U.
const codeSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// shortCode is the first 50 bits of a hash as XXXXX-XXXXX.
func shortCode(hash string) string {
	raw, err := hex.DecodeString(hash)
	if err != nil || len(raw) < 7 {
		return ""
	}
	text := base32.NewEncoding(codeSigns).WithPadding(base32.NoPadding).EncodeToString(raw[:7])
	return text[:5] + "-" + text[5:10]
}
