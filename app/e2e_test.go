//go:build e2e

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/internal/sim"
)

// These tests run the built program from outside, as a shop would: the simulators live in the test's process and speak their real
// protocols, the till is another process that can be killed.

// outside is a world with a till's folder that points at it.
type outside struct {
	t     *testing.T
	world *sim.World
	dir   string
	exe   string
}

func begin(t *testing.T, extra string) *outside {
	t.Helper()
	exe := os.Getenv("DOBRO")
	if exe == "" {
		t.Fatal("DOBRO does not name the built program")
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	w, err := sim.Start(ctx, sim.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	if err := stock(w); err != nil {
		t.Fatal(err)
	}
	o := &outside{t: t, world: w, dir: filepath.Join(t.TempDir(), "Касса #1"), exe: exe}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	o.write("dobro.toml", fmt.Sprintf(`[shop]
name = "ООО «Ромашка»"
inn = "7700000009"
address = "Москва, ул. Мира, 1"
taxation = "osn"
[checks.tspiot]
url = %q
[checks.local_module]
url = %q
[fiscal]
driver = "atol"
[fiscal.atol]
url = %q
%s`, w.URLs.TSPIoT, w.URLs.LocalModule, w.URLs.ATOL, extra))
	return o
}

func (o *outside) write(name, text string) string {
	o.t.Helper()
	file := filepath.Join(o.dir, name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		o.t.Fatal(err)
	}
	return file
}

// run runs one command to its end.
func (o *outside) run(stdin string, args ...string) (out, errs string, code int) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.exe, append([]string{"--data", o.dir}, args...)...)
	var so, se bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &so, &se
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		o.t.Fatalf("run %v: %v", args, err)
	}
	if strings.Contains(se.String(), "goroutine ") || strings.Contains(so.String(), "goroutine ") {
		o.t.Fatalf("a stack trace reached the person: %s%s", so.String(), se.String())
	}
	return so.String(), se.String(), cmd.ProcessState.ExitCode()
}

// want runs a command that must end with the code.
func (o *outside) want(code int, stdin string, args ...string) string {
	o.t.Helper()
	out, errs, got := o.run(stdin, args...)
	if got != code {
		o.t.Fatalf("%v ended with %d, want %d\n%s%s", args, got, code, out, errs)
	}
	return out
}

// furnish makes people and goods.
func (o *outside) furnish() {
	o.t.Helper()
	for _, who := range [][3]string{{"Анна", "cashier", "1111"}, {"Борис", "senior", "2222"}, {"Вера", "owner", "3333"}} {
		o.want(exitYes, "", "users", "add", "--name", who[0], "--role", who[1], "--pin", who[2])
	}
	o.want(exitYes, "", "goods", "import", filepath.Join("..", "assets", "demo", "goods.csv"))
}

type fields = map[string]any

func decode(t *testing.T, out string) (list []fields) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		if line == "" {
			continue
		}
		f := fields{}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
		list = append(list, f)
	}
	return list
}

func events(list []fields, kind string) (out []fields) {
	for _, f := range list {
		if f["event"] == kind {
			out = append(out, f)
		}
	}
	return out
}

// journal exports today, yesterday and tomorrow, so that midnight does not matter.
func (o *outside) journal() (f exported) {
	o.t.Helper()
	from, to := time.Now().AddDate(0, 0, -1).Format(time.DateOnly), time.Now().AddDate(0, 0, 1).Format(time.DateOnly)
	text := o.want(exitYes, "", "export", "--from", from, "--to", to, "--format", "json", "--out", "-")
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		o.t.Fatalf("export is no JSON: %v", err)
	}
	return f
}

type exported struct {
	Receipts []struct {
		ID, Kind, State, FP, FN, Total, Change, Cashier string
		Number, Shift, FD                               int64
		Payments                                        []struct{ Type, Sum string }
		Lines                                           []struct {
			Name, Code, Cis, Price, Quantity, Discount, Sum, Vat, VatSum, Check, Tag1265 string
			Group                                                                        int
		}
	}
	Checks []fields
	Shifts []fields
	Cash   []fields
}

// talk is a till that runs a script as lines arrive.
type talk struct {
	o   *outside
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	all []fields
}

func (o *outside) talk() *talk {
	o.t.Helper()
	cmd := exec.Command(o.exe, "--data", o.dir, "replay", "--json", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() {
		if cmd.ProcessState == nil {
			cmd.Process.Kill()
			cmd.Wait()
		}
	})
	return &talk{o: o, cmd: cmd, in: in, out: bufio.NewReader(out)}
}

func (k *talk) say(lines ...string) {
	k.o.t.Helper()
	if _, err := io.WriteString(k.in, strings.Join(lines, "\n")+"\n"); err != nil {
		k.o.t.Fatal(err)
	}
}

// until reads events until one is of the kind.
func (k *talk) until(kind string) fields {
	k.o.t.Helper()
	for {
		line, err := k.out.ReadString('\n')
		if err != nil {
			k.o.t.Fatalf("the till ended before %q: %v; said %v", kind, err, k.all)
		}
		f := fields{}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			k.o.t.Fatalf("%q is no JSON: %v", line, err)
		}
		k.all = append(k.all, f)
		if f["event"] == kind {
			return f
		}
	}
}

func (k *talk) kill() {
	k.o.t.Helper()
	k.cmd.Process.Kill()
	k.cmd.Wait()
}

func (k *talk) end() (rest []fields, code int) {
	k.o.t.Helper()
	k.in.Close()
	text, err := io.ReadAll(k.out)
	if err != nil {
		k.o.t.Fatal(err)
	}
	k.cmd.Wait()
	return decode(k.o.t, string(text)), k.cmd.ProcessState.ExitCode()
}

func do(kind string, pairs ...any) string {
	f := fields{"do": kind}
	for i := 0; i+1 < len(pairs); i += 2 {
		f[pairs[i].(string)] = pairs[i+1]
	}
	b, err := json.Marshal(f)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func payCash(sum string) string {
	return do("pay", "with", []fields{{"type": "cash", "sum": sum}})
}

// waitFor waits for a condition, bounded.
func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	limit := time.Now().Add(30 * time.Second)
	for !ok() {
		if time.Now().After(limit) {
			t.Fatalf("waited in vain: %s", what)
		}
		<-time.After(20 * time.Millisecond)
	}
}
