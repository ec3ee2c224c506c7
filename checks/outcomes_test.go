package checks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"dobro/internal/lang"
)

// TestEveryOutcomeIsListedAndHasWords reads the constants from the source, so that a new one cannot be forgotten where it is read by people:
// on the screen of a ban, in the story of a check, in the proof, in the recorder.
func TestEveryOutcomeIsListedAndHasWords(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "channel.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[Outcome]bool{}
	for _, o := range Outcomes() {
		listed[o] = true
	}
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Names) != 1 || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "Outcome") {
			return true
		}
		text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		found++
		if !listed[Outcome(text)] {
			t.Errorf("%s is not among Outcomes", v.Names[0].Name)
		}
		return true
	})
	if found != len(listed) {
		t.Errorf("%d constants, %d listed", found, len(listed))
	}
	for _, code := range []string{"ru", "en"} {
		words, err := lang.Load(os.DirFS("../assets/translations"), code)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range []string{"ui.outcome.", "ui.story.step.", "channels.outcome.", "story.outcome."} {
			for _, o := range Outcomes() {
				if !words.Has(place + string(o)) {
					t.Errorf("%s: nothing is said for %s", code, place+string(o))
				}
			}
		}
	}
}
