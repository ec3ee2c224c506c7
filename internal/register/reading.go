package register

import (
	"context"

	"dobro/internal/marking"
)

// SetReading changes how scans are read from the next one on: the scan doctor has learnt what the scanner adds to every code.
func (r *Register) SetReading(ctx context.Context, o marking.Options) error {
	return r.do(ctx, "set_reading", func(context.Context) error {
		r.p.Reading = o
		return nil
	})
}
