package checks

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dobro/assets"
)

// The expectation of these tables is written as sentences about single facts, in the order of the decree, and knows nothing of
// the code that decides.

// fact is one flag of an answer in its three states, with what the law says when it is bad.
type fact struct {
	name string
	set  func(*Item, bool) // good or bad; not called when the flag is absent
	ban  string            // reason when bad
}

var lawOrder = []fact{
	{"valid", func(it *Item, ok bool) { it.Valid = ref(ok) }, "invalid_format"},
	{"found", func(it *Item, ok bool) { it.Found = ref(ok) }, "not_found"},
	{"utilised", func(it *Item, ok bool) { it.Utilised = ref(ok) }, "not_applied"},
	{"verified", func(it *Item, ok bool) { it.Verified = ref(ok) }, "not_verified"},
	{"isBlocked", func(it *Item, ok bool) { it.IsBlocked = ref(!ok) }, "blocked"},
	{"sold", func(it *Item, ok bool) { it.Sold = ref(!ok) }, "sold"},
	{"realizable", func(it *Item, ok bool) { it.Realizable = ref(ok) }, "not_introduced"},
}

var states = []string{"absent", "good", "bad"}

func TestBanTableOverAllFlagsGroupsAndDates(t *testing.T) {
	rules := rulesWith(t, nil)
	early := time.Date(2023, 5, 1, 12, 0, 0, 0, moscow) // before the day of every dated group
	shelf := map[string]*time.Time{"no date": nil, "later": ref(today.Add(time.Minute)), "this instant": ref(today), "past": ref(today.AddDate(0, 0, -1))}
	rows := 0
	for combination := range 2187 {
		var item Item
		var bad = map[string]bool{}
		var told []string
		for i, n := 0, combination; i < len(lawOrder); i, n = i+1, n/3 {
			f, state := lawOrder[i], states[n%3]
			if state != "absent" {
				f.set(&item, state == "good")
			}
			bad[f.name] = state == "bad"
			told = append(told, f.name+" "+state)
		}
		for _, group := range []int{0, 3, 8, 15, 25, 999} {
			for _, gray := range []bool{false, true} {
				for shelfName, end := range shelf {
					for _, at := range []time.Time{today, early} {
						it := item
						it.ExpireDate = end
						if group != 0 {
							it.Groups = []int{group}
						}
						if gray {
							it.GrayZone = ref(true)
						}
						lifted := gray && group == 3
						var want []string
						for _, f := range lawOrder {
							if bad[f.name] && !(f.name == "realizable" && (bad["sold"] || lifted)) {
								want = append(want, f.ban)
							}
						}
						if end != nil && (at == today && shelfName != "later") {
							want = append(want, "expired")
						}
						future := at == early && (group == 3 || group == 8 || group == 15)
						decision, severity := Allow, "ban"
						if len(want) > 0 && !future {
							decision = Forbid
						}
						if future {
							severity = "warning"
						}
						for i := range want {
							want[i] += "/" + severity
						}
						if lifted {
							want = append(want, "gray_zone/info")
						}
						a := online(it)
						got := rules.Decide(Case{Request: Request{Code: milkCode()}, At: at, Online: a})
						rows++
						if s := findings(got); s != strings.Join(want, " ") || got.Decision != decision || got.Tagged != (decision == Allow) {
							t.Fatalf("%s, group %d, gray zone %v, shelf life %s, at %s:\n got %s [%s] tag %v\nwant %s %v",
								strings.Join(told, ", "), group, gray, shelfName, at.Format(time.DateOnly), got.Decision, s, got.Tagged, decision, want)
						}
					}
				}
			}
		}
	}
	t.Logf("%d rows", rows)
}

func findings(r Ruling) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, string(f.Code)+"/"+string(f.Severity))
	}
	return strings.Join(out, " ")
}

func TestOfflineTableReadsOnlyWhatAnOfflineAnswerKnows(t *testing.T) {
	rules := rulesWith(t, nil)
	flag := map[string]*bool{"absent": nil, "false": ref(false), "true": ref(true)}
	rows := 0
	for blockedName, blocked := range flag {
		for greyName, grey := range flag {
			for soldName, sold := range flag {
				for junkName, junk := range flag {
					for _, known := range []Knowledge{{}, {Expires: ref(today)}, {Expires: ref(today.Add(1))}, {Blocked: true}, {Bad: Sold}} {
						for _, group := range []int{0, 8, 3, 37} {
							for _, viaModule := range []bool{false, true} {
								it := Item{IsBlocked: blocked, IsGreyGTIN: grey, Sold: sold, Found: junk, Valid: junk, Verified: junk, Utilised: junk, Realizable: junk, IsOwner: junk, ErrorCode: 6}
								c := Case{Request: Request{Code: milkCode(), Group: group, Price: 100}, At: today, Known: known}
								if viaModule {
									c.Online = offlineTSPIoT(it)
								} else {
									c.Local = local(it)
								}
								bad := blockedName == "true" || greyName == "true" || soldName == "true" ||
									known.Expires != nil && *known.Expires == today || known.Blocked || known.Bad != ""
								want := Allow
								if bad && group != 37 {
									want = Forbid
								}
								got := rules.Decide(c)
								rows++
								wantTag := want == Allow
								if got.Decision != want || !got.Offline || got.Tagged != wantTag || got.Has(NotFound) || got.Has(OperatorError) || got.Has(ForeignOwner) {
									t.Fatalf("isBlocked %s, isGreyGtin %s, sold %s, other flags %s, known %+v, group %d, through ТС ПИоТ %v:\n got %s offline=%v tag=%v [%s]\nwant %s",
										blockedName, greyName, soldName, junkName, known, group, viaModule, got.Decision, got.Offline, got.Tagged, findings(got), want)
								}
								if greyName == "true" && got.Has(Blocked) && !known.Blocked {
									t.Fatalf("a grey GTIN does not say that this very code is blocked: %s", findings(got))
								}
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d rows", rows)
}

func TestNobodyAnswered(t *testing.T) {
	between := time.Date(2025, 12, 1, 9, 0, 0, 0, moscow) // seafood: online since 2025-10-01, offline from 2026-03-01
	refused := []*Failure{{Channel: ChannelTrueAPI, Outcome: OutcomeTokenRefused, Status: 401}}
	for _, c := range []struct {
		name  string
		group int
		at    time.Time
		duty  bool // no_answer decides
	}{
		{"group unknown", 0, today, true},
		{"group in no table", 999, today, true},
		{"group without a date", 25, today, true},
		{"milk", 8, today, true},
		{"milk before its offline day", 8, time.Date(2025, 2, 28, 23, 59, 59, 0, moscow), false},
		{"milk on its offline day", 8, time.Date(2025, 3, 1, 0, 0, 0, 0, moscow), true},
		{"seafood online only", 21, between, false},
		{"grocery, its day has not come", 37, today, false},
		{"grocery on its day", 37, time.Date(2027, 3, 1, 0, 0, 0, 0, moscow), true},
	} {
		for _, policy := range []Decision{Allow, Ask, Forbid} {
			for _, failures := range [][]*Failure{nil, refused} {
				rules := rulesWith(t, func(p *Policy) { p.NoAnswer = policy })
				got := rules.Decide(Case{Request: Request{Code: milkCode(), Group: c.group}, At: c.at, Failures: failures})
				want := Allow
				if c.duty {
					want = policy
				}
				severity := map[Decision]string{Allow: "warning", Ask: "ask", Forbid: "ban"}[want]
				reasons := "unverified/" + severity
				if failures != nil {
					reasons += " token_refused/warning"
				}
				if got.Decision != want || findings(got) != reasons || got.Channel != ChannelNone || got.Tagged {
					t.Errorf("%s, no_answer %s: got %s [%s] by %s, want %s [%s]", c.name, policy, got.Decision, findings(got), got.Channel, want, reasons)
				}
			}
		}
	}
}

func TestWhoRefusedIsNamed(t *testing.T) {
	key := &Failure{Channel: ChannelTrueAPI, Outcome: OutcomeTokenRefused, Status: 410}
	password := &Failure{Channel: ChannelLocalModule, Outcome: OutcomeTokenRefused, Status: 401}
	for _, c := range []struct {
		failures []*Failure
		want     string
	}{
		{[]*Failure{key}, "token_refused"}, {[]*Failure{password}, "token_refused.local_module"}, {[]*Failure{key, password}, "token_refused"},
	} {
		got := rulesWith(t, nil).Decide(Case{Request: Request{Code: milkCode(), Group: 8}, At: today, Failures: c.failures})
		if n := len(got.Findings); n != 2 || got.Findings[1].sentence() != c.want {
			t.Errorf("%v: got %+v", c.failures, got.Findings)
		}
	}
}

// An answer that permits and has no number permits, but the receipt cannot prove it: that is told.
func TestAnAnswerWithoutItsNumberIsNoProof(t *testing.T) {
	for name, spoil := range map[string]func(*Answer){
		"no number": func(a *Answer) { a.ReqID = "" }, "no time": func(a *Answer) { a.ReqTimestamp = 0 },
	} {
		for _, c := range []Case{{Online: online(good(8))}, {Local: local(unsaid())}, {Online: offlineTSPIoT(unsaid())}} {
			for _, a := range []*Answer{c.Online, c.Local} {
				if a != nil {
					spoil(a)
				}
			}
			c.Request, c.At = Request{Code: milkCode()}, today
			got := rulesWith(t, nil).Decide(c)
			if got.Decision != Allow || got.Tagged || got.Findings[0].Code != Unverified || got.Findings[0].Severity != Warning {
				t.Errorf("%s: got %s tag %v [%s]", name, got.Decision, got.Tagged, findings(got))
			}
		}
	}
}

func TestWhatTheShopKnowsDecidesWhenNobodyAnswers(t *testing.T) {
	withDate := milkCode()
	withDate.Expiry = "261121"
	for _, c := range []struct {
		name  string
		code  func(*Request)
		known Knowledge
		want  string
	}{
		{"expired by an earlier answer", nil, Knowledge{Expires: ref(today.Add(-time.Hour))}, "expired/ban unverified/info"},
		{"expired by the date in the code", func(r *Request) { r.Code = withDate }, Knowledge{}, "expired/ban unverified/info"},
		{"the operator's date outweighs the one in the code", func(r *Request) { r.Code = withDate }, Knowledge{Expires: ref(today.Add(time.Hour))}, "unverified/ask"},
		{"in the shop's block list", nil, Knowledge{Blocked: true, BlockedBy: "recall 7"}, "blocked/ban unverified/info"},
		{"was sold when last seen", nil, Knowledge{Bad: Sold}, "sold/ban unverified/info"},
		{"nothing known", nil, Knowledge{}, "unverified/ask"},
	} {
		req := Request{Code: milkCode(), Group: 8}
		if c.code != nil {
			c.code(&req)
		}
		got := rulesWith(t, nil).Decide(Case{Request: req, At: today, Known: c.known})
		if findings(got) != c.want {
			t.Errorf("%s: got [%s], want [%s]", c.name, findings(got), c.want)
		}
		if got.Decision == Forbid && got.Channel != ChannelCache {
			t.Errorf("%s: decided by %s", c.name, got.Channel)
		}
	}
}

func TestOwnKnowledgeNeverSpeaksAgainstAnOnlineAnswer(t *testing.T) {
	k := Knowledge{Blocked: true, Bad: Sold, Expires: ref(today.Add(-time.Hour))}
	got := rulesWith(t, nil).Decide(Case{Request: Request{Code: milkCode()}, At: today, Known: k, Online: online(good(8))})
	if got.Decision != Allow || findings(got) != "" {
		t.Errorf("got %s [%s]", got.Decision, findings(got))
	}
}

func TestDaysOfObligation(t *testing.T) {
	// from the operator's calendar, typed apart from the data file
	shop := map[int][2]string{
		1: {"2024-11-01", "2025-03-01"}, 2: {"2024-11-01", "2025-03-01"}, 3: {"2024-04-01", "2025-03-01"}, 4: {"2024-11-01", "2025-03-01"},
		5: {"2024-11-01", "2025-03-01"}, 6: {"2024-11-01", "2025-03-01"}, 8: {"2024-09-01", "2025-03-01"}, 9: {"2025-09-01", "2026-03-01"},
		10: {"2025-10-01", "2025-10-01"}, 12: {"2024-04-01", "2025-03-01"}, 13: {"2024-09-01", "2025-03-01"}, 15: {"2024-11-01", "2025-03-01"},
		16: {"2024-04-01", "2025-03-01"}, 17: {"2024-11-01", "2025-03-01"}, 19: {"2024-11-01", "2025-03-01"}, 20: {"2026-03-01", "2026-03-01"},
		21: {"2025-10-01", "2026-03-01"}, 22: {"2025-10-01", "2026-03-01"}, 23: {"2026-04-01", "2026-04-01"}, 26: {"2025-09-01", "2025-09-01"},
		32: {"2027-04-01", "2027-04-01"}, 33: {"2026-05-01", "2026-05-01"}, 35: {"2027-04-01", "2027-04-01"}, 37: {"2027-03-01", "2027-03-01"},
		43: {"2026-10-01", "2026-10-01"},
	}
	chainOnline := map[int]string{8: "2024-05-01", 13: "2024-05-01"}
	s := schedule(t)
	for _, g := range s.Groups() {
		for _, zone := range []*time.Location{moscow, time.FixedZone("Kamchatka", 12*3600), time.FixedZone("Kaliningrad", 2*3600)} {
			for _, chain := range []bool{false, true} {
				want, dated := shop[g.ID]
				onlineDay, offlineDay := want[0], want[1]
				if chain && chainOnline[g.ID] != "" {
					onlineDay = chainOnline[g.ID]
				}
				if chain && offlineDay == "2025-03-01" {
					offlineDay = "2025-05-01"
				}
				for _, day := range []struct {
					day  string
					duty func(Duty) bool
				}{{onlineDay, func(d Duty) bool { return d.Online }}, {offlineDay, func(d Duty) bool { return d.Offline }}} {
					if !dated {
						if d := s.Duty(g.ID, today, zone, chain); !d.Online || !d.Offline || d.Dated {
							t.Errorf("group %d has no date and must count as obligatory: %+v", g.ID, d)
						}
						continue
					}
					at, err := time.ParseInLocation(time.DateOnly, day.day, zone)
					if err != nil {
						t.Fatal(err)
					}
					if before, on := day.duty(s.Duty(g.ID, at.Add(-time.Nanosecond), zone, chain)), day.duty(s.Duty(g.ID, at, zone, chain)); before || !on {
						t.Errorf("group %d, chain %v, %s in %s: obligatory a moment before %v, on the day %v", g.ID, chain, day.day, zone, before, on)
					}
				}
			}
		}
	}
}

func TestDecisionOnBothSidesOfTheDay(t *testing.T) {
	rules := rulesWith(t, nil)
	bad := good(37)
	bad.Sold = ref(true)
	for at, want := range map[string]Decision{"2026-11-22": Allow, "2027-02-28": Allow, "2027-03-01": Forbid, "2027-04-01": Forbid} {
		day, _ := time.ParseInLocation(time.DateOnly, at, moscow)
		got := rules.Decide(Case{Request: Request{Code: milkCode()}, At: day, Online: online(bad)})
		if got.Decision != want || got.Tagged != (want == Allow) || !got.Has(Sold) {
			t.Errorf("grocery sold already, at %s: got %s tag %v [%s], want %s", at, got.Decision, got.Tagged, findings(got), want)
		}
	}
}

func TestMilkNotInCirculationIsNoBanBeforeApril2025(t *testing.T) {
	it := good(8)
	it.Realizable = ref(false)
	for at, want := range map[string]Decision{"2025-03-31": Allow, "2025-04-01": Forbid} {
		day, _ := time.ParseInLocation(time.DateOnly, at, moscow)
		if got := rulesWith(t, nil).Decide(Case{Request: Request{Code: milkCode()}, At: day, Online: online(it)}); got.Decision != want {
			t.Errorf("%s: got %s, want %s", at, got.Decision, want)
		}
	}
}

func TestSubgroupsAreNeverLaterThanTheirGroup(t *testing.T) {
	for _, g := range schedule(t).Groups() {
		for _, sub := range g.Subgroups {
			if sub.Online.String() > g.Online.String() || sub.Offline.String() > g.Offline.String() {
				t.Errorf("group %d: subgroup %s (%s, %s) is later than the group (%s, %s)", g.ID, sub.Code, sub.Online, sub.Offline, g.Online, g.Offline)
			}
		}
	}
}

func TestGroupsAreFoundByNumberAndShortName(t *testing.T) {
	s := schedule(t)
	for in, want := range map[string]int{"8": 8, "milk": 8, " MILK ": 8, "ncp": 16, "lp": 1, "999": 0, "": 0, "sausage": 0, "-1": 0} {
		g, ok := s.Group(in)
		if g.ID != want || ok != (want != 0) {
			t.Errorf("%q: got %d %v, want %d", in, g.ID, ok, want)
		}
	}
	if len(s.Groups()) != 49 || s.Version() != "2026-11-01" {
		t.Errorf("%d groups, version %s", len(s.Groups()), s.Version())
	}
}

func TestOrderOfReasonsFollowsTheDecree(t *testing.T) {
	it := Item{Groups: []int{8}, Valid: ref(false), Found: ref(false), Utilised: ref(false), Verified: ref(false), IsBlocked: ref(true), Sold: ref(true),
		Realizable: ref(false), ExpireDate: ref(today), IsOwner: ref(false), IsTracking: ref(true), ErrorCode: 10}
	got := findings(rulesWith(t, nil).Decide(Case{Request: Request{Code: milkCode()}, At: today, Online: online(it)}))
	want := "invalid_format/ban not_found/ban not_applied/ban not_verified/ban blocked/ban sold/ban expired/ban foreign_owner/warning"
	if got != want {
		t.Errorf(" got %s\nwant %s", got, want)
	}
}

func TestSettings(t *testing.T) {
	item := func(change func(*Item)) Item { it := good(8); change(&it); return it }
	foreign := item(func(it *Item) { it.IsOwner, it.IsTracking = ref(false), ref(true) })
	untracked := item(func(it *Item) { it.IsOwner = ref(false) })
	erring := item(func(it *Item) { it.ErrorCode = 6 })
	abroad := item(func(it *Item) { it.ErrorCode, it.Found = 11, ref(false) })
	eliminated := item(func(it *Item) { it.EliminationState, it.Sold = 1, ref(true) })
	undated := item(func(it *Item) { it.Groups, it.Sold = []int{25}, ref(true) })
	parts := item(func(it *Item) { it.InnerUnits, it.SoldUnits = 10, 8 })
	for _, c := range []struct {
		name   string
		change func(*Policy)
		item   Item
		parts  int64
		want   string
	}{
		{"foreign owner warns", nil, foreign, 0, "allow foreign_owner/warning"},
		{"foreign owner may be ignored", func(p *Policy) { p.ForeignOwner = StanceIgnore }, foreign, 0, "allow"},
		{"foreign owner may forbid", func(p *Policy) { p.ForeignOwner = StanceForbid }, foreign, 0, "forbid foreign_owner/ban"},
		{"foreign owner may ask", func(p *Policy) { p.ForeignOwner = StanceAsk }, foreign, 0, "ask foreign_owner/ask"},
		{"without item-level accounting the owner is not known well", nil, untracked, 0, "allow"},
		{"unless the shop wants it", func(p *Policy) { p.OwnerNeedsTracking = false }, untracked, 0, "allow foreign_owner/warning"},
		{"errorCode forbids", nil, erring, 0, "forbid operator_error/ban"},
		{"errorCode may warn", func(p *Policy) { p.ErrorCode = StanceWarn }, erring, 0, "allow operator_error/warning"},
		{"errorCode may be ignored", func(p *Policy) { p.ErrorCode = StanceIgnore }, erring, 0, "allow"},
		{"not found abroad forbids", nil, abroad, 0, "forbid not_found/ban"},
		{"not found abroad may warn", func(p *Policy) { p.ErrorCode11 = StanceWarn }, abroad, 0, "allow not_found/warning"},
		{"eliminationState does not lift sold", nil, eliminated, 0, "forbid sold/ban"},
		{"unless the shop wants it so", func(p *Policy) { p.AllowElimination = true }, eliminated, 0, "allow sold/warning"},
		{"a group without a date is obligatory", nil, undated, 0, "forbid sold/ban"},
		{"or only warned about", func(p *Policy) { p.NoDate = StanceWarn }, undated, 0, "allow sold/warning"},
		{"as many parts as are left", nil, parts, 2, "allow"},
		{"more parts than are left", nil, parts, 3, "forbid partial_overflow/ban"},
		{"a pack that is begun, whole: the till takes its parts", nil, parts, 0, "allow"},
		{"a pack of which nothing is left", nil, item(func(it *Item) { it.InnerUnits, it.SoldUnits = 10, 10 }), 0, "forbid partial_overflow/ban"},
		{"more parts, ignored", func(p *Policy) { p.PartialOverflow = StanceIgnore }, parts, 3, "allow"},
	} {
		got := rulesWith(t, c.change).Decide(Case{Request: Request{Code: milkCode(), Parts: c.parts}, At: today, Online: online(c.item)})
		if s := strings.TrimSpace(fmt.Sprintf("%s %s", got.Decision, findings(got))); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
	}
}

func TestPolicyKeysSetWhatTheyName(t *testing.T) {
	for name, k := range PolicyKeys {
		if k.Name != name || len(k.Allowed) < 2 {
			t.Errorf("key %q is called %q and allows %v", name, k.Name, k.Allowed)
		}
		p := DefaultPolicy()
		if got := k.Get(p); !strings.Contains(" "+strings.Join(k.Allowed, " ")+" ", " "+got+" ") {
			t.Errorf("%s: the default %q is not allowed", name, got)
		}
		for _, v := range k.Allowed {
			if err := k.Set(&p, v); err != nil || k.Get(p) != v {
				t.Errorf("%s = %q: got %q, %v", name, v, k.Get(p), err)
			}
		}
		before := p
		for _, v := range []any{"nonsense", 7, nil, 1.5} {
			if err := k.Set(&p, v); err == nil || p != before {
				t.Errorf("%s = %v was taken: %v", name, v, err)
			}
		}
		if err := k.Set(&p, true); (err == nil) != k.Bool {
			t.Errorf("%s = true: %v", name, err)
		}
	}
}

func TestTheScheduleIsReadFromItsFolderOrTheOneAbove(t *testing.T) {
	folder, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string]fs.FS{"folder": folder, "above": assets.Files} {
		if s, err := LoadSchedule(files); err != nil || len(s.Groups()) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"not there": "", "no JSON": "{", "no version": `{"groups":[{"id":1,"code":"lp"}]}`, "no groups": `{"version":"1"}`,
		"id twice": `{"version":"1","groups":[{"id":1,"code":"lp"},{"id":1,"code":"lq"}]}`, "name twice": `{"version":"1","groups":[{"id":1,"code":"lp"},{"id":2,"code":"lp"}]}`,
		"no such day": `{"version":"1","groups":[{"id":1,"code":"lp","online":"2025-02-30"}]}`, "unknown rule": `{"version":"1","groups":[{"id":1,"code":"lp","price":"dear"}]}`,
		"unknown key": `{"version":"1","groups":[{"id":1,"code":"lp","onlin":"2025-02-01"}]}`,
	} {
		files := fstest.MapFS{}
		if text != "" {
			files[ScheduleFile] = &fstest.MapFile{Data: []byte(text)}
		}
		if _, err := LoadSchedule(files); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
