// Package staff knows who may do what at the till: roles, their rights, and PINs that are kept as hashes only.
package staff

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"dobro/internal/store"

	"golang.org/x/crypto/argon2"
)

// Role of a person.
type Role string

// Roles (DESIGN section 5, «Rights»).
const (
	Cashier   Role = "cashier"
	Senior    Role = "senior"
	Owner     Role = "owner"
	Installer Role = "installer"
)

// Right is one thing that a role may do.
type Right string

// Rights.
const (
	Sell        Right = "sell" // scan, quantity, remove, hold, resume, pay, cancel, small discounts
	Shift       Right = "shift"
	XReport     Right = "x_report"
	CashIn      Right = "cash_in"
	CashOut     Right = "cash_out"
	Refund      Right = "return"
	Price       Right = "price"
	AnyDiscount Right = "any_discount"
	Approve     Right = "approve"
	Correct     Right = "correction"
	Drawer      Right = "drawer" // open it without a sale, with a reason
	Logs        Right = "logs"
	Settings    Right = "settings"
	Users       Right = "users"
)

// CashierDiscount is what a cashier may take off a line on his own, in hundredths of a percent.
const CashierDiscount = 500

var rights = map[Role][]Right{
	Cashier:   {Sell, Shift, XReport, CashIn, Drawer},
	Senior:    {Sell, Shift, XReport, CashIn, CashOut, Refund, Price, AnyDiscount, Approve, Correct, Drawer},
	Owner:     {Sell, Shift, XReport, CashIn, CashOut, Refund, Price, AnyDiscount, Approve, Correct, Drawer, Logs, Settings, Users},
	Installer: {Settings},
}

// May tells whether a role has a right.
func (r Role) May(right Right) bool {
	for _, have := range rights[r] {
		if have == right {
			return true
		}
	}
	return false
}

// ParseRole reads a role's name.
func ParseRole(s string) (Role, bool) {
	r := Role(s)
	_, ok := rights[r]
	return r, ok
}

// Errors of this package.
var (
	ErrBadPIN   = errors.New("a PIN is 4 to 12 digits")
	ErrBadName  = errors.New("a name is 1 to 64 characters")
	ErrBadRole  = errors.New("no such role")
	ErrWrongPIN = errors.New("nobody has this PIN")
	ErrTaken    = store.ErrTaken
)

// Person is somebody who may use the till.
type Person struct {
	ID   int64
	Name string
	Role Role
}

// Staff finds people by PIN and adds new ones. The salt is one for the installation, so that a PIN alone is enough to find its
// owner with one slow hash; two people cannot have the same PIN.
type Staff struct {
	store *store.Store
	now   func() time.Time
}

// New hands over the store.
func New(s *store.Store, now func() time.Time) *Staff { return &Staff{store: s, now: now} }

// Add makes a person. ErrBadPIN, ErrBadName, ErrBadRole, ErrTaken.
func (s *Staff) Add(ctx context.Context, name string, role Role, pin string) (Person, error) {
	return s.AddWithBadge(ctx, name, role, pin, "")
}

// AddWithBadge makes a person who also has a badge; "" is none. ErrBadBadge besides the errors of Add.
func (s *Staff) AddWithBadge(ctx context.Context, name string, role Role, pin, badge string) (Person, error) {
	badge = strings.TrimSpace(badge)
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len([]rune(name)) > 64:
		return Person{}, ErrBadName
	case len(rights[role]) == 0:
		return Person{}, ErrBadRole
	case !validPIN(pin):
		return Person{}, ErrBadPIN
	case badge != "" && !validBadge(badge):
		return Person{}, ErrBadBadge
	}
	salt, err := s.salt(ctx)
	if err != nil {
		return Person{}, err
	}
	row := store.Person{Name: name, Role: string(role), PIN: hash(pin, salt)}
	if badge != "" {
		row.Badge = hash(badgeMark+badge, salt)
	}
	err = s.store.Write(ctx, s.now(), func(tx *store.Tx) error { return tx.AddPerson(&row) })
	if err != nil {
		return Person{}, err
	}
	return Person{ID: row.ID, Name: row.Name, Role: role}, nil
}

// ByPIN finds who has the PIN; ErrWrongPIN when nobody has. It takes some tens of milliseconds on purpose.
func (s *Staff) ByPIN(ctx context.Context, pin string) (Person, error) {
	if !validPIN(pin) {
		return Person{}, ErrWrongPIN
	}
	salt, err := s.salt(ctx)
	if err != nil {
		return Person{}, err
	}
	p, err := s.store.PersonByPIN(ctx, hash(pin, salt))
	if errors.Is(err, store.ErrNone) {
		return Person{}, ErrWrongPIN
	}
	if err != nil {
		return Person{}, err
	}
	return Person{ID: p.ID, Name: p.Name, Role: Role(p.Role)}, nil
}

// List reads everybody.
func (s *Staff) List(ctx context.Context) ([]Person, error) {
	rows, err := s.store.People(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Person, 0, len(rows))
	for _, p := range rows {
		out = append(out, Person{ID: p.ID, Name: p.Name, Role: Role(p.Role)})
	}
	return out, nil
}

const saltFact = "staff.salt"

func (s *Staff) salt(ctx context.Context) ([]byte, error) {
	text, err := s.store.Fact(ctx, saltFact)
	if err != nil {
		return nil, err
	}
	if text != "" {
		return base64.RawStdEncoding.DecodeString(text)
	}
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return nil, fmt.Errorf("make salt: %w", err)
	}
	err = s.store.Write(ctx, s.now(), func(tx *store.Tx) error {
		return tx.SetFact(saltFact, base64.RawStdEncoding.EncodeToString(salt))
	})
	return salt, err
}

func hash(pin string, salt []byte) string {
	return base64.RawStdEncoding.EncodeToString(argon2.IDKey([]byte(pin), salt, 2, 19*1024, 1, 32))
}

// IsPIN tells whether a text could be a PIN.
func IsPIN(text string) bool { return validPIN(text) }

func validPIN(pin string) bool {
	return len(pin) >= 4 && len(pin) <= 12 && strings.Trim(pin, "0123456789") == ""
}
