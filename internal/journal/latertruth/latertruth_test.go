package latertruth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/sale"
	"dobro/internal/store"

	"github.com/rs/zerolog"
)

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

type answers func(ctx context.Context, l store.Later) (checks.Verdict, error)

func (f answers) Ask(ctx context.Context, l store.Later) (checks.Verdict, error) { return f(ctx, l) }

type bench struct {
	t     *testing.T
	s     *store.Store
	now   time.Time
	busy  atomic.Bool
	asked []string
	found []string
	say   answers
	w     *Worker
}

// newBench is a shop that sold six codes: online, offline, in emergency mode, unchecked, offline and returned, offline and cancelled.
func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, now: noon.Add(time.Hour)}
	ctx := context.Background()
	var err error
	if b.s, err = store.Open(ctx, store.Params{Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.s.Close() })
	for i, c := range []struct {
		name, channel      string
		offline, emergency bool
		kind               sale.Kind
		state              sale.State
	}{{"online", "tspiot", false, false, sale.Sale, sale.Fiscalized}, {"offline", "local_module", true, false, sale.Sale, sale.Fiscalized},
		{"emergency", "tspiot", false, true, sale.Sale, sale.Fiscalized}, {"unchecked", "none", false, false, sale.Sale, sale.Fiscalized},
		{"return", "local_module", true, false, sale.Return, sale.Fiscalized}, {"cancelled", "local_module", true, false, sale.Sale, sale.Cancelled}} {
		if err := b.s.Write(ctx, noon, func(tx *store.Tx) error {
			at := noon.Add(time.Duration(i) * time.Minute)
			k := store.Check{ID: "c-" + c.name, At: at, Cis: c.name, Decision: "allow", Channel: c.channel, Offline: c.offline, Emergency: c.emergency, Verdict: json.RawMessage(`{}`)}
			if err := tx.PutCheck(k); err != nil {
				return err
			}
			l := store.Line{Line: sale.Line{Name: "Молоко", Code: c.name + "\x1d93dGVz", Cis: c.name, CheckID: k.ID, Price: 9990, Quantity: 1000}}
			return tx.PutReceipt(store.Receipt{ID: fmt.Sprint("r", i), Kind: c.kind, State: c.state, OpenedAt: at, FD: int64(i + 1), Lines: []store.Line{l}})
		}); err != nil {
			t.Fatal(err)
		}
	}
	b.say = func(context.Context, store.Later) (checks.Verdict, error) {
		return checks.Verdict{Decision: checks.Allow}, nil
	}
	b.w = New(Params{Store: b.s, Now: func() time.Time { return b.now }, Busy: func() bool { return b.busy.Load() }, Log: zerolog.Nop(), Every: time.Minute,
		Found: func(l store.Later) { b.found = append(b.found, l.Cis) }, Asker: answers(func(ctx context.Context, l store.Later) (checks.Verdict, error) {
			b.asked = append(b.asked, l.Cis)
			return b.say(ctx, l)
		})})
	return b
}

func (b *bench) once(want int, wantErr error) {
	b.t.Helper()
	if n, err := b.w.Once(context.Background()); n != want || !errors.Is(err, wantErr) {
		b.t.Errorf("%d answers, %v; want %d, %v", n, err, want, wantErr)
	}
}

func (b *bench) in(state string, want int) []store.Later {
	b.t.Helper()
	list, err := b.s.LaterIn(context.Background(), state)
	if err != nil || len(list) != want {
		b.t.Errorf("%s: %+v, %v; want %d", state, list, err, want)
	}
	return list
}

func TestOnlyCodesSoldWithoutAnOnlineAnswerAreAskedAgainAndOnce(t *testing.T) {
	b := newBench(t)
	b.once(3, nil)
	if got := fmt.Sprint(b.asked); got != "[offline emergency unchecked]" {
		t.Errorf("asked %s", got)
	}
	b.once(0, nil)
	b.in(store.LaterGood, 3)
	if _, _, broken, err := b.s.Verify(context.Background()); err != nil || broken != nil {
		t.Errorf("%+v %v", broken, err)
	}
}

func TestSoldAfterOurOwnSaleIsNothingAndALateBanIsATaskUntilItIsSettled(t *testing.T) {
	b := newBench(t)
	b.say = func(_ context.Context, l store.Later) (checks.Verdict, error) {
		v := checks.Verdict{Decision: checks.Forbid, Reasons: []checks.Reason{{Code: checks.Sold, Severity: checks.Ban, Text: "продан"}}}
		if l.Cis == "unchecked" {
			v.Reasons = append(v.Reasons, checks.Reason{Code: checks.Expired, Severity: checks.Ban, Text: "Срок годности истёк"})
		}
		return v, nil
	}
	b.once(3, nil)
	b.in(store.LaterGood, 2)
	task := b.in(store.LaterBan, 1)[0]
	if task.Cis != "unchecked" || task.Reason != "Срок годности истёк" || fmt.Sprint(b.found) != "[unchecked]" {
		t.Errorf("task %+v, told %v", task, b.found)
	}
	ctx := context.Background()
	if err := b.s.SettleLater(ctx, task.CheckID, "Вера", "товар найден и списан", b.now); err != nil {
		t.Fatal(err)
	}
	if err := b.s.SettleLater(ctx, task.CheckID, "Вера", "ещё раз", b.now); !errors.Is(err, store.ErrNone) {
		t.Errorf("settled twice: %v", err)
	}
	b.in(store.LaterBan, 0)
	records, err := b.s.Records(ctx, "later", task.CheckID)
	if err != nil || len(records) != 2 {
		t.Errorf("the chain tells %+v, %v", records, err)
	}
}

func TestWithoutALinkItWaitsLongerEachTimeAndGivesUpAfterAMonth(t *testing.T) {
	b := newBench(t)
	b.say = func(context.Context, store.Later) (checks.Verdict, error) { return checks.Verdict{}, ErrAway }
	for range 3 {
		b.once(0, ErrAway) // one question a round: the link is away for all
	}
	b.once(0, nil) // all three are put off
	b.now = b.now.Add(3 * time.Minute)
	b.once(0, ErrAway)
	b.now = noon.AddDate(0, 0, 31)
	for range 3 {
		b.once(0, ErrAway)
	}
	b.in(store.LaterSilent, 3)
}

func TestSaleComesFirst(t *testing.T) {
	b := newBench(t)
	b.busy.Store(true)
	b.once(0, nil)
	if len(b.asked) != 0 {
		t.Errorf("asked %v while a sale was checked", b.asked)
	}
	b.busy.Store(false)
	b.say = func(ctx context.Context, _ store.Later) (checks.Verdict, error) {
		b.busy.Store(true) // a scan comes while the question is out
		<-ctx.Done()
		return checks.Verdict{}, ErrAway
	}
	b.once(0, nil)
	b.busy.Store(false)
	b.say = func(context.Context, store.Later) (checks.Verdict, error) { return checks.Verdict{}, nil }
	b.once(3, nil) // letting go counted as no attempt
	if list := b.in(store.LaterGood, 3); list[0].Tries != 1 {
		t.Errorf("%+v", list[0])
	}
}
