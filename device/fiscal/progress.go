package fiscal

import "context"

// Stage is what a printer and the way to it are at while a command lasts. The numbers are for logs and never change.
type Stage uint8

// Stages. An adapter tells of those that its protocol shows.
const (
	StageSending Stage = 1 // on its way to the printer
	StageQueued  Stage = 2 // the driver has it and is not at it yet: the queue stands, or somebody else is served
	StageWorking Stage = 3 // the printer is at it
	StageBusy    Stage = 4 // the printer prints something else first
	StageAsking  Stage = 5 // the answer did not come: asked for again
)

var stageNames = map[Stage]string{StageSending: "sending", StageQueued: "queued", StageWorking: "working", StageBusy: "busy", StageAsking: "asking"}

func (s Stage) String() string { return stageNames[s] }

// ParseStage reads what String wrote; 0 for anything else.
func ParseStage(name string) Stage {
	for s, n := range stageNames {
		if n == name {
			return s
		}
	}
	return 0
}

type progressKey struct{}

// WithProgress hands a listener down to an adapter for the time of one call. It is called from the goroutine of the call or one of
// the adapter's, must be quick and must not call the printer.
func WithProgress(ctx context.Context, tell func(Stage)) context.Context {
	return context.WithValue(ctx, progressKey{}, tell)
}

// Progress tells the listener of the call, if there is one.
func Progress(ctx context.Context, s Stage) {
	if tell, ok := ctx.Value(progressKey{}).(func(Stage)); ok {
		tell(s)
	}
}
