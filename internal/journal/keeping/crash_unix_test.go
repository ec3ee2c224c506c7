//go:build unix

package keeping

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dobro/internal/sale"
	"dobro/internal/store"
)

// TestMain turns the test binary into the till that is killed or runs out of disk.
func TestMain(m *testing.M) {
	if dir := os.Getenv("DOBRO_TILL"); dir != "" {
		till(dir, os.Getenv("DOBRO_LIMIT") != "")
		return
	}
	os.Exit(m.Run())
}

// till sells, copies, exports and packs as fast as it can, and says each receipt that is on disk. With a limit no file may grow beyond two
// megabytes, as on a full disk; it then says «full» once and tries on.
func till(dir string, limited bool) {
	if limited {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 2 << 20, Max: 2 << 20}); err != nil {
			fmt.Println("fault", err)
			return
		}
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: dir})
	if err != nil {
		fmt.Println("fault", err)
		return
	}
	go func() {
		for n := 0; ; n++ {
			at := time.Now().Add(time.Duration(n) * time.Hour) // a clock that runs: every copy has its own name
			k := New(Params{Store: s, Data: dir, Folder: filepath.Join(dir, "copies"), Keep: 3, Now: func() time.Time { return at },
				Free: func(string) (uint64, error) { return 1 << 40, nil }})
			k.ShiftClosed()
			k.Once(ctx)
			s.PackOlder(ctx, at, at, 3)
			time.Sleep(20 * time.Millisecond) // the disk is the sales' as well
		}
	}()
	start, err := count(ctx, s)
	if err != nil {
		fmt.Println("fault", err)
		return
	}
	failed := 0
	for n := start; failed < 20; n++ {
		err := s.Write(ctx, noon.Add(time.Duration(n)*time.Second), func(tx *store.Tx) error {
			id := fmt.Sprint("r", n)
			c := store.Check{ID: fmt.Sprint("c", n), At: noon, Cis: fmt.Sprintf("010467054017609921%07d", n), Decision: "allow", Verdict: json.RawMessage(`{"decision":"allow"}`),
				Raw: json.RawMessage(`[{"body":{"text":"` + strings.Repeat("код ", 200) + `"}}]`), Receipt: id}
			if err := tx.PutCheck(c); err != nil {
				return err
			}
			r := store.Receipt{ID: id, Kind: sale.Sale, State: sale.Fiscalized, OpenedAt: noon, FD: int64(n + 1), Total: 100,
				Lines: []store.Line{{Line: sale.Line{Name: "Молоко", Cis: c.Cis, CheckID: c.ID, Price: 100, Quantity: 1000}, Sum: 100}}, Payments: []sale.Payment{{Type: sale.Cash, Sum: 100}}}
			if err := tx.PutReceipt(r); err != nil {
				return err
			}
			return tx.Queue("local_module", "sell", c.Cis, id)
		})
		if err != nil {
			if failed++; failed == 1 {
				fmt.Println("full", err)
			}
			n--
			continue
		}
		fmt.Println("sold", n)
	}
}

func count(ctx context.Context, s *store.Store) (int, error) {
	list, err := s.Receipts(ctx, time.Time{}, noon.AddDate(1, 0, 0))
	return len(list), err
}

// sound proves the journal and every copy beside it, and holds the number of receipts against what the till had said.
func sound(t *testing.T, dir string, sold int) {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: dir})
	if err != nil {
		t.Fatalf("the journal does not open any more: %v", err)
	}
	defer s.Close()
	if _, _, broken, err := s.Verify(ctx); err != nil || broken != nil {
		t.Fatalf("the journal: %+v, %v", broken, err)
	}
	have, err := count(ctx, s)
	if err != nil || have < sold || have > sold+1 { // one may be on disk and not said yet
		t.Errorf("%d receipts in the journal, the till had said %d, %v", have, sold, err)
	}
	errands, err := s.Errands(ctx, "local_module", 100_000)
	if err != nil || len(errands) != have {
		t.Errorf("%d errands for %d receipts, %v", len(errands), have, err)
	}
	copies, err := store.Copies(filepath.Join(dir, "copies"))
	if err != nil && !os.IsNotExist(err) {
		return
	}
	for _, file := range copies {
		if c, err := store.Inspect(ctx, file); err != nil || c.Broken != nil {
			t.Errorf("copy %s: %+v, %v", filepath.Base(file), c, err)
		}
	}
}

// run starts the till and follows what it says; stop ends it. It returns the number of receipts said in all, and the line that began with «full».
func run(t *testing.T, dir string, sold int, limited bool, stop func(cmd *exec.Cmd, said int) bool) (int, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DOBRO_TILL="+dir)
	if limited {
		cmd.Env = append(cmd.Env, "DOBRO_LIMIT=1")
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	full, said := "", 0
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var n int
		switch text := lines.Text(); {
		case strings.HasPrefix(text, "fault"):
			t.Error(text)
		case strings.HasPrefix(text, "full"):
			full = text
		default:
			if _, err := fmt.Sscanf(text, "sold %d", &n); err == nil {
				sold = n + 1
				if said++; stop(cmd, said) {
					cmd.Process.Kill()
				}
			}
		}
	}
	cmd.Wait()
	return sold, full
}

func TestKillAtAnyMomentLosesNothing(t *testing.T) {
	dir := t.TempDir()
	times, sold := 8, 0
	if testing.Short() {
		times = 3
	}
	rng := rand.New(rand.NewPCG(5, 5))
	for range times {
		after := 1 + rng.IntN(40)
		was := sold
		sold, _ = run(t, dir, sold, false, func(cmd *exec.Cmd, said int) bool {
			if said < after {
				return false
			}
			time.AfterFunc(time.Duration(rng.IntN(20_000))*time.Microsecond, func() { cmd.Process.Kill() }) // in the middle of whatever comes next
			return said > after+200
		})
		if sold <= was {
			t.Fatalf("the till sold nothing after the last kill: %d", sold)
		}
		sound(t, dir, sold)
		have, err := store.Open(context.Background(), store.Params{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		sold, err = count(context.Background(), have)
		if err != nil {
			t.Fatal(err)
		}
		have.Close()
	}
	t.Logf("%d kills, %d receipts", times, sold)
}

func TestFullDiskLosesNothingAndTheTillGoesOnWhenThereIsRoom(t *testing.T) {
	dir := t.TempDir()
	sold, full := run(t, dir, 0, true, func(*exec.Cmd, int) bool { return false })
	if full == "" || sold < 5 {
		t.Fatalf("the disk never was full: %d receipts, %q", sold, full)
	}
	sound(t, dir, sold)
	more, full := run(t, dir, sold, false, func(_ *exec.Cmd, said int) bool { return said >= 20 })
	if full != "" || more < sold+20 {
		t.Errorf("room is there again, and the till sold %d more, %q", more-sold, full)
	}
	sound(t, dir, more)
	t.Logf("%d receipts until the disk was full", sold)
}
