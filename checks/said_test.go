package checks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"testing"

	"dobro/internal/lang"
)

// TestWhatPeopleReadOfAVerdictHasWords reads the constants from the source, so that a new one cannot be forgotten where it is read: on the
// screen of a ban, in the story of a check, in the proof, in the recorder, on the owner's day.
func TestWhatPeopleReadOfAVerdictHasWords(t *testing.T) {
	outcomes, reasons := constants(t, "channel.go", "Outcome"), constants(t, "verdict.go", "ReasonCode")
	if len(outcomes) < 13 || len(reasons) < 29 {
		t.Fatalf("%d outcomes, %d reasons were read", len(outcomes), len(reasons))
	}
	for _, o := range outcomes {
		if !slices.Contains(Outcomes(), Outcome(o)) {
			t.Errorf("%s is not among Outcomes", o)
		}
	}
	for _, code := range []string{"ru", "en"} {
		words, err := lang.Load(os.DirFS("../assets/translations"), code)
		if err != nil {
			t.Fatal(err)
		}
		for what, group := range map[string][]string{"ui.outcome.": outcomes, "ui.story.step.": outcomes, "channels.outcome.": outcomes, "story.outcome.": outcomes,
			"reason.": reasons, "ui.day.reason.": reasons} {
			for _, name := range group {
				if !words.Has(what + name) {
					t.Errorf("%s: nothing is said for %s", code, what+name)
				}
			}
		}
	}
}

// constants are the texts of a file's constants of one type.
func constants(t *testing.T, file, kind string) []string {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(tree, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if of, named := v.Type.(*ast.Ident); !named || of.Name != kind {
			return true
		}
		text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
		return true
	})
	return all
}
