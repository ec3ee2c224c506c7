package central

import (
	"context"
	"fmt"
	"time"

	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// Sender delivers one till's journal. All fields but Changed are required.
type Sender struct {
	Store   *store.Store
	Till    func() string // the name of the till; "" while it is not known yet
	Open    func(ctx context.Context) (*Database, error)
	Log     zerolog.Logger
	Every   time.Duration // between looks at the journal
	Most    time.Duration // the pause after failures grows to this
	Changed func(waiting int64, trouble error)

	db *Database
}

// atOnce is how many records one delivery holds.
const atOnce = 200

// Serve works until ctx ends.
func (s *Sender) Serve(ctx context.Context) {
	pause := s.Every
	for {
		n, err := s.Once(ctx)
		switch {
		case err != nil:
			if ctx.Err() == nil {
				s.Log.Warn().Err(err).Msg("deliver the journal to the owner's database")
			}
			s.drop()
			pause = min(2*pause, s.Most)
		case n == atOnce:
			pause = time.Millisecond
		default:
			pause = s.Every
		}
		s.tell(ctx, err)
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			s.drop()
			return
		case <-t.C:
		}
		pause = max(pause, s.Every)
	}
}

// Once delivers the next records and reports how many.
func (s *Sender) Once(ctx context.Context) (int, error) {
	till := s.Till()
	if till == "" {
		return 0, nil
	}
	if s.db == nil {
		db, err := s.Open(ctx)
		if err != nil {
			return 0, err
		}
		s.db = db
	}
	// The mark is read anew each time: it is the truth, whoever wrote it.
	last, err := s.db.Last(ctx, till)
	if err != nil {
		return 0, err
	}
	if last.Seq > 0 {
		have, err := s.Store.RecordsAfter(ctx, last.Seq-1, 1)
		if err != nil {
			return 0, err
		}
		if len(have) == 0 || have[0].Seq != last.Seq || have[0].Hash != last.Hash {
			return 0, fmt.Errorf("till %s, record %d: %w", till, last.Seq, ErrOtherJournal)
		}
	}
	list, err := s.Store.RecordsAfter(ctx, last.Seq, atOnce)
	if err != nil {
		return 0, err
	}
	return len(list), s.db.Deliver(ctx, till, list)
}

func (s *Sender) tell(ctx context.Context, err error) {
	if s.Changed == nil || ctx.Err() != nil {
		return
	}
	waiting := int64(0)
	if head, e := s.Store.Head(ctx); e == nil && s.db != nil {
		if last, e := s.db.Last(ctx, s.Till()); e == nil {
			waiting = head.Seq - last.Seq
		}
	}
	s.Changed(waiting, err)
}

func (s *Sender) drop() {
	if s.db != nil {
		s.db.Close()
		s.db = nil
	}
}
