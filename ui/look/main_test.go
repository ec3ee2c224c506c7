package look

import (
	"os"
	"testing"
)

// TestMain gives the toolkit a locale that it understands; it logs an error otherwise.
func TestMain(m *testing.M) {
	_ = os.Setenv("LANG", "ru_RU.UTF-8")
	os.Exit(m.Run())
}
