package sound

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"
)

const (
	sndSync      = 0x0000
	sndNoDefault = 0x0002
	sndMemory    = 0x0004
)

var playSound = windows.NewLazySystemDLL("winmm.dll").NewProc("PlaySoundW")

type winmm struct{}

func newDevice() device {
	if playSound.Find() != nil {
		return nil
	}
	return winmm{}
}

// play waits for the end of the wave, so that its memory stays alive; the longest one lasts two thirds of a second.
func (winmm) play(wave []byte, _ <-chan struct{}) error {
	ok, _, _ := playSound.Call(uintptr(unsafe.Pointer(&wave[0])), 0, sndMemory|sndSync|sndNoDefault)
	if ok == 0 {
		return errors.New("play a sound: the device refused")
	}
	return nil
}
