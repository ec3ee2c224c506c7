package atol

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"dobro/device/fiscal"
)

// What the driver's web server is at with a task reaches whoever waits for it, in order.
func TestStagesOfTheQueueAreTold(t *testing.T) {
	answers := []string{"wait", "wait", "inProgress"}
	d := &driver{answer: say(soldAnswer), onGet: func(w http.ResponseWriter, n int) bool {
		if n > len(answers) {
			return false
		}
		fmt.Fprintf(w, `{"results":[{"status":%q}]}`, answers[n-1])
		return true
	}}
	p := start(t, d)
	var mu sync.Mutex
	var told []fiscal.Stage
	ctx := fiscal.WithProgress(background(t), func(s fiscal.Stage) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, s)
	})
	if _, err := p.Register(ctx, receipt()); err != nil {
		t.Fatal(err)
	}
	want := []fiscal.Stage{fiscal.StageSending, fiscal.StageQueued, fiscal.StageQueued, fiscal.StageWorking}
	if !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// A lost answer is told of as such.
func TestALostAnswerIsTold(t *testing.T) {
	d := &driver{answer: say(soldAnswer), onGet: func(w http.ResponseWriter, n int) bool { return n <= 2 && hijack(w) }}
	p := start(t, d)
	asked := 0
	ctx := fiscal.WithProgress(background(t), func(s fiscal.Stage) {
		if s == fiscal.StageAsking {
			asked++
		}
	})
	if _, err := p.Register(ctx, receipt()); err != nil || asked == 0 { // the transport asks once more by itself
		t.Errorf("asked %d times, %v", asked, err)
	}
}
