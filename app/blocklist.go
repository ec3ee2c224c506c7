package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"dobro/checks/cache"
)

// runBlocklist loads a list of what must not be sold into the shop's own knowledge: `dobro blocklist import FILE`, a CSV of GTIN, batch
// or code. It takes the place of the list before it; one bad line refuses the whole file.
func runBlocklist(ctx context.Context, p *program, args []string) int {
	if len(args) != 2 || args[0] != "import" {
		return p.fail(usage("app.blocklist_usage"))
	}
	if _, err := p.begin(); err != nil {
		return p.fail(err)
	}
	f, err := os.Open(args[1])
	if err != nil {
		return p.fail(usage("app.no_file", "file", args[1]))
	}
	defer f.Close()
	if p.openCache(ctx) == nil {
		return p.fail(errors.New("the data folder cannot hold the cache"))
	}
	done, err := p.cache.ImportBlockList(ctx, f, func(lines int64) {
		if terminal(p.errw) {
			fmt.Fprintf(p.errw, "\r%s", p.words.T("app.blocklist_progress", "lines", lines))
		}
	})
	var bad *cache.ListError
	if errors.As(err, &bad) {
		return p.fail(usage("app.blocklist_refused", "file", args[1], "line", bad.Line, "reason", bad.Reason))
	}
	if err != nil {
		return p.fail(err)
	}
	p.say("app.blocklist_done", "gtins", done.GTINs, "batches", done.Batches, "codes", done.Codes)
	return exitYes
}
