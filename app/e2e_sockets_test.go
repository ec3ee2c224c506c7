//go:build e2e && linux

package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// childOf is the process that another one started.
func childOf(t *testing.T, parent int) (pid string) {
	t.Helper()
	waitFor(t, "a process is started", func() bool {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", parent, parent))
		if f := strings.Fields(string(b)); err == nil && len(f) > 0 {
			pid = f[0]
			return true
		}
		all, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
		for _, name := range all {
			if b, err := os.ReadFile(name); err == nil && len(strings.Fields(string(b))) > 0 {
				pid = strings.Fields(string(b))[0]
			}
		}
		return pid != ""
	})
	return pid
}

// watchSockets looks at the sockets of a process many times a second until the returned function is called, which fails the test when one
// of them led anywhere but to a port on which the same process listens, or when none was seen at all.
func watchSockets(t *testing.T, pid string) (stop func()) {
	t.Helper()
	done := make(chan struct{})
	var wait sync.WaitGroup
	seen, own := map[[2]netip.AddrPort]bool{}, map[uint16]bool{}
	looks := 0
	wait.Go(func() {
		for {
			mine := inodes(pid)
			for _, s := range sockets(pid) {
				if !mine[s.inode] {
					continue
				}
				if s.listens {
					own[s.local.Port()] = true
				} else {
					seen[[2]netip.AddrPort{s.local, s.remote}] = true
				}
			}
			looks++
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
	return func() {
		t.Helper()
		close(done)
		wait.Wait()
		if len(own) < 5 || len(seen) == 0 {
			t.Errorf("%d listening ports and %d connections were seen in %d looks: the test looks at the wrong process", len(own), len(seen), looks)
		}
		for ends := range seen {
			if local, remote := ends[0], ends[1]; !remote.Addr().IsLoopback() || !own[remote.Port()] && !own[local.Port()] {
				t.Errorf("the lesson was connected from %s to %s", local, remote)
			}
		}
		t.Logf("%d looks, %d listening ports, %d ends of connections", looks, len(own), len(seen))
	}
}

type socket struct {
	local, remote netip.AddrPort
	listens       bool
	inode         string
}

// sockets reads the tables of the process's network namespace.
func sockets(pid string) (list []socket) {
	for _, name := range []string{"tcp", "tcp6", "udp", "udp6"} {
		f, err := os.Open(filepath.Join("/proc", pid, "net", name))
		if err != nil {
			continue
		}
		lines := bufio.NewScanner(f)
		lines.Scan()
		for lines.Scan() {
			p := strings.Fields(lines.Text())
			if len(p) < 10 {
				continue
			}
			s := socket{local: address(p[1]), remote: address(p[2]), listens: p[3] == "0A", inode: p[9]}
			if s.listens || s.remote.Port() != 0 {
				list = append(list, s)
			}
		}
		f.Close()
	}
	return list
}

// address reads the kernel's form: bytes of each word the wrong way round.
func address(text string) netip.AddrPort {
	host, port, _ := strings.Cut(text, ":")
	b, err := hex.DecodeString(host)
	if err != nil {
		return netip.AddrPort{}
	}
	for i := 0; i+3 < len(b); i += 4 {
		b[i], b[i+1], b[i+2], b[i+3] = b[i+3], b[i+2], b[i+1], b[i]
	}
	ip, _ := netip.AddrFromSlice(net.IP(b))
	n, _ := strconv.ParseUint(port, 16, 16)
	return netip.AddrPortFrom(ip.Unmap(), uint16(n))
}

// inodes are those of the sockets that a process has open.
func inodes(pid string) map[string]bool {
	out := map[string]bool{}
	entries, _ := os.ReadDir(filepath.Join("/proc", pid, "fd"))
	for _, e := range entries {
		to, err := os.Readlink(filepath.Join("/proc", pid, "fd", e.Name()))
		if name, ok := strings.CutPrefix(to, "socket:["); err == nil && ok {
			out[strings.TrimSuffix(name, "]")] = true
		}
	}
	return out
}
