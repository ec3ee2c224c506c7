package register

import (
	"context"

	"dobro/device/fiscal"
	"dobro/internal/store"
)

// seal fixes the journal before the Z-report and prints the short code on the paper right before it: who keeps that paper can prove
// later that nothing before it was rewritten. A shift closes without it too: a disk or a printer that refuses the slip must not keep a
// shift open beyond its 24 hours. The record of the closing itself lies under the next seal.
func (r *Register) seal(ctx context.Context) {
	var seal store.Seal
	if err := r.save(ctx, func(tx *store.Tx) (err error) {
		seal, err = tx.Seal()
		return err
	}); err != nil {
		r.p.Log.Error().Err(err).Msg("seal the journal")
		return
	}
	paper, ok := r.p.Printer.(fiscal.TextPrinter)
	if !ok || seal.Code == "" {
		return
	}
	_, err := r.print(ctx, "printer.closing", func(ctx context.Context) (fiscal.Document, error) {
		return fiscal.Document{}, paper.PrintText(ctx, []string{r.p.Words.T("printer.seal.title"), seal.Code, r.p.Words.T("printer.seal.records", "count", seal.Seq)})
	})
	if err != nil {
		r.p.Log.Warn().Err(err).Str("code", seal.Code).Msg("print the seal")
	}
}
