package dispute

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// tableColumns of the workbook: the key of the heading and the width in signs.
var tableColumns = []struct {
	key   string
	width float64
}{{"line", 8}, {"cis", 44}, {"at", 19}, {"kind", 34}, {"fd", 10}, {"sort", 24}, {"why", 44}, {"file", 24}}

// table writes every row of the list with what it turned out to be and the file that proves it.
func (p Params) table(ctx context.Context, w io.Writer, where map[int]string) error {
	book := excelize.NewFile()
	defer book.Close()
	name := p.Words.T("deviations.sheet")
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}}})
	if err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	format := "dd.mm.yyyy hh:mm:ss"
	date, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	s, err := book.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	heading := make([]any, len(tableColumns))
	for i, c := range tableColumns {
		if err := s.SetColWidth(i+1, i+1, c.width); err != nil {
			return fmt.Errorf("make table: %w", err)
		}
		heading[i] = excelize.Cell{StyleID: bold, Value: p.Words.T("deviations.column." + c.key)}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	if err := s.SetRow("A1", heading); err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	for i, f := range p.Findings {
		if err := ctx.Err(); err != nil {
			return err
		}
		why, fd := "", any(nil)
		if f.Why != "" {
			why = p.Words.T("deviations.why." + string(f.Why))
		}
		if f.Row.FD > 0 {
			fd = f.Row.FD
		}
		row := []any{f.Row.Line, f.Row.Cis, nil, f.Row.Kind, fd, p.Words.T("deviations.sort." + string(f.Sort)), why, where[f.Row.Line]}
		if !f.Row.At.IsZero() {
			row[2] = excelize.Cell{StyleID: date, Value: wall(f.Row.At.In(p.Zone))}
		}
		if err := s.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			return fmt.Errorf("make table: %w", err)
		}
	}
	if err := s.Flush(); err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	if err := book.AutoFilter(name, fmt.Sprintf("A1:H%d", len(p.Findings)+1), nil); err != nil {
		return fmt.Errorf("make table: %w", err)
	}
	if _, err := book.WriteTo(w); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

// wall is the shop's clock as a date cell has it, which knows no zones.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
