package wizard

import (
	"context"
)

// Mark is how a step stands.
type Mark string

// Marks.
const (
	Open    Mark = ""        // not tried yet
	Done    Mark = "done"    // it was checked and is well
	Ill     Mark = "ill"     // it was checked and is not
	Skipped Mark = "skipped" // the installer went on without it
)

// Values are what is filled in, by the key of the field.
type Values map[string]string

// Step is one thing to set up. Its words are "wizard.<ID>" and "wizard.<ID>.text".
type Step struct {
	ID      string
	Fields  []Field
	Actions []string // beside «check»; words: "wizard.<ID>.<action>"
	Skip    bool     // going on without it is honest
	Scans   bool     // takes what the scanner sends
	Way     bool     // draws where to find what is asked for; words: "wizard.<ID>.way"
	Print   string   // the action that stands beside the result once the step was checked: a test slip
}

// Field is one question of a step. Its words are under Words, its help under Words + ".help".
type Field struct {
	Key     string
	Words   string
	Digits  bool
	Secret  bool
	Limit   int
	Choices []Choice // a row of buttons in place of a line of text
}

// Choice is one button of a Field.
type Choice struct{ Value, Label string }

// Line is one live tick: a level of package probe, what was found, what to do.
type Line struct {
	Level  string
	Text   string
	Action string
	Picks  Values // what a tap on the line puts into the fields; nil when it is there to be read only
}

// Outcome of an action. Values replace what stands in the fields.
type Outcome struct {
	Lines  []Line
	Values Values
	Good   bool
	// Columns asks about a table before the step can be done; nil asks nothing.
	Columns *Columns
}

// Progress is where the installer left.
type Progress struct {
	At    string
	Marks map[string]Mark
}

// Check is the action that every step has: write down what was filled in, try it, tell how it went.
const Check = "check"

// Scan is the action of a step with Scans: a code came, under the key "scan".
const Scan = "scan"

// Backend does what the steps are about. All but Tell run off the UI thread, one after the other.
type Backend interface {
	Steps() []Step
	Load(ctx context.Context) (Values, Progress, error)
	// Tell says what is wrong with one field: "" or a sentence. It is asked after every key and must be quick.
	Tell(key, value string) string
	// Do does an action of a step. Say may be called meanwhile, from any goroutine, with lines that show how far it is.
	Do(ctx context.Context, step, action string, v Values, say func(Line)) (Outcome, error)
	Keep(ctx context.Context, p Progress) error
}
