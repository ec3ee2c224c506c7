package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"dobro/internal/config"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// runUsers makes people and lists them: `dobro users add --name N --role R --pin P [--badge B] [--inn I]`, `dobro users badge --name N --badge B`,
// `dobro users inn --name N --inn I`, `dobro users list`.
func runUsers(ctx context.Context, p *program, args []string) int {
	if len(args) == 0 {
		return p.fail(usage("app.users_usage"))
	}
	var name, role, pin, badge, inn, owner string
	rest, err := flags("users", args[1:], func(f *flag.FlagSet) {
		f.StringVar(&name, "name", "", "")
		f.StringVar(&role, "role", "", "")
		f.StringVar(&pin, "pin", "", "")
		f.StringVar(&badge, "badge", "", "")
		f.StringVar(&inn, "inn", "", "")
		f.StringVar(&owner, "owner-pin", os.Getenv("DOBRO_OWNER_PIN"), "")
	})
	if err != nil || len(rest) > 0 {
		return p.fail(errors.Join(err, usage("app.users_usage")))
	}
	if inn != "" && (len(inn) != 12 || !config.ValidINN(inn)) {
		return p.fail(badPerson(staff.ErrBadINN))
	}
	if _, err := p.begin(); err != nil {
		return p.fail(err)
	}
	s, err := store.Open(ctx, store.Params{Dir: p.dir})
	if err != nil {
		return p.fail(err)
	}
	p.later(s.Close)
	people := staff.New(s, time.Now)
	switch args[0] {
	case "list":
		list, err := people.List(ctx)
		if err != nil {
			return p.fail(err)
		}
		for _, who := range list {
			fmt.Fprintf(p.out, "%d\t%s\t%s\n", who.ID, who.Role, who.Name)
		}
		return exitYes
	case "add":
		r, ok := staff.ParseRole(role)
		if !ok {
			return p.fail(usage("app.bad_role", "value", role))
		}
		if err := mayAdd(ctx, s, people, owner); err != nil {
			return p.fail(err)
		}
		who, err := people.AddWithBadge(ctx, name, r, pin, badge)
		if err != nil {
			return p.fail(badPerson(err))
		}
		if inn != "" {
			if err := people.SetINN(ctx, who.Name, inn); err != nil {
				return p.fail(badPerson(err))
			}
		}
		fmt.Fprintf(p.out, "%d\t%s\t%s\n", who.ID, who.Role, who.Name)
		return exitYes
	case "badge":
		if err := mayAdd(ctx, s, people, owner); err != nil {
			return p.fail(err)
		}
		if err := people.SetBadge(ctx, name, badge); err != nil {
			return p.fail(badPerson(err))
		}
		return exitYes
	case "inn":
		if err := mayAdd(ctx, s, people, owner); err != nil {
			return p.fail(err)
		}
		if err := people.SetINN(ctx, name, inn); err != nil {
			return p.fail(badPerson(err))
		}
		return exitYes
	}
	return p.fail(usage("app.users_usage"))
}

// badPerson says why somebody could not be added or changed.
func badPerson(err error) error {
	for _, said := range []struct {
		err error
		key string
	}{
		{staff.ErrBadName, "app.bad_name"}, {staff.ErrBadPIN, "app.bad_pin"}, {staff.ErrBadBadge, "app.bad_badge"}, {staff.ErrBadINN, "app.bad_inn"},
		{staff.ErrNobody, "app.nobody"}, {staff.ErrTaken, "app.taken"},
	} {
		if errors.Is(err, said.err) {
			return usage(said.key)
		}
	}
	return err
}

// mayAdd lets the installer make everybody while the folder is fresh. Once the till was used (a check, a receipt or a shift stands
// in the journal), a new person needs an owner's PIN, unless there is no owner yet.
func mayAdd(ctx context.Context, s *store.Store, people *staff.Staff, ownerPIN string) error {
	used, err := s.Used(ctx)
	if err != nil {
		return err
	}
	list, err := people.List(ctx)
	if err != nil {
		return err
	}
	owners := 0
	for _, who := range list {
		if who.Role == staff.Owner {
			owners++
		}
	}
	if !used || owners == 0 {
		return nil
	}
	who, err := people.ByPIN(ctx, ownerPIN)
	if errors.Is(err, staff.ErrWrongPIN) || err == nil && !who.Role.May(staff.Users) {
		return usage("app.owner_wanted")
	}
	return err
}
