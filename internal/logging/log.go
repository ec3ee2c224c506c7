// Package logging writes the program's own log, DIR/logs/dobro.log: JSON lines in UTC, rotated, with secrets and check parts
// of codes masked. It is for finding faults; what the shop must be able to prove is in the journal.
package logging

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/DeRuina/timberjack"
	"github.com/rs/zerolog"
)

// Where the log lies in the data folder, and how much of it is kept.
const (
	Folder   = "logs"
	FileName = "dobro.log"
	maxMB    = 10
	keep     = 10
)

// Params of a log. All but Dir may be left out.
type Params struct {
	Dir     string           // the data folder
	Debug   bool             // lines of level debug too
	Masker  *Masker          // shared with whoever learns secrets; a fresh one if nil
	Clock   func() time.Time // time.Now
	Console io.Writer        // gets a copy of every line, masked
}

// Log is the open log. Logger is handed to the parts of the program.
type Log struct {
	Logger zerolog.Logger
	Masker *Masker
	file   *timberjack.Logger
	former io.Writer
	flags  int
	prefix string
}

// Open starts the log and takes the lines of the standard log into it until Close; there is one at a time.
func Open(p Params) (*Log, error) {
	path := filepath.Join(p.Dir, Folder, FileName)
	if err := writable(path); err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	l := &Log{
		Masker: p.Masker,
		file:   &timberjack.Logger{Filename: path, MaxSize: maxMB, MaxBackups: keep},
		former: log.Writer(), flags: log.Flags(), prefix: log.Prefix(),
	}
	if l.Masker == nil {
		l.Masker = &Masker{}
	}
	var w io.Writer = l.file
	if p.Console != nil {
		w = &both{file: l.file, console: p.Console}
	}
	l.Logger = New(forgiving{l.Masker.Writer(w)}, p.Clock, p.Debug)
	log.SetFlags(0)
	log.SetPrefix("")
	log.SetOutput(bridge{l.Logger})
	return l, nil
}

// forgiving drops a line that the disk did not take. The logger would write about it to stderr, a line for a line, in words that are
// nobody's; that the disk is full is told by the till itself.
type forgiving struct{ w io.Writer }

// Write implements io.Writer.
func (f forgiving) Write(line []byte) (int, error) {
	if n, err := f.w.Write(line); err == nil {
		return n, nil
	}
	return len(line), nil
}

// New makes a logger of our form over any writer; tests use it.
func New(w io.Writer, clock func() time.Time, debug bool) zerolog.Logger {
	if clock == nil {
		clock = time.Now
	}
	level := zerolog.InfoLevel
	if debug {
		level = zerolog.DebugLevel
	}
	return zerolog.New(w).Level(level).Hook(stamp(clock))
}

// Close gives the standard log back and ends the file.
func (l *Log) Close() error {
	log.SetOutput(l.former)
	log.SetFlags(l.flags)
	log.SetPrefix(l.prefix)
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("close log: %w", err)
	}
	return nil
}

// stamp puts the time into each line: zerolog's own way is a global and in local time.
type stamp func() time.Time

func (s stamp) Run(e *zerolog.Event, _ zerolog.Level, _ string) {
	e.Str(zerolog.TimestampFieldName, s().UTC().Format("2006-01-02T15:04:05.000Z"))
}

// bridge turns lines of the standard log, where Fyne and net/http write, into events.
type bridge struct{ log zerolog.Logger }

func (b bridge) Write(p []byte) (int, error) {
	if text := strings.TrimSpace(string(p)); text != "" {
		b.log.Warn().Str("from", "log").Msg(text)
	}
	return len(p), nil
}

// both writes to the file whatever becomes of the console: a GUI program on Windows may have none.
type both struct {
	mu            sync.Mutex
	file, console io.Writer
}

func (b *both) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = b.console.Write(p)
	return b.file.Write(p)
}

// writable makes the folder and tries the file, which timberjack would only do, and fail to do unheard, at the first line.
func writable(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o640)
	if err != nil {
		return err
	}
	return errors.Join(f.Close())
}
