package register

import (
	"context"
	"strings"
	"time"

	"dobro/device/fiscal"
)

// able is a drive that can do everything a printer may be asked for; its answers are set by the test.
type able struct {
	*drive
	marks   func(marks []fiscal.Mark) ([]fiscal.MarkResult, error)
	asked   [][]fiscal.Mark
	forgot  int
	drawers int
	copies  []int64
	clock   time.Time
}

func newAble() *able {
	return &able{drive: newDrive(), clock: day1, marks: func(marks []fiscal.Mark) ([]fiscal.MarkResult, error) {
		out := make([]fiscal.MarkResult, len(marks))
		for i, m := range marks {
			out[i] = fiscal.MarkResult{Accepted: true, Asked: true, Answer: fiscal.MarkAnswerCorrect, Bits: fiscal.MarkChecked | fiscal.MarkGood | fiscal.MarkStatusChecked | fiscal.MarkStatusGood}
			if strings.Contains(m.Code, "5D") {
				out[i].Accepted, out[i].Bits, out[i].Text = false, fiscal.MarkChecked|fiscal.MarkGood|fiscal.MarkStatusChecked, "товар выбыл"
			}
		}
		return out, nil
	}}
}

func (a *able) Status(ctx context.Context) (fiscal.Status, error) {
	st, err := a.drive.Status(ctx)
	st.Clock = a.clock
	return st, err
}

func (a *able) CheckMarks(_ context.Context, marks []fiscal.Mark) ([]fiscal.MarkResult, error) {
	a.asked = append(a.asked, marks)
	return a.marks(marks)
}

func (a *able) ForgetMarks(context.Context) error { a.forgot++; return nil }

func (a *able) OpenDrawer(context.Context) error { a.drawers++; return nil }

func (a *able) PrintCopy(_ context.Context, fd int64) error {
	a.copies = append(a.copies, fd)
	return nil
}

func (a *able) SetClock(_ context.Context, t time.Time) error { a.clock = t; return nil }
