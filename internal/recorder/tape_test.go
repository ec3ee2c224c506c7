package recorder

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/checks"
)

func open(t testing.TB, dir string) *Tape {
	t.Helper()
	tape, err := Open(Params{Dir: dir, Begin: Begin{Version: "1.2.3"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tape.Close() })
	return tape
}

// fill records whole actions without a till.
func fill(tape *Tape, from, to int) {
	for n := from; n < to; n++ {
		tape.put(&acted{at: time.Unix(int64(n), 0), n: int64(n), action: &Action{Do: "scan", Raw: fmt.Sprint("46062030907", n)}, fresh: &Fresh{}})
	}
}

func flush(t testing.TB, tape *Tape) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	if err := tape.Flush(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestTheRingKeepsTheLastTenThousandEvents(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Касса [1] #2")
	tape := open(t, dir)
	for n := 1; n <= 32_500; n += 500 {
		fill(tape, n, n+500)
		flush(t, tape)
	}
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != Keep+1 || list[0].Begin == nil || !list[0].Begin.Still || list[len(list)-1].Event != EventEnd || list[len(list)-2].N != 32_500 {
		t.Errorf("%d events, first %+v, then action %d, last %+v", len(list), list[0], list[1].N, list[len(list)-1])
	}
	names, err := segmentFiles(filepath.Join(dir, Folder))
	if err != nil || len(names) != 2 {
		t.Errorf("files %v, %v; want two", names, err)
	}
}

func TestAnEarlierRunIsContinuedBehindATornLine(t *testing.T) {
	dir := t.TempDir()
	tape := open(t, dir)
	fill(tape, 1, 4)
	if err := errors.Join(tape.Close(), tape.Close()); err != nil {
		t.Fatal(err)
	}
	if Died(dir) {
		t.Error("a run that was closed died")
	}
	names, err := segmentFiles(filepath.Join(dir, Folder))
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	text, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	// The last lines as a power cut leaves them.
	if err := os.WriteFile(names[0], text[:len(text)-60], 0o640); err != nil {
		t.Fatal(err)
	}
	if !Died(dir) {
		t.Error("a run that was cut off did not die")
	}
	tape = open(t, dir)
	fill(tape, 10, 12)
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, l := range list {
		seen = append(seen, l.Event+l.Do+fmt.Sprint(l.N))
	}
	if got, want := strings.Join(seen, " "), "begin0 scan1 scan2 begin0 scan10 scan11 end0"; got != want {
		t.Errorf("read %s, want %s", got, want)
	}
}

// TestAKilledRunKeepsWhatItRecorded kills a process that records without end.
func TestAKilledRunKeepsWhatItRecorded(t *testing.T) {
	if dir := os.Getenv("TEST_RECORD_IN"); dir != "" {
		tape := open(t, dir)
		for n := 1; ; n++ {
			fill(tape, n, n+1)
			fmt.Println("recorded", n)
			<-time.After(time.Millisecond)
		}
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run", t.Name())
	child.Env = append(os.Environ(), "TEST_RECORD_IN="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	told := 0
	for told < 200 {
		if _, err := fmt.Fscanf(out, "recorded %d\n", &told); err != nil {
			t.Fatal(err)
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	list, err := Read(dir)
	if err != nil || !Died(dir) {
		t.Fatalf("%v, died %v", err, Died(dir))
	}
	// What was told a moment ago may still have been on its way to the system.
	if last := list[len(list)-1].N; last < int64(told)-10 {
		t.Errorf("action %d is the last that is left, %d were recorded", last, told)
	}
}

func TestNothingIsRecordedIntoAClosedOrAMissingTape(t *testing.T) {
	var none *Tape
	none.put(begun{})
	if err := errors.Join(none.Close(), none.Flush(t.Context())); err != nil {
		t.Error(err)
	}
	if s := none.Source(nil); s != nil {
		t.Error("a source came out of nothing")
	}
	tape := open(t, t.TempDir())
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	fill(tape, 1, 2)
	if err := tape.Flush(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := Read(t.TempDir()); !errors.Is(err, ErrNone) {
		t.Errorf("an empty folder gives %v", err)
	}
}

// stuck is a value that holds the writer up.
type stuck chan struct{}

func (s stuck) line(*mask, *Tape) Line { <-s; return Line{} }

func TestADiskThatHangsHoldsNobodyUp(t *testing.T) {
	dir := t.TempDir()
	tape := open(t, dir)
	hang := make(stuck)
	tape.put(hang)
	began := time.Now()
	fill(tape, 1, backlog+500)
	if took := time.Since(began); took > time.Second {
		t.Errorf("recording took %s while the disk hung", took)
	}
	close(hang)
	fill(tape, backlog+500, backlog+501)
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	lost := int64(0)
	for _, l := range list {
		lost += l.Lost
	}
	if lost < 400 {
		t.Errorf("%d events are told as lost, of at least 400", lost)
	}
}

// BenchmarkRecord is what the till's goroutine pays for one event.
func BenchmarkRecord(b *testing.B) {
	tape := open(b, b.TempDir())
	a := checks.Answer{Status: 200, ReqID: "0b1f2c3d-1111-2222-3333-444455556666", Item: checks.Item{Groups: []int{8}}}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if n%backlog == backlog-1 { // the writer is let catch up outside the measure
			b.StopTimer()
			flush(b, tape)
			b.StartTimer()
		}
		tape.put(asked{at: time.Now(), n: 1, channel: checks.ChannelTSPIoT, code: "0104670540176099215NN*cM\x1d93dGVz", took: time.Millisecond, answer: a})
	}
}

// BenchmarkWrite is what the recorder's own goroutine pays: masking, JSON, the way to the system.
func BenchmarkWrite(b *testing.B) {
	tape := open(b, b.TempDir())
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		tape.put(&acted{at: time.Now(), n: int64(n), action: &Action{Do: "scan", Raw: fmt.Sprintf("010467054017609921%06d\x1d93dGVz", n%1_000_000)}})
		if n%1000 == 999 {
			flush(b, tape)
		}
	}
	flush(b, tape)
}
