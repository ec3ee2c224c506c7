package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// arrows says which of our packages each part may import (DESIGN section 2). A part is named by the longest prefix that fits; a
// trailing "/" in a target means that folder and all below it. Tests may import the simulators and what stands to the right.
var arrows = map[string][]string{
	"app":                  {"ui/", "checks/", "device/", "internal/", "assets"},
	"ui":                   {"ui/", "internal/", "checks", "device/scanner", "assets"},
	"ui/look":              {"assets", "internal/lang", "internal/money", "internal/sale"},
	"checks":               {"internal/marking", "internal/money"},
	"checks/wire":          {"checks", "internal/marking", "internal/money"},
	"checks/tspiot":        {"checks", "checks/wire", "internal/marking", "internal/money"},
	"checks/trueapi":       {"checks", "checks/wire", "internal/marking", "internal/money"},
	"checks/localmodule":   {"checks", "checks/wire", "internal/marking", "internal/money"},
	"checks/cache":         {"checks", "internal/marking", "internal/money"},
	"device/scanner":       {"device/scanner"},
	"device/card":          {},
	"device/fiscal":        {"device/fiscal", "internal/sale", "internal/money", "internal/marking"},
	"assets":               {},
	"internal/money":       {},
	"internal/marking":     {},
	"internal/sale":        {},
	"internal/lang":        {},
	"internal/barcodes":    {"internal/marking"},
	"internal/locale":      {},
	"internal/hours":       {},
	"internal/update":      {},
	"internal/instance":    {},
	"internal/probe":       {},
	"internal/secrets":     {},
	"internal/logging":     {"internal/secrets", "internal/marking"},
	"internal/config":      {"internal/money", "internal/secrets", "internal/marking", "internal/hours"},
	"internal/goods":       {"internal/money", "internal/sale", "internal/marking", "internal/hours"},
	"internal/store":       {"internal/goods", "internal/money", "internal/sale", "internal/marking"},
	"internal/staff":       {"internal/store"},
	"internal/journal":     {"internal/store", "internal/money", "internal/sale", "checks"},
	"internal/register":    {"checks", "device/card", "device/fiscal", "internal/store", "internal/staff", "internal/goods", "internal/journal", "internal/sale", "internal/marking", "internal/money"},
	"internal/lesson":      {"checks", "internal/register", "internal/sale"}, // watches a training till; below ui
	"internal/recorder":    {"checks", "device/fiscal", "internal/register", "internal/goods", "internal/staff", "internal/sale", "internal/marking", "internal/money"},
	"internal/selftest":    {"checks/", "internal/"}, // a whole till in small: beside app, below ui
	"internal/sim":         {"internal/sim/", "internal/marking", "internal/money"},
	"internal/sim/control": {"internal/sim/", "internal/marking", "internal/money"},
}

// forbidden words in names of packages: they say nothing about what is inside.
var empty = []string{"util", "utils", "common", "helper", "helpers", "manager", "base", "misc"}

func TestPackagesImportOnlyAlongTheArrows(t *testing.T) {
	root := ".."
	seen := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		for _, word := range empty {
			if path.Base(pkg) == word {
				t.Errorf("package %s: the name %q says nothing about what is inside", pkg, word)
			}
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		seen++
		part, allowed := partOf(pkg)
		if part == "" {
			t.Errorf("package %s stands in no part of the map", pkg)
			return nil
		}
		for _, spec := range file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			ours, ok := strings.CutPrefix(target, "dobro/")
			if strings.HasPrefix(pkg, "checks") || strings.HasPrefix(pkg, "device") || strings.HasPrefix(pkg, "internal") {
				if strings.HasPrefix(target, "fyne.io/") {
					t.Errorf("%s imports %s: only ui and app know the window", rel, target)
				}
			}
			if !ok || ours == pkg {
				continue
			}
			if strings.HasSuffix(name, "_test.go") && (strings.HasPrefix(ours, "internal/sim") || ours == "assets" || ours == "internal/lang" || strings.HasPrefix(ours, pkg) || ours == "checks/wire/sourcetest" || ours == "ui/golden") {
				continue
			}
			if !reaches(allowed, ours) {
				t.Errorf("%s imports %s, which %s may not", rel, ours, part)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 20 {
		t.Fatalf("only %d Go files found under %s: the test looks in the wrong place", seen, root)
	}
}

func partOf(pkg string) (string, []string) {
	for p := pkg; p != "." && p != "/"; p = path.Dir(p) {
		if a, ok := arrows[p]; ok {
			if p != pkg {
				a = append([]string{p + "/", p}, a...)
			}
			return p, a
		}
	}
	return "", nil
}

func reaches(allowed []string, target string) bool {
	for _, a := range allowed {
		if a == target || strings.HasSuffix(a, "/") && strings.HasPrefix(target+"/", a) {
			return true
		}
	}
	return false
}

func TestHouseIsComplete(t *testing.T) {
	for _, name := range []string{"app", "ui", "device", "checks", "assets", "internal", "go.mod", "go.sum", "FyneApp.toml", "README.md", "Makefile", ".ci/run", "LICENSE"} {
		if _, err := os.Stat(filepath.Join("..", name)); err != nil {
			t.Errorf("%s is missing: %v", name, err)
		}
	}
}
