package ui

import (
	"context"
	"path/filepath"
	"sync/atomic"

	journal "dobro/internal/journal/deviations"
	"dobro/internal/register"
	"dobro/ui/deviations"
	"dobro/ui/listing"
	"dobro/ui/look"
	"dobro/ui/sound"
)

// Disputes answers the operator's lists of deviations. All but Folder may take long and run off the UI thread; progress comes on any
// goroutine.
type Disputes interface {
	Lists(ctx context.Context) ([]journal.FoundFile, error)
	Open(ctx context.Context, file string) (journal.List, error)
	Remember(ctx context.Context, l journal.List) error
	Match(ctx context.Context, l journal.List) ([]journal.Finding, []journal.Trouble, error)
	Write(ctx context.Context, l journal.List, found []journal.Finding, out string, progress func(done, all int)) (files int, err error)
	Folder(l journal.List) string
}

// openDisputes shows the owner's answer to a list of deviations.
func (w *window) openDisputes() {
	var d *deviations.Panel
	var list journal.List
	var found []journal.Finding
	fail := func(err error) {
		w.p.Sounds.Play(sound.Fault)
		d.Fail(disputeFault(w, err))
	}
	d = deviations.New(deviations.Params{
		Words: w.words, Close: func() { w.shut(d) },
		Open: func(file string) {
			var opened journal.List
			w.search.do(func(ctx context.Context) (err error) {
				opened, err = w.p.Disputes.Open(ctx, file)
				return err
			}, func(err error) {
				if err != nil {
					fail(err)
					return
				}
				d.ShowColumns(opened)
			})
		},
		Match: func(l journal.List) {
			list = l
			var r deviations.Result
			w.search.do(func(ctx context.Context) error {
				if err := w.p.Disputes.Remember(ctx, l); err != nil {
					return err
				}
				rows, troubles, err := w.p.Disputes.Match(ctx, l)
				found, r = rows, deviations.Make(w.words, w.zone, rows, len(troubles))
				return err
			}, func(err error) {
				if err != nil {
					fail(err)
					return
				}
				d.ShowResult(r)
			})
		},
		Write: func() {
			folder, files := w.p.Disputes.Folder(list), 0
			var shown atomic.Int64
			w.search.do(func(ctx context.Context) (err error) {
				files, err = w.p.Disputes.Write(ctx, list, found, folder, func(done, all int) {
					if part := int64(done * 50 / max(all, 1)); shown.Swap(part) != part {
						w.hop(func() { d.Progress(done, all) })
					}
				})
				return err
			}, func(err error) {
				if err != nil {
					fail(err)
					return
				}
				d.Written(files, folder)
			})
		},
	})
	w.open(d)
	var files []journal.FoundFile
	w.search.do(func(ctx context.Context) (err error) {
		files, err = w.p.Disputes.Lists(ctx)
		return err
	}, func(err error) {
		if err != nil {
			fail(err)
			return
		}
		var paths []string
		var rows []listing.Row
		for _, f := range files {
			paths = append(paths, f.Path)
			rows = append(rows, listing.Row{Icon: "list", Ink: look.ColorMuted, Title: filepath.Base(f.Path), About: filepath.Dir(f.Path),
				Value: f.At.In(w.zone).Format("02.01.2006 15:04")})
		}
		d.ShowFiles(paths, rows)
	})
}

// disputeFault says what is wrong with a list; other faults keep their sentence.
func disputeFault(w *window, err error) *register.Fault {
	if journal.NoList(err) {
		return &register.Fault{Code: "list", Text: w.words.T("deviations.not_a_list"), Action: w.words.T("deviations.not_a_list.do"), Err: err}
	}
	return faultOf(w.words, err)
}
