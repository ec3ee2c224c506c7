package checks

import (
	"context"
	"testing"
	"time"

	"dobro/internal/marking"
)

// The certification scenarios of ТС ПИоТ (rules, section 8) through the engine, with a code as a scanner reads it.
func TestCertificationCases(t *testing.T) {
	const (
		blockTag  = "UUID=c117ab9a&Time=1773404760587"
		moduleTag = "UUID=c117ab9a&Time=1773404760587&Inst=inst-1&Ver=base-7"
		localTag  = "UUID=ab88a664&Time=1743626629705&Inst=inst-2&Ver=base-8"
	)
	with := func(it Item, change func(*Item)) Item { change(&it); return it }
	milk, tobacco, nicotine := good(8), good(3), good(16)
	smp := func(kopecks int64) func(*Item) { return func(it *Item) { it.SMP = &kopecks } }
	block := func(it Item) Item { it.PackageType = "GROUP"; return it }
	slow := func(it Item) *source { // answers long after the deadline
		return &source{ChannelTSPIoT, func(ctx context.Context, _ Query) (Answer, error) {
			<-ctx.Done()
			return *online(it), nil
		}}
	}
	blocked := with(unsaid(), func(it *Item) { it.IsBlocked = ref(true) })
	for _, c := range []struct {
		number, code string
		price        int64
		online       *source
		local        *source
		want         Decision
		reason       ReasonCode
		tag          string
	}{
		{"5.1", "0104670540176099215'W9Um\x1d93dGVz", 0, answers(online(with(milk, func(it *Item) { it.Utilised, it.Realizable = ref(false), ref(false) }))), nil, Forbid, NotApplied, ""},
		{"5.2", "0104670540176099215LnOjv\x1d93dGVz", 0, answers(online(with(milk, func(it *Item) { it.Realizable = ref(false) }))), nil, Forbid, NotIntroduced, ""},
		{"5.3", "010462930887704421DzkcYt2\x1d8005090000\x1d93dGVz", 90000, answers(online(block(tobacco))), nil, Allow, "", blockTag},
		{"5.4", "010462930887704421DzkcWqS\x1d8005177000\x1d93dGVz", 177000, answers(online(block(with(tobacco, func(it *Item) { it.Realizable, it.GrayZone = ref(false), ref(true) })))), nil, Allow, GrayZone, blockTag},
		{"5.5", "0104670540176099215NN*cM\x1d93dGVz", 0, answers(online(with(milk, func(it *Item) { it.Sold, it.Realizable = ref(true), ref(false) }))), nil, Forbid, Sold, ""},
		{"5.6", "0104602220006549215opFcmK\x1d93dGVz", 0, answers(online(with(milk, func(it *Item) { it.IsBlocked, it.Ogvs = ref(true), []string{"RPN"} }))), nil, Forbid, Blocked, ""},
		{"5.7", "0104670540176099215<pGKy\x1d93dGVz", 0, answers(online(with(milk, func(it *Item) { it.ExpireDate = ref(today.AddDate(0, 0, -3)) }))), nil, Forbid, Expired, ""},
		{"5.8", "010461013628057121%798DM%\x1d8005090000\x1d93dGVz", 90000, answers(online(block(tobacco))), nil, Allow, "", blockTag},
		{"5.9", "010461013628057121%008iVk\x1d8005180000\x1d93dGVz", 180000, answers(online(block(with(tobacco, smp(13500))))), nil, Allow, "", blockTag},
		{"5.10", "04601653035829H;dV)bFABVUdGVz", 8100, answers(online(tobacco)), nil, Allow, "", blockTag},
		{"5.11", "04601653035829H;dV)bFACVUdGVz", 14500, answers(online(with(tobacco, smp(13500)))), nil, Allow, "", blockTag},
		{"5.12", "04601653035829H;vE)bFABBUdGVz", 6500, answers(online(with(tobacco, func(it *Item) { it.Found = ref(false) }))), nil, Forbid, NotFound, ""},
		{"5.14", "0104670540176099215<pGKy\x1d93DGVz", 0, answers(online(with(milk, func(it *Item) { it.Verified = ref(false) }))), nil, Forbid, NotVerified, ""},
		{"5.17 through the module", "0104607010350246215kRdG-1%2(UmV\x1d93dGVz", 0, answers(offlineTSPIoT(unsaid())), nil, Allow, OfflineOnlyState, moduleTag},
		{"5.17 through the local module", "0104607010350246215kRdG-1%2(UmV\x1d93dGVz", 0, fails(ChannelTSPIoT, Failure{Outcome: OutcomeRefused}), answers(local(unsaid())), Allow, OfflineOnlyState, localTag},
		{"5.18", "0104607010350246215kRdG-1%W(Umn\x1d93dGVz", 0, slow(milk), answers(local(unsaid())), Allow, OfflineOnlyState, localTag},
		{"5.19", "0104602220006549215opRcmR\x1d93dGVz", 0, answers(offlineTSPIoT(blocked)), nil, Forbid, Blocked, ""},
		{"5.20", "0104607010350246215kRdG-X%W(Rnb\x1d93dGVz", 0, slow(milk), answers(local(blocked)), Forbid, Blocked, ""},
		{"5.21", "0104670540176099215LpGKy\x1d93dGVz", 0, answers(&Answer{Channel: ChannelTSPIoT, Status: 203, Emergency: true}), nil, Allow, Emergency, ""},
		{"5.22", "01046700190342882151aj\"K>X+mFcP\x1d93dGVz", 0, answers(online(with(milk, func(it *Item) { it.IsBlocked, it.Ogvs = ref(true), []string{"RD"} }))), nil, Forbid, Blocked, ""},
		{"5.23", "0108607405401894215cC3O4\x1d93dGVz", 0, answers(online(with(milk, func(it *Item) { it.IsBlocked, it.Ogvs = ref(true), []string{"VETRF"} }))), nil, Forbid, Blocked, ""},
		{"5.24", "04601653035829H;dV)bFADI8dGVz", 0, answers(online(with(tobacco, smp(20000)))), nil, Forbid, PriceBelowMin, ""},
		{"5.25", "010461013628057121/798DM%\x1d8005199000\x1d93dGVz", 0, answers(online(block(with(tobacco, smp(20000))))), nil, Forbid, PriceBelowMin, ""},
		{"5.26", "00840147505712Zz;ZnRbAAAAdGVz", 15000, answers(online(with(nicotine, func(it *Item) { it.MRP = ref(int64(20000)) }))), nil, Forbid, PriceBelowMin, ""},
	} {
		t.Run(c.number, func(t *testing.T) {
			t.Parallel()
			code, err := marking.Parse(c.code)
			if err != nil {
				t.Fatalf("%q: %v", c.code, err)
			}
			p := Params{Online: []Source{c.online}, Deadline: func() time.Duration { return time.Second }}
			if c.local != nil {
				p.Local = c.local
			}
			v := engine(t, p).Check(context.Background(), Request{Code: code, Price: c.price, HasPrice: c.price > 0, At: today})
			if v.Decision != c.want || v.Evidence.Tag1265 != c.tag || c.reason != "" && !v.Has(c.reason) || c.reason == "" && len(v.Reasons) > 0 {
				t.Errorf("%q at %d:\n got %s [%s] tag %q\nwant %s %s tag %q", c.code, c.price, v.Decision, codesOf(v), v.Evidence.Tag1265, c.want, c.reason, c.tag)
			}
		})
	}
}
