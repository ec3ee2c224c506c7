package goods

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Columns of a goods file. They may stand in any order, each once. MoreColumns may follow or be left out.
var (
	Columns     = []string{"code", "name", "price", "unit", "vat", "group", "barcode"}
	MoreColumns = []string{"unmarked_until", "unmarked_reason", "age", "hours"}
)

// ParseCSV reads a goods file (DESIGN section 4, «Goods CSV»). It takes all of it or nothing: any bad field refuses the file with
// a *Refusal that names every bad one. Other errors are those of r. Empty lines are passed over.
func ParseCSV(r io.Reader, groups GroupFinder) ([]Product, error) {
	l, err := parseCSV(r, Ask{Groups: groups})
	return l.Products, err
}

func parseCSV(r io.Reader, ask Ask) (List, error) {
	c := csvFile{parser: newParser(ask.Groups), in: newLines(r), ask: ask}
	c.at = func(string) Place { return Place{Line: c.in.n} }
	if err := c.file(); err != nil {
		return List{}, fmt.Errorf("read goods file: %w", err)
	}
	products, err := c.list()
	return List{Products: products, Silent: silent(c.column)}, err
}

type csvFile struct {
	*parser
	in    *lines
	ask   Ask
	width int // columns of somebody else's table
}

func (c *csvFile) file() error {
	for {
		line, problem, err := c.in.next()
		switch {
		case errors.Is(err, io.EOF):
			if c.column == nil {
				c.refuse("", BadHeader, "", strings.Join(Columns, ";"))
			}
			return nil
		case err != nil:
			return err
		case problem == FileTooLarge:
			c.refuse("", problem, "", fmt.Sprintf("%d MB", MaxFile>>20))
			return nil
		case problem != "":
			c.refuse("", problem, "", "")
			return nil
		case strings.Trim(line, "; \t") == "":
			continue
		case c.column == nil && c.in.n == 1 && strings.EqualFold(strings.TrimSpace(line), "sep=;"):
			continue // Excel writes and wants it
		case c.column == nil:
			if !c.header(line) {
				return nil
			}
		default:
			c.line(line)
		}
	}
}

// header takes the line of names: those of the contract to the letter, or those of another program's table.
func (c *csvFile) header(line string) bool {
	names, ok := fields(line, nil)
	column := map[string]int{}
	for i, name := range names {
		name = strings.ToLower(name)
		if _, twice := column[name]; twice || !slices.Contains(Columns, name) && !slices.Contains(MoreColumns, name) {
			ok = false
		}
		column[name] = i
	}
	ours := 0
	for _, name := range Columns {
		if _, there := column[name]; there {
			ours++
		}
	}
	switch {
	case ok && ours == len(Columns):
		c.column = column
		return true
	case c.ask.Mapping != nil:
		c.use(*c.ask.Mapping, len(names))
		return true
	case ours < 4: // somebody else's table
		if m := c.ask.propose([][]string{names}); len(m.Missing()) == 0 {
			c.use(m, len(names))
			return true
		}
	}
	c.refuse("", BadHeader, line, strings.Join(Columns, ";"))
	return false
}

// use reads what follows by a mapping.
func (c *csvFile) use(m Mapping, width int) {
	c.mapped(m)
	c.width = width
}

func (c *csvFile) line(line string) {
	var ok bool
	if c.row, ok = fields(line, c.row); !ok {
		c.refuse("", BadQuotes, line, "")
		return
	}
	want := len(c.column)
	if c.loose {
		want = c.width
	}
	if len(c.row) != want {
		c.refuse("", BadFieldCount, fmt.Sprint(len(c.row)), fmt.Sprint(want))
		return
	}
	c.product()
}
