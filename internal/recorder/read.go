package recorder

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// maxLine bounds one line of a recording; the longest, a receipt of many lines, has some ten thousand bytes.
const maxLine = 1 << 20

// ErrNone says that nothing was recorded.
var ErrNone = errors.New("nothing is recorded")

// Read gives the last events of a data folder, oldest first, also while a till records there. Lines that a power cut left torn are
// passed over.
func Read(dir string) ([]Line, error) {
	names, err := segmentFiles(filepath.Join(dir, Folder))
	if err != nil {
		return nil, err
	}
	var all []Line
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read the recorder: %w", err)
		}
		list, _, err := Parse(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	if len(all) == 0 {
		return nil, ErrNone
	}
	return last(all), nil
}

// Died tells whether the till that recorded last was not ended in order. The folder must be the caller's: a till that runs has not ended.
func Died(dir string) bool {
	names, err := segmentFiles(filepath.Join(dir, Folder))
	if err != nil || len(names) == 0 {
		return false
	}
	f, err := os.Open(names[len(names)-1])
	if err != nil {
		return false
	}
	defer f.Close()
	if st, err := f.Stat(); err == nil {
		_, _ = f.Seek(max(st.Size()-maxLine, 0), io.SeekStart) // from the beginning is right too
	}
	lines, torn, err := Parse(f)
	return err == nil && (len(lines) == 0 && torn > 0 || len(lines) > 0 && lines[len(lines)-1].Event != EventEnd)
}

// last keeps the newest events, and what held when they began.
func last(all []Line) []Line {
	from := max(len(all)-Keep, 0)
	begin := beginAt(all, from)
	all = all[from:]
	if begin != nil {
		all = append([]Line{*begin}, all...)
	}
	return all
}

// beginAt is what held at line i when that line does not say so itself: the last start before it.
func beginAt(all []Line, i int) *Line {
	for n := min(i, len(all)-1); n >= 0; n-- {
		if all[n].Begin == nil {
			continue
		}
		if n == i {
			return nil
		}
		l, b := all[n], *all[n].Begin
		b.Still, b.Died = true, false
		l.Begin, l.At = &b, all[i].At
		return &l
	}
	return nil
}

// Parse reads a recording. Lines that are none are passed over and counted: the tail of a till that lost power is torn.
func Parse(r io.Reader) (lines []Line, torn int, err error) {
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		text, long, err := readLine(in)
		if len(bytes.TrimSpace(text)) > 0 || long {
			var l Line
			if long || json.Unmarshal(text, &l) != nil || l.Event == "" && (l.Action == nil || l.Do == "") {
				torn++
			} else {
				lines = append(lines, l.whole())
			}
		}
		if errors.Is(err, io.EOF) {
			return lines, torn, nil
		}
		if err != nil {
			return lines, torn, fmt.Errorf("read a recording: %w", err)
		}
	}
}

// whole makes sure that a line has an action to ask, if an empty one.
func (l Line) whole() Line {
	if l.Action == nil {
		l.Action = &Action{}
	}
	return l
}

// readLine gives one line without its end; of one that is too long nothing.
func readLine(in *bufio.Reader) (text []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(text)+len(part) > maxLine {
			text, long = nil, true
		} else if !long {
			text = append(text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, long, err
		}
	}
}
