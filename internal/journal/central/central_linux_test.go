package central

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dobro/internal/journal"
	"dobro/internal/journal/shoptest"
	"dobro/internal/store"

	"github.com/rs/zerolog"
)

var first = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// server is a real PostgreSQL of Debian in a folder of its own.
type server struct {
	t    *testing.T
	bin  string
	data string
	port int
	as   *syscall.Credential
}

func newServer(t *testing.T) *server {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(found) == 0 {
		t.Fatal("PostgreSQL is missing: .ci/setup installs it")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	dir, err := os.MkdirTemp("", "dobro-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &server{t: t, bin: found[len(found)-1], data: filepath.Join(dir, "data"), port: port}
	if os.Geteuid() == 0 { // it refuses to run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			t.Fatal(err)
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	pass := filepath.Join(dir, "pass")
	if err := os.WriteFile(pass, []byte("тайна\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.run("initdb", "-D", s.data, "-U", "owner", "-A", "scram-sha-256", "--pwfile", pass, "-E", "UTF8", "--locale=C", "--no-sync")
	s.start()
	t.Cleanup(func() { s.stop("immediate") })
	return s
}

func (s *server) run(name string, args ...string) {
	s.t.Helper()
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = filepath.Dir(s.data)
	if s.as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

func (s *server) start() {
	s.t.Helper()
	s.run("pg_ctl", "-D", s.data, "-w", "-t", "60", "-l", filepath.Join(filepath.Dir(s.data), "log"), "-o", fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off", s.port), "start")
}

func (s *server) stop(mode string) {
	cmd := exec.Command(filepath.Join(s.bin, "pg_ctl"), "-D", s.data, "-m", mode, "-w", "stop")
	cmd.Dir = filepath.Dir(s.data)
	if s.as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	}
	_ = cmd.Run() // it may be down already
}

func (s *server) params() Params {
	return Params{URL: fmt.Sprintf("postgres://owner@127.0.0.1:%d/postgres?sslmode=disable", s.port), Password: "тайна"}
}

func (s *server) open() *Database {
	s.t.Helper()
	d, err := Open(context.Background(), s.params())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { d.Close() })
	return d
}

// till is a shop's journal of some days with its sender.
type till struct {
	name string
	s    *store.Store
	send *Sender
}

func newTill(t *testing.T, pg *server, name string, seed uint64) *till {
	t.Helper()
	s, err := store.Open(context.Background(), store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	k := &till{name: name, s: s}
	k.days(t, first, 1, seed)
	k.send = &Sender{Store: s, Till: func() string { return name }, Open: func(ctx context.Context) (*Database, error) { return Open(ctx, pg.params()) }, Log: zerolog.Nop(),
		Every: 5 * time.Millisecond, Most: 50 * time.Millisecond}
	t.Cleanup(k.send.drop)
	return k
}

func (k *till) days(t *testing.T, from time.Time, n int, seed uint64) {
	t.Helper()
	if _, err := shoptest.Fill(context.Background(), k.s, shoptest.Params{First: from, Days: n, PerDay: 40, Seed: seed}); err != nil {
		t.Fatal(err)
	}
}

// equal holds the sums at the owner's against those of the tills' own journals.
func equal(t *testing.T, d *Database, tills ...*till) {
	t.Helper()
	ctx := context.Background()
	to := first.AddDate(1, 0, 0)
	sums, err := d.Sums(ctx, first, to)
	if err != nil || len(sums) != len(tills) {
		t.Fatalf("%d tills at the owner's, want %d, %v", len(sums), len(tills), err)
	}
	for i, k := range tills {
		own, err := journal.Log{Store: k.s}.Sum(ctx, first, to)
		if err != nil {
			t.Fatal(err)
		}
		made, err := k.s.Checks(ctx, first, to)
		if err != nil {
			t.Fatal(err)
		}
		stopped := 0
		for _, c := range made {
			if c.Decision == "forbid" {
				stopped++
			}
		}
		got := sums[i]
		if got.Till != k.name || got.Receipts != own.Receipts || got.Returns != own.Returns || got.Revenue != int64(own.Revenue) || got.Checks != len(made) || got.Stopped != stopped {
			t.Errorf("%s: the owner sees %+v, the till has %+v", k.name, got, own)
		}
		head, err := k.s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if last, err := d.Last(ctx, k.name); err != nil || last.Seq != head.Seq || last.Hash != head.Hash {
			t.Errorf("%s: arrived up to %+v, %v; the journal ends with %d", k.name, last, err, head.Seq)
		}
		var count int64
		if err := d.db.Raw("SELECT count(*) FROM till_record WHERE till = ?", k.name).Scan(&count).Error; err != nil || count != head.Seq {
			t.Errorf("%s: %d records arrived of %d, %v", k.name, count, head.Seq, err)
		}
	}
}

// all delivers until nothing is left.
func (k *till) all(t *testing.T) {
	t.Helper()
	for {
		n, err := k.send.Once(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func TestOwnersSumsEqualTheTillsThroughAbsenceRestartsAndRepeats(t *testing.T) {
	pg := newServer(t)
	ctx := context.Background()
	one, two := newTill(t, pg, "Касса 1", 1), newTill(t, pg, "Касса 2", 2)
	one.all(t)
	two.all(t)
	d := pg.open()
	equal(t, d, one, two)

	// The same records once more, in other portions and out of order.
	list, err := one.s.RecordsAfter(ctx, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range [][]store.Record{list[50:150], list[:100], list, list[len(list)-3:]} {
		if err := d.Deliver(ctx, one.name, part); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, d, one, two)

	// Weeks without a link: the till sells on, nothing is lost, nothing piles up outside its journal.
	pg.stop("fast")
	one.days(t, first.AddDate(0, 0, 1), 3, 11)
	if _, err := one.send.Once(ctx); err == nil {
		t.Error("a delivery to a server that is away was called done")
	}
	one.send.drop()
	pg.start()
	one.all(t)
	equal(t, d2(t, pg), one, two)

	// The server dies in the middle of deliveries, again and again.
	one.days(t, first.AddDate(0, 0, 10), 4, 12)
	two.days(t, first.AddDate(0, 0, 10), 4, 13)
	serving, stop := context.WithCancel(ctx)
	done := make(chan struct{}, 2)
	for _, k := range []*till{one, two} {
		go func() { k.send.Serve(serving); done <- struct{}{} }()
	}
	for range 4 {
		waitFor(t, pg, func(sum int64) bool { return sum > 0 })
		pg.stop("immediate")
		pg.start()
	}
	want := int64(0)
	for _, k := range []*till{one, two} {
		head, err := k.s.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		want += head.Seq
	}
	waitFor(t, pg, func(sum int64) bool { return sum == want })
	stop()
	<-done
	<-done
	equal(t, d2(t, pg), one, two)
}

// d2 is a connection made after a restart.
func d2(t *testing.T, pg *server) *Database { t.Helper(); return pg.open() }

// waitFor asks the database how many records arrived until the condition holds.
func waitFor(t *testing.T, pg *server, holds func(records int64) bool) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for time.Now().Before(deadline) {
		d, err := Open(context.Background(), pg.params())
		if err == nil {
			var n int64
			err = d.db.Raw("SELECT count(*) FROM till_record").Scan(&n).Error
			d.Close()
			if err == nil && holds(n) {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the records never arrived")
}

func TestTwoJournalsUnderOneNameAreRefused(t *testing.T) {
	pg := newServer(t)
	one, two := newTill(t, pg, "Касса", 1), newTill(t, pg, "Касса", 2)
	one.all(t)
	if _, err := two.send.Once(context.Background()); !errors.Is(err, ErrOtherJournal) {
		t.Errorf("got %v", err)
	}
	equal(t, pg.open(), one)
}

func TestWrongPasswordIsAnErrorWithoutThePassword(t *testing.T) {
	pg := newServer(t)
	p := pg.params()
	p.Password = "совсем-не-та"
	_, err := Open(context.Background(), p)
	if err == nil || strings.Contains(err.Error(), p.Password) {
		t.Errorf("got %v", err)
	}
}
