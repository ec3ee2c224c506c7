//go:build !windows

package secrets

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// ring is a small Secret Service on a bus of its own.
type ring struct {
	mu     sync.Mutex
	key    []byte // of the session
	items  map[dbus.ObjectPath]map[string]string
	values map[dbus.ObjectPath][]byte
	seen   [][]byte // values as they crossed the bus
	locked bool
}

// bus starts a message bus and a ring on it, and has this process find it.
func bus(t *testing.T) *ring {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("no dbus-daemon on this computer")
	}
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	conn, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	r := &ring{items: map[dbus.ObjectPath]map[string]string{}, values: map[dbus.ObjectPath][]byte{}}
	for _, err := range []error{conn.Export(ringService{r}, servicePath, serviceFace+"Service"), conn.Export(ringCollection{r}, "/collection", serviceFace+"Collection"),
		conn.ExportSubtree(ringItem{r}, "/item", serviceFace+"Item")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.RequestName(serviceName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return r
}

type ringService struct{ r *ring }

// OpenSession agrees on a key by the one algorithm that the till uses.
func (s ringService) OpenSession(algo string, input dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	theirs, ok := input.Value().([]byte)
	if algo != algorithm || !ok {
		return dbus.Variant{}, "/", dbus.MakeFailedError(errors.New("not supported"))
	}
	private, err := rand.Int(rand.Reader, prime)
	if err != nil {
		return dbus.Variant{}, "/", dbus.MakeFailedError(err)
	}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	if s.r.key, err = sessionKey(private, new(big.Int).SetBytes(theirs)); err != nil {
		return dbus.Variant{}, "/", dbus.MakeFailedError(err)
	}
	return dbus.MakeVariant(new(big.Int).Exp(big.NewInt(2), private, prime).Bytes()), "/session", nil
}

func (s ringService) SearchItems(want map[string]string) (open, locked []dbus.ObjectPath, _ *dbus.Error) {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	open, locked = []dbus.ObjectPath{}, []dbus.ObjectPath{}
	for path, have := range s.r.items {
		if have["application"] == want["application"] && have["folder"] == want["folder"] {
			if s.r.locked {
				locked = append(locked, path)
			} else {
				open = append(open, path)
			}
		}
	}
	return open, locked, nil
}

func (s ringService) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) { return "/collection", nil }

type ringCollection struct{ r *ring }

func (c ringCollection) CreateItem(properties map[string]dbus.Variant, secret dbusSecret, _ bool) (item, prompt dbus.ObjectPath, _ *dbus.Error) {
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	if c.r.locked {
		return "/", "/prompt", nil
	}
	attributes, _ := properties[serviceFace+"Item.Attributes"].Value().(map[string]string)
	plain, err := decryptFrom(c.r.key, secret.Parameters, secret.Value)
	if err != nil {
		return "/", "/", dbus.MakeFailedError(err)
	}
	c.r.seen = append(c.r.seen, secret.Value)
	path := dbus.ObjectPath("/item/one")
	c.r.items[path], c.r.values[path] = attributes, plain
	return path, "/", nil
}

type ringItem struct{ r *ring }

func (i ringItem) GetSecret(session dbus.ObjectPath) (dbusSecret, *dbus.Error) {
	i.r.mu.Lock()
	defer i.r.mu.Unlock()
	iv, value, err := encryptFor(i.r.key, i.r.values["/item/one"])
	if err != nil {
		return dbusSecret{}, dbus.MakeFailedError(err)
	}
	i.r.seen = append(i.r.seen, value)
	return dbusSecret{session, iv, value, "application/octet-stream"}, nil
}

func TestTheSecretServiceKeepsTheKey(t *testing.T) {
	r := bus(t)
	dir := filepath.Join(t.TempDir(), "Касса #1")
	if err := store(t, dir, nil).Set(LMPassword, "hidden"); err != nil {
		t.Fatal(err)
	}
	if v := get(t, store(t, dir, nil), LMPassword); v != "hidden" {
		t.Errorf("the secret is %q", v)
	}
	key := r.values["/item/one"]
	if len(key) != 32 || r.items["/item/one"]["folder"] != dir {
		t.Fatalf("the service keeps %d bytes for %v", len(key), r.items["/item/one"])
	}
	kept, err := os.ReadFile(filepath.Join(dir, keyName))
	if err != nil || bytes.Contains(kept, key) || !bytes.Equal(kept, inService) {
		t.Errorf("the key's file holds %q, %v", kept, err)
	}
	for _, crossed := range r.seen {
		if bytes.Contains(crossed, key) {
			t.Error("the key crossed the bus in the open")
		}
	}
	// Another folder is another till.
	other := t.TempDir()
	if v := get(t, store(t, other, nil), LMPassword); v != "" {
		t.Errorf("another folder has the secret %q", v)
	}
	// Locked: the secret is there and cannot be had; nobody is asked for a password.
	r.mu.Lock()
	r.locked = true
	r.mu.Unlock()
	if _, err := store(t, dir, nil).Get(LMPassword); !errors.Is(err, ErrSealed) {
		t.Errorf("locked: %v, want %v", err, ErrSealed)
	}
	if err := store(t, other, nil).Set(LMPassword, "to the file"); err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(filepath.Join(other, keyName)); err != nil || len(kept) != 32 {
		t.Errorf("with the service locked the key's file holds %d bytes, %v", len(kept), err)
	}
	if v := get(t, store(t, other, nil), LMPassword); v != "to the file" {
		t.Errorf("the secret is %q", v)
	}
}

func TestWithoutABusTheFileIsUsedAtOnce(t *testing.T) {
	dead := filepath.Join(t.TempDir(), "bus")
	l, err := net.Listen("unix", dead) // accepts and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for name, address := range map[string]string{"no address": "", "nobody there": "unix:path=/nowhere/bus", "a bus that is silent": "unix:path=" + dead, "rubbish": "x"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
		dir := t.TempDir()
		began := time.Now()
		if err := store(t, dir, nil).Set(LMPassword, "hidden"); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s: it took %s", name, took)
		}
		if v := get(t, store(t, dir, nil), LMPassword); v != "hidden" {
			t.Errorf("%s: the secret is %q", name, v)
		}
	}
}
