package ui

import (
	"context"

	"dobro/internal/probe"
	"dobro/ui/recorder"
	"dobro/ui/settings"
	"dobro/ui/updates"
	"dobro/ui/wizard"
)

// Care is what the owner's and the installer's screens ask of the program. Its methods block and are asked off the UI thread.
type Care interface {
	// Examine asks every device and service how it is.
	Examine(ctx context.Context) ([]probe.Finding, error)
	// Mend does a fix and says how it went.
	Mend(ctx context.Context, fix probe.Fix) (string, error)
	// Bundle writes the file for the support and names it.
	Bundle(ctx context.Context) (file string, err error)
	Wizard() wizard.Backend
	Settings() settings.Backend
	Recorder() recorder.Backend
	Updates() updates.Backend
	// Reopen closes the till and opens it with the settings that hold now.
	Reopen(ctx context.Context) (Opened, error)
}
