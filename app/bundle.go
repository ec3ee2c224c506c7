package main

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"dobro/internal/config"
	"dobro/internal/logging"
	"dobro/internal/probe"
)

// mostLog is how much of each log goes into the file for the support, from its end.
const mostLog = 4 << 20

// bundle writes the file for the support: what the doctor found, the settings, the logs, what is known of the machine. Nothing in it
// names the shop: tax numbers and fiscal drives become numbered marks, the same thing always the same mark, so that the support
// still sees what does not match; secrets and codes are masked.
func (p *program) bundle(ctx context.Context, w io.Writer, t *till, list []probe.Finding) error {
	h := p.hider(t.cfg)
	z := zip.NewWriter(w)
	write := func(name, text string) error {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		return nil
	}
	put := func(name, text string) error { return write(name, h.hide(p.masker.Mask(text))) }
	var lines, plain strings.Builder
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	for _, f := range list {
		if err := enc.Encode(f); err != nil {
			return err
		}
		fmt.Fprintf(&plain, "%s  %s: %s [%s] %s\n", p.words.T("level."+f.Level), f.Title, f.Text, f.Code, f.Since)
	}
	err := errors.Join(put("doctor.json", lines.String()), put("doctor.txt", plain.String()), put("about.txt", p.about(ctx, t)))
	if text, rerr := os.ReadFile(filepath.Join(p.dir, config.FileName)); rerr == nil {
		err = errors.Join(err, put(config.FileName, string(text)))
	}
	logs, _ := filepath.Glob(filepath.Join(p.dir, logging.Folder, "*"))
	for _, name := range logs {
		text, rerr := tail(name, mostLog)
		if rerr != nil {
			p.log.Warn().Err(rerr).Msg("a log is left out of the file for the support")
			continue
		}
		err = errors.Join(err, put(logging.Folder+"/"+filepath.Base(name), text))
	}
	return errors.Join(err, p.recordings(write), z.Close())
}

// about says what is known of the program and of the machine.
func (p *program) about(ctx context.Context, t *till) string {
	var b strings.Builder
	fmt.Fprintf(&b, "dobro %s\n%s/%s, %d cores, %s\n%s\n", version, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), time.Now().Format(time.RFC3339))
	if n, err := freeSpace(p.dir); err == nil {
		fmt.Fprintf(&b, "free %d MB\n", n>>20)
	}
	if t.store != nil {
		if changes, err := t.store.SettingChanges(ctx, 100); err == nil {
			for _, c := range changes {
				fmt.Fprintf(&b, "%s %s: %q -> %q\n", c.At.UTC().Format(time.RFC3339), c.Key, c.From, c.To)
			}
		}
	}
	return b.String()
}

// hider replaces what names the shop.
type hider struct {
	names *strings.Replacer
	marks map[string]string
	kinds map[string]int
}

func (p *program) hider(cfg config.Config) *hider {
	h := &hider{marks: map[string]string{}, kinds: map[string]int{}}
	var pairs []string
	for name, s := range map[string]string{"shop": cfg.Shop.Name, "address": cfg.Shop.Address} {
		if len([]rune(s)) > 2 {
			quoted, _ := json.Marshal(s)
			pairs = append(pairs, s, "<"+name+">", strings.Trim(string(quoted), `"`), "<"+name+">")
		}
	}
	h.names = strings.NewReplacer(pairs...)
	return h
}

var (
	digitRuns = regexp.MustCompile(`\d+`)
	serials   = regexp.MustCompile(`(01\d{14}21)[^\s"\\,<>]{5,}`)
)

func (h *hider) hide(s string) string {
	s = serials.ReplaceAllString(h.names.Replace(s), "${1}"+"***")
	return digitRuns.ReplaceAllStringFunc(s, func(run string) string {
		switch {
		case len(run) == 16 && !strings.HasPrefix(run, "01"): // a code's head is 01 and its product
			return h.mark("fn", run)
		case (len(run) == 10 || len(run) == 12) && config.ValidINN(run):
			return h.mark("inn", run)
		}
		return run
	})
}

func (h *hider) mark(kind, value string) string {
	m, ok := h.marks[value]
	if !ok {
		h.kinds[kind]++
		m = fmt.Sprintf("<%s %d>", kind, h.kinds[kind])
		h.marks[value] = m
	}
	return m
}

// tail reads the end of a file.
func tail(name string, most int64) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return "", err
	}
	if st.IsDir() {
		return "", &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	if _, err := f.Seek(max(st.Size()-most, 0), io.SeekStart); err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(f, most))
	return string(b), err
}
