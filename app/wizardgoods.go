package main

import (
	"context"
	"errors"
	"fmt"

	"dobro/internal/goods"
	"dobro/internal/store"
)

// readGoods reads a catalogue in any format into the journal. Refused says, in the user's words, why nothing was read: one bad line refuses the whole
// file.
func (p *program) readGoods(ctx context.Context, s *store.Store, file string) (added, updated int, refused []string, err error) {
	f, shut, err := openGoods(file)
	if err != nil {
		return 0, 0, []string{p.words.T("app.no_file", "file", file)}, nil
	}
	defer shut()
	groups, err := groupFinder()
	if err != nil {
		return 0, 0, nil, err
	}
	list, err := f.Read(goods.Ask{Groups: groups})
	var bad *goods.Refusal
	switch {
	case errors.As(err, &bad):
		for _, e := range bad.Rows {
			refused = append(refused, e.Sentence(p.words))
		}
		if bad.More > 0 {
			refused = append(refused, p.words.T("app.goods_more", "count", bad.More))
		}
		return 0, 0, refused, nil
	case err != nil:
		return 0, 0, nil, fmt.Errorf("read goods: %w", err)
	}
	added, updated, err = importGoods(ctx, s, list)
	return added, updated, nil, err
}
