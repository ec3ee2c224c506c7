package store

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
	"gorm.io/gorm"
)

// packedSample is how checks look: what they share costs nothing in a packed one. It must never change: what was packed with it could
// not be read any more. A better one gets another number.
//
//go:embed packed-sample.json
var packedSample []byte

const packedSampleID = 1

// packedMark begins every packed text (the magic number of Zstandard); no JSON begins so.
var packedMark = []byte{0x28, 0xB5, 0x2F, 0xFD}

var packer = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderDictRaw(packedSampleID, packedSample), zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
})

var unpacker = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderDictRaw(packedSampleID, packedSample), zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(64<<20))
})

func pack(text []byte) ([]byte, error) {
	z, err := packer()
	if err != nil {
		return nil, err
	}
	return z.EncodeAll(text, nil), nil
}

// unpacked is a text as it was written; what was never packed, and what cannot be unpacked, stays as it is: Verify finds it.
func unpacked(b []byte) []byte {
	if !bytes.HasPrefix(b, packedMark) {
		return b
	}
	z, err := unpacker()
	if err != nil {
		return b
	}
	out, err := z.DecodeAll(b, nil)
	if err != nil {
		return b
	}
	return out
}

// AfterFind is gorm's: whoever reads checks reads what was written.
func (r *checkRow) AfterFind(*gorm.DB) error {
	r.Raw = string(unpacked([]byte(r.Raw)))
	return nil
}

// AfterFind is gorm's: whoever reads records reads what was written.
func (r *Record) AfterFind(*gorm.DB) error {
	r.Body = string(unpacked([]byte(r.Body)))
	return nil
}

// PackOlder packs the operator's answers in checks made before the instant, at most some of them, and reports how many it packed: 0 when
// there is nothing left to do. Nothing of the chain changes: hashes are over the texts as they were written, and Verify reads both. The
// place that becomes free is used for what comes next.
func (s *Store) PackOlder(ctx context.Context, before, now time.Time, some int) (packed int, err error) {
	var ids []string
	err = s.read.WithContext(ctx).Raw("SELECT id FROM check_log WHERE at < ? AND typeof(raw) = 'text' AND raw <> '' ORDER BY at LIMIT ?", before.UnixMilli(), some).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return len(ids), s.Write(ctx, now, func(tx *Tx) error {
		for _, id := range ids {
			for _, t := range []struct{ read, write string }{
				{"SELECT raw FROM check_log WHERE id = ? AND typeof(raw) = 'text'", "UPDATE check_log SET raw = ? WHERE id = ? AND typeof(raw) = 'text'"},
				{"SELECT body FROM record WHERE subject = ? AND kind = 'check' AND typeof(body) = 'text'", "UPDATE record SET body = ? WHERE subject = ? AND kind = 'check' AND typeof(body) = 'text'"},
			} {
				var texts [][]byte
				if err := tx.db.Raw(t.read, id).Scan(&texts).Error; err != nil {
					return fmt.Errorf("read check %s: %w", id, err)
				}
				if len(texts) != 1 { // packed already, or nothing that this program wrote
					continue
				}
				b, err := pack(texts[0])
				if err != nil {
					return fmt.Errorf("pack check %s: %w", id, err)
				}
				if !bytes.Equal(unpacked(b), texts[0]) {
					return fmt.Errorf("pack check %s: it does not come back as it was", id)
				}
				if err := tx.db.Exec(t.write, b, id).Error; err != nil {
					return fmt.Errorf("write packed check %s: %w", id, err)
				}
			}
		}
		return nil
	})
}
