package main

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"time"

	"dobro/internal/sim/localmodule"
)

// localSim loads for long enough to be seen loading.
var localSim = localmodule.Params{InitTime: time.Minute}

// sql does to the journal what no program of ours does.
func (c *clinic) sql(statement string) {
	c.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: "/" + filepath.ToSlash(filepath.Join(c.p.dir, "journal.db"))}).String())
	if err != nil {
		c.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		c.Fatal(err)
	}
}
