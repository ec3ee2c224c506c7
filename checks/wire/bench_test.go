package wire_test

import (
	"testing"

	"dobro/checks/wire"
	"dobro/checks/wire/sourcetest"
)

// BenchmarkParse is the channel's own work on one answer.
func BenchmarkParse(b *testing.B) {
	body := []byte(`{"codesResponse":[` + sourcetest.Good + `]}`)
	for b.Loop() {
		if _, err := wire.Parse(body, sourcetest.Milk); err != nil {
			b.Fatal(err)
		}
	}
}
