package help

import (
	"regexp"
	"strings"
)

// kind of a block of a page.
type kind int

const (
	para    kind = iota
	title        // # the page's own
	heading      // ##
	item         // - an item; «- **F9** — cash» stands in two columns
	picture      // ![what it shows](name)
	link         // [text](page) alone on its line
)

// block is one piece of a page.
type block struct {
	kind kind
	head string // of an item: what stands before the dash; of a picture and a link: where it leads
	text string
}

var (
	pictureLine = regexp.MustCompile(`^!\[(.*)\]\((.+)\)$`)
	linkLine    = regexp.MustCompile(`^\[(.*)\]\((.+)\)$`)
	itemLine    = regexp.MustCompile(`^- \*\*(.+)\*\* — (.+)$`)
)

// parse reads a page of help: the few signs of Markdown that our pages use. Lines that follow each other are one paragraph.
func parse(text string) (blocks []block) {
	open := false // the last block takes another line
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		b := block{kind: para, text: line}
		switch {
		case line == "":
			open = false
			continue
		case strings.HasPrefix(line, "## "):
			b = block{kind: heading, text: line[3:]}
		case strings.HasPrefix(line, "# "):
			b = block{kind: title, text: line[2:]}
		case pictureLine.MatchString(line):
			m := pictureLine.FindStringSubmatch(line)
			b = block{kind: picture, text: m[1], head: m[2]}
		case linkLine.MatchString(line):
			m := linkLine.FindStringSubmatch(line)
			b = block{kind: link, text: m[1], head: m[2]}
		case itemLine.MatchString(line):
			m := itemLine.FindStringSubmatch(line)
			b = block{kind: item, head: m[1], text: plain(m[2])}
		case strings.HasPrefix(line, "- "):
			b = block{kind: item, text: plain(line[2:])}
		case open:
			blocks[len(blocks)-1].text += " " + plain(line)
			continue
		default:
			b.text = plain(line)
		}
		open = b.kind == para || b.kind == item
		blocks = append(blocks, b)
	}
	return blocks
}

// plain leaves out the stars of bold words inside a line: our texts stand in one weight.
func plain(text string) string { return strings.ReplaceAll(text, "**", "") }
