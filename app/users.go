package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"dobro/internal/staff"
	"dobro/internal/store"
)

// runUsers makes people and lists them: `dobro users add --name N --role R --pin P`, `dobro users list`.
func runUsers(ctx context.Context, p *program, args []string) int {
	if len(args) == 0 {
		return p.fail(usage("app.users_usage"))
	}
	var name, role, pin, owner string
	rest, err := flags("users", args[1:], func(f *flag.FlagSet) {
		f.StringVar(&name, "name", "", "")
		f.StringVar(&role, "role", "", "")
		f.StringVar(&pin, "pin", "", "")
		f.StringVar(&owner, "owner-pin", os.Getenv("DOBRO_OWNER_PIN"), "")
	})
	if err != nil || len(rest) > 0 {
		return p.fail(errors.Join(err, usage("app.users_usage")))
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
		who, err := people.Add(ctx, name, r, pin)
		switch {
		case errors.Is(err, staff.ErrBadName):
			return p.fail(usage("app.bad_name"))
		case errors.Is(err, staff.ErrBadPIN):
			return p.fail(usage("app.bad_pin"))
		case errors.Is(err, staff.ErrTaken):
			return p.fail(usage("app.taken"))
		case err != nil:
			return p.fail(err)
		}
		fmt.Fprintf(p.out, "%d\t%s\t%s\n", who.ID, who.Role, who.Name)
		return exitYes
	}
	return p.fail(usage("app.users_usage"))
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
