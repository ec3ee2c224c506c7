package goods

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Kind is the format of a goods file.
type Kind string

// Kinds.
const (
	CSV        Kind = "csv"
	XLSX       Kind = "xlsx"
	CommerceML Kind = "commerceml" // import.xml and offers.xml of trade programs, also packed
)

// File is a goods file of any kind, told by what is in it and not by its name. Name is for refusals.
type File struct {
	Name string
	Size int64
	io.ReaderAt
	// More are files that belong to it: the offers.xml of an import.xml.
	More []File
}

// Ask is what a reader of goods is told besides the file.
type Ask struct {
	Groups    GroupFinder
	Mapping   *Mapping          // of a table; nil: the columns are recognised by their names
	Default   map[string]string // field → what holds for goods of which the file says nothing: vat, unit, group
	PriceType string            // of CommerceML, by name; "": the only one, or the one that is called retail
}

// List is what was read. Silent are the fields of MoreColumns of which the file says nothing, so that an import leaves them as they are;
// Skipped counts goods of a CommerceML catalogue that nobody offers: they have no price.
type List struct {
	Products []Product
	Silent   []string
	Skipped  int
}

// Read takes all goods of the file or none: what is wrong is told by a *Refusal, field by field, at rows of the sheet or lines of the
// text. Other errors are those of reading.
func (f File) Read(ask Ask) (List, error) {
	kind, problem, err := f.kind()
	switch {
	case err != nil:
		return List{}, err
	case problem != "":
		return List{}, &Refusal{Rows: []RowError{{Line: 1, Problem: problem, Value: f.Name, Allowed: "XLSX, CSV, CommerceML"}}}
	case kind == XLSX:
		return f.readBook(ask)
	case kind == CommerceML:
		return f.readCommerceML(ask)
	}
	return parseCSV(io.NewSectionReader(f, 0, f.Size), ask)
}

// Kind tells the format; a *Refusal when it is none that can be read.
func (f File) Kind() (Kind, error) {
	kind, problem, err := f.kind()
	if problem != "" {
		err = &Refusal{Rows: []RowError{{Line: 1, Problem: problem, Value: f.Name, Allowed: "XLSX, CSV, CommerceML"}}}
	}
	return kind, err
}

func (f File) kind() (Kind, Problem, error) {
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", "", fmt.Errorf("read goods file: %w", err)
	}
	head = head[:n]
	switch text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n"); {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return f.packed()
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", OldBook, nil
	case bytes.HasPrefix(text, []byte("<")):
		return CommerceML, "", nil
	}
	return CSV, "", nil
}

// packed tells a workbook from packed CommerceML; both are zip.
func (f File) packed() (Kind, Problem, error) {
	z, err := zip.NewReader(f, f.Size)
	if err != nil {
		return "", BadBook, nil
	}
	kind := Kind("")
	for _, e := range z.File {
		switch name := strings.ToLower(e.Name); {
		case name == "xl/workbook.xml":
			return XLSX, "", nil
		case strings.HasSuffix(name, ".xml") && !e.FileInfo().IsDir():
			kind = CommerceML
		}
	}
	if kind == "" {
		return "", UnknownFile, nil
	}
	return kind, "", nil
}

// shownRows is how many rows a person needs to see to judge a mapping.
const shownRows = 30

// Table is the beginning of a file of rows: what a person looks at who says which column is which.
type Table struct {
	Kind    Kind
	Rows    [][]string // the first ones, titles included
	Mapping Mapping    // what their names say
}

// Propose reads the beginning of a table and guesses its columns. CommerceML names its fields itself: its Table is empty.
func (f File) Propose(ask Ask) (Table, error) {
	kind, err := f.Kind()
	if err != nil {
		return Table{}, err
	}
	t := Table{Kind: kind}
	switch kind {
	case XLSX:
		t.Rows, t.Mapping, err = f.proposeBook(ask)
	case CSV:
		in := newLines(io.NewSectionReader(f, 0, f.Size))
		for len(t.Rows) < shownRows {
			line, problem, err := in.next()
			if err != nil || problem != "" { // what is wrong with it is told when it is read
				break
			}
			row, _ := fields(line, nil)
			t.Rows = append(t.Rows, row)
		}
		t.Mapping = ask.propose(t.Rows)
	}
	return t, err
}
