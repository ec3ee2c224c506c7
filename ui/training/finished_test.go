package training

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/assets"
	"dobro/internal/lang"
	"dobro/internal/lesson"
)

// TestAnEnterOfTheLastTaskDoesNotCloseTheScore: the pupil who confirms the Z-report twice still reads how it went.
func TestAnEnterOfTheLastTaskDoesNotCloseTheScore(t *testing.T) {
	test.NewTempApp(t)
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Load(files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	at, left, stayed := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), 0, 0
	f := NewFinished(words, lesson.Result{Who: "Анна"}, func() time.Time { return at }, func() { stayed++ }, func() { left++ })
	at = at.Add(unseen - time.Millisecond)
	if f.Key(fyne.KeyReturn); left != 0 {
		t.Error("an Enter struck before the score was seen has ended the training")
	}
	at = at.Add(time.Millisecond)
	if f.Key(fyne.KeyEnter); left != 1 {
		t.Errorf("ended %d times, want once", left)
	}
	if f.Key(fyne.KeyEscape); stayed != 1 {
		t.Errorf("stayed %d times, want once", stayed)
	}
}
