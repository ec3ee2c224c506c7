package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/internal/probe"
	"dobro/ui/wizard"
)

// backup is the step that says where copies of the journal go. The folder is tried by a first copy, which is read back; whether it lies
// on another disk is told, because a copy beside the journal dies with it.
func (w *install) backup(ctx context.Context, action string, v wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	if action == "find" {
		return w.findDisks()
	}
	folder := strings.Trim(strings.TrimSpace(v["keeping.backup_folder"]), `"`)
	used := folder
	if used == "" {
		used = filepath.Join(w.p.dir, "copies")
	} else if !filepath.IsAbs(used) {
		return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Bad, "wizard.backup.whole_path")}}, nil
	}
	if err := tryFolder(used); err != nil {
		w.p.log.Warn().Err(err).Msg("the folder for copies")
		return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Bad, "wizard.backup.refused", "folder", used)}}, nil
	}
	cfg, refused, err := w.keep(ctx, map[string]string{"keeping.backup_folder": folder})
	if err != nil || len(refused) > 0 {
		return wizard.Outcome{Lines: refused}, err
	}
	s, err := w.journal(ctx)
	if err != nil {
		return wizard.Outcome{}, err
	}
	first := filepath.Join(used, "dobro-first.db")
	if err := os.Remove(first); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Bad, "wizard.backup.refused", "folder", used)}}, nil
	}
	if err := s.Backup(ctx, first); err != nil {
		w.p.log.Warn().Err(err).Msg("the first copy")
		return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Bad, "wizard.backup.no_copy", "folder", used)}}, nil
	}
	out := wizard.Outcome{Good: true, Lines: []wizard.Line{w.line(probe.Well, "wizard.backup.copied", "file", first)}}
	if free, err := freeSpace(used); err == nil {
		out.Lines = append(out.Lines, w.line(probe.Well, "wizard.backup.room", "size", megabytes(int64(min(free, 1<<62)))))
	}
	switch same, err := sameDisk(used, w.p.dir); {
	case err != nil:
		out.Lines = append(out.Lines, w.line(probe.Warn, "wizard.backup.unknown_disk"))
	case same:
		out.Lines = append(out.Lines, w.line(probe.Warn, "wizard.backup.same_disk"))
	default:
		out.Lines = append(out.Lines, w.line(probe.Well, "wizard.backup.other_disk"))
	}
	out.Lines = append(out.Lines, w.line(probe.Off, "wizard.backup.when", "count", cfg.Keeping.BackupKeep))
	return out, nil
}

// tryFolder makes the folder, writes a file there, reads it back and takes it away.
func tryFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".dobro-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	want := time.Now().Format(time.RFC3339Nano)
	_, err = f.WriteString(want)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	got, err := os.ReadFile(f.Name())
	if err == nil && string(got) != want {
		err = errors.New("what was written is not what is read")
	}
	return err
}

// findDisks lists other disks that can be written, the roomiest first in the field.
func (w *install) findDisks() (wizard.Outcome, error) {
	var out wizard.Outcome
	var most uint64
	for _, root := range otherDisks(w.p.dir) {
		free, err := freeSpace(root)
		if err != nil {
			continue
		}
		folder := filepath.Join(root, "Dobro")
		out.Lines = append(out.Lines, wizard.Line{Level: probe.Off, Text: w.p.words.T("wizard.backup.disk", "folder", folder, "size", megabytes(int64(min(free, 1<<62)))), Picks: wizard.Values{"keeping.backup_folder": folder}})
		if free > most {
			most, out.Values = free, wizard.Values{"keeping.backup_folder": folder}
		}
	}
	if len(out.Lines) == 0 {
		out.Lines = []wizard.Line{w.line(probe.Warn, "wizard.backup.no_disk")}
	}
	w.offer(out.Lines)
	return out, nil
}
