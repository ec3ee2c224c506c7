//go:build e2e

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// smallDisk is a file system of its own in memory, whose size changes while a till works on it.
type smallDisk struct {
	t   *testing.T
	dir string
}

// onSmallDisk moves the till's folder there; where nobody may mount the test is left out.
func (o *outside) onSmallDisk() smallDisk {
	o.t.Helper()
	settings, err := os.ReadFile(filepath.Join(o.dir, "dobro.toml"))
	if err != nil {
		o.t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", o.dir, "tmpfs", 0, "size=2g"); err != nil {
		o.t.Skipf("no disk can be made here: %v", err)
	}
	o.t.Cleanup(func() { syscall.Unmount(o.dir, syscall.MNT_DETACH) })
	o.write("dobro.toml", string(settings))
	return smallDisk{o.t, o.dir}
}

// leave makes the disk so big that this many bytes are free.
func (d smallDisk) leave(free int64) {
	d.t.Helper()
	var st syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &st); err != nil {
		d.t.Fatal(err)
	}
	used := int64(st.Blocks-st.Bfree) * st.Bsize
	if err := syscall.Mount("tmpfs", d.dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprint("size=", used+free)); err != nil {
		d.t.Fatal(err)
	}
}

// TestADiskThatFillsIsToldInTimeAndLosesNothing lets the disk of a running till fill up: the till warns below 1 GB and below 200 MB, sells until
// not a byte is left, says then what is wrong, goes on by itself when there is room, also after a death on the full disk, and in the end
// journal and fiscal memory are the same.
func TestADiskThatFillsIsToldInTimeAndLosesNothing(t *testing.T) {
	o := begin(t, "")
	disk := o.onSmallDisk()
	o.furnish()
	d := &fillingDay{dangerousDay{lane: &lane{o: o, shelf: newShelf(t, 77), rnd: rand.New(rand.NewPCG(7, 7)), count: map[string]int{}}}}
	d.awake()
	d.well(do("login", "pin", "2222"), do("open_shift"))
	if list := d.sell(); len(events(list, "notice")) != 0 {
		t.Errorf("two gigabytes are free, and the till says %v", list)
	}
	for _, level := range []struct {
		free       int64
		code, says string
	}{{900 << 20, "disk.low", "МБ"}, {90 << 20, "disk.full", "МБ"}} {
		disk.leave(level.free)
		list := d.sell()
		if n := events(list, "notice"); len(n) != 1 || n[0]["code"] != level.code || !strings.Contains(fmt.Sprint(n[0]["text"]), level.says) || n[0]["action"] == "" {
			t.Fatalf("%d MB are free, and the till says %v", level.free>>20, list)
		}
		if list = d.sell(); len(events(list, "notice")) != 0 {
			t.Errorf("the same is told again: %v", list)
		}
	}
	for round, free := range []int64{1 << 20, 1<<20 + 64<<10, 200 << 10, 90 << 10, 20 << 10} { // it fills at another moment of a receipt each time
		died := round%2 == 1
		disk.leave(free)
		if sold := d.untilFull(); sold == 0 && free >= 1<<20 {
			t.Errorf("the till sold nothing more with a megabyte free")
		}
		if died {
			d.die()
			d.onFullDisk()
		}
		disk.leave(2 << 30)
		if died {
			d.awake()
			d.well(do("login", "pin", "2222"))
		}
		d.well(do("settle"), do("cancel"))
		for range 3 {
			d.sell()
		}
	}
	d.well(do("close_shift"))
	d.till.in.Close()
	for range d.events {
	}
	d.till.cmd.Wait()
	sameBooks(t, o.world.ATOL.Documents(), o.journal())
	o.want(exitYes, "", "verify")
	t.Logf("%v", d.count)
}

// fillingDay is a day on a disk that fills.
type fillingDay struct{ dangerousDay }

// well says actions of which none may fail.
func (d *fillingDay) well(lines ...string) {
	d.o.t.Helper()
	for _, line := range lines {
		if list, ok := d.act(line); !ok || len(events(list, "error")) > 0 {
			d.o.t.Fatalf("%s: %v", line, list)
		}
	}
}

// sell makes one receipt that must be made, and gives what was said meanwhile.
func (d *fillingDay) sell() (all []fields) {
	d.o.t.Helper()
	for _, line := range []string{do("scan", "raw", d.shelf.code()), do("scan", "raw", d.shelf.barcode()), payCash("100000")} {
		list, ok := d.act(line)
		if !ok || len(events(list, "error")) > 0 {
			d.o.t.Fatalf("%s: %v", line, list)
		}
		all = append(all, list...)
	}
	if r := events(all, "receipt"); len(r) != 1 || r[0]["state"] != "fiscalized" {
		d.o.t.Fatalf("the receipt was not made: %v", all)
	}
	d.count["чеков"]++
	return all
}

// untilFull sells until the disk takes nothing more; whatever is refused then is refused with the reason.
func (d *fillingDay) untilFull() (sold int) {
	d.o.t.Helper()
	limit := time.Now().Add(time.Minute)
	for refused := 0; refused < 6; {
		if time.Now().After(limit) {
			d.o.t.Fatalf("%d receipts more, and the disk is not full", sold)
		}
		for _, line := range []string{do("scan", "raw", d.shelf.code()), do("scan", "raw", d.shelf.barcode()), payCash("100000")} {
			list, ok := d.act(line)
			if !ok {
				d.o.t.Fatalf("the till ended by itself at %s: %v", line, list)
			}
			for _, e := range events(list, "error") {
				code := fmt.Sprint(e["code"])
				d.count[fmt.Sprint(e["do"], " ", code)]++
				switch {
				case code == "disk_full" && strings.Contains(fmt.Sprint(e["text"]), "нет места") && e["action"] != "":
					refused++
				case refused > 0: // what follows from it: an empty receipt, one that is not in the journal yet
				default:
					d.o.t.Fatalf("the first refusal on a full disk is %v", e)
				}
			}
			if len(events(list, "receipt")) > 0 {
				sold++
			}
		}
	}
	return sold
}

// onFullDisk starts the program where it cannot write: it may work as far as it can, or says what is wrong; it never breaks down.
func (d *fillingDay) onFullDisk() {
	d.o.t.Helper()
	out, errs, code := d.o.run(do("login", "pin", "2222"), "replay", "--json", "-")
	d.count[fmt.Sprint("запуск на полном диске: код ", code)]++
	said := strings.Contains(errs, "нет места") || strings.Contains(errs, "чек может не записаться")
	if !said || strings.Contains(errs, "no space left") || code == exitUsage {
		d.o.t.Errorf("started on a full disk it ends with %d and says\n%s%s", code, out, errs)
	}
}
