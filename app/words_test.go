package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dobro/assets"
	"dobro/internal/lang"
)

func catalogue(t *testing.T, code string) *lang.Catalogue {
	t.Helper()
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	c, err := lang.Load(files, code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var place = regexp.MustCompile(`\{[a-zA-Z0-9]+\}`)

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	ru, en := catalogue(t, "ru"), catalogue(t, "en")
	for key, text := range ru.Keys() {
		other, ok := en.Keys()[key]
		if !ok {
			// Russian has one form of plural more.
			if !strings.HasSuffix(key, ".few") {
				t.Errorf("en lacks %q", key)
			}
			continue
		}
		a, b := place.FindAllString(text, -1), place.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if a, b := slices.Compact(a), slices.Compact(b); !slices.Equal(a, b) {
			t.Errorf("%q fills %v in ru and %v in en", key, a, b)
		}
		if strings.TrimSpace(text) == "" || strings.TrimSpace(other) == "" {
			t.Errorf("%q is empty", key)
		}
	}
	for key := range en.Keys() {
		if !ru.Has(key) {
			t.Errorf("ru lacks %q", key)
		}
	}
}

// sayers are the functions whose first string is a key.
var sayers = map[string]bool{"T": true, "N": true, "say": true, "usage": true, "print": true}

var keyed = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$`)

func TestEveryKeyInTheCodeIsTranslated(t *testing.T) {
	ru := catalogue(t, "ru")
	seen := 0
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			f := ""
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				f = fun.Name
			case *ast.SelectorExpr:
				f = fun.Sel.Name
			}
			if !sayers[f] {
				return true
			}
			for _, arg := range call.Args[:min(2, len(call.Args))] {
				lit, ok := arg.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					continue
				}
				key, _ := strconv.Unquote(lit.Value)
				if !keyed.MatchString(key) {
					continue
				}
				seen++
				if !ru.Has(key) && !ru.Has(key+".many") {
					t.Errorf("%s says %q, which has no translation", name, key)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Fatalf("only %d keys found: the test looks in the wrong place", seen)
	}
}

func TestEveryFaultOfTheTillHasWordsAndARemedy(t *testing.T) {
	ru := catalogue(t, "ru")
	file, err := parser.ParseFile(token.NewFileSet(), "../internal/register/faults.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) == 0 || !strings.HasPrefix(spec.Names[0].Name, "code") {
			return true
		}
		code, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		found++
		for _, key := range []string{"fault." + code, "fault." + code + ".do"} {
			if !ru.Has(key) {
				t.Errorf("no words for %q", key)
			}
		}
		return true
	})
	if found < 20 {
		t.Fatalf("only %d faults found", found)
	}
}
