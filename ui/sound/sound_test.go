package sound

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dobro/assets"
)

var update = flag.Bool("update", false, "write assets/sounds anew")

func TestEverySoundIsEmbeddedAndIsTheOneThatTheScoreMakes(t *testing.T) {
	for _, n := range Names {
		want := Make(n)
		if *update {
			if err := os.WriteFile(filepath.Join("..", "..", "assets", "sounds", string(n)+".wav"), want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := assets.Files.ReadFile("sounds/" + string(n) + ".wav")
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: the file differs from its score (%d and %d bytes); run go test ./ui/sound -update", n, len(got), len(want))
		}
	}
}

func TestASoundIsShortAndLoudEnough(t *testing.T) {
	for _, n := range Names {
		wave := Make(n)
		ms := (len(wave) - header) / 2 * 1000 / rate
		loudest := 0
		for i := header; i < len(wave); i += 2 {
			loudest = max(loudest, int(int16(binary.LittleEndian.Uint16(wave[i:]))))
		}
		if ms < 30 || ms > 700 {
			t.Errorf("%s lasts %d ms, want 30…700", n, ms)
		}
		if loudest < 6000 || loudest > 32700 {
			t.Errorf("%s peaks at %d, want 6000…32700", n, loudest)
		}
	}
}

type deviceFunc func() error

func (f deviceFunc) play([]byte, <-chan struct{}) error { return f() }

func TestASpeakerWithoutADeviceGivesUpAndNeverBlocks(t *testing.T) {
	tries := make(chan int, 64)
	n := 0
	s := &Speaker{queue: make(chan Name), stop: make(chan struct{}), waves: map[Name][]byte{Tick: Make(Tick)}}
	s.done.Add(1)
	go s.run(deviceFunc(func() error { n++; tries <- n; return errors.New("no device") }))
	for range 10 {
		select {
		case s.queue <- Tick:
		case <-time.After(5 * time.Second):
			t.Fatal("the speaker no longer takes sounds")
		}
	}
	s.Play(Tick)
	s.Close()
	s.Close()
	if got := len(tries); got != patience {
		t.Errorf("tried the broken device %d times, want %d", got, patience)
	}
}
