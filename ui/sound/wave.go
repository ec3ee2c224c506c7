package sound

import (
	"encoding/binary"
	"math"
)

const (
	rate   = 22050 // samples a second
	header = 44    // bytes before the samples of a plain WAV file
)

// note is one tone or, with no pitch, a pause. Rough adds odd harmonics, which small speakers render where a low pure tone
// would be lost.
type note struct {
	hz    float64
	ms    int
	gain  float64
	rough bool
}

var scores = map[Name][]note{
	Allowed:   {{1568, 120, 0.55, false}},
	Warning:   {{1568, 110, 0.55, false}, {0, 40, 0, false}, {1175, 170, 0.55, false}},
	Forbidden: {{233, 210, 0.8, true}, {0, 90, 0, false}, {185, 330, 0.8, true}},
	Ask:       {{784, 110, 0.55, true}, {0, 60, 0, false}, {784, 110, 0.55, true}, {0, 60, 0, false}, {784, 180, 0.55, true}},
	Attention: {{988, 90, 0.5, false}, {0, 60, 0, false}, {988, 130, 0.5, false}},
	Tick:      {{1319, 45, 0.35, false}},
	Refused:   {{165, 190, 0.7, true}},
	Paid:      {{1047, 80, 0.5, false}, {1319, 80, 0.5, false}, {1568, 160, 0.5, false}},
	Fault:     {{440, 160, 0.6, true}, {0, 40, 0, false}, {294, 280, 0.6, true}},
}

// Make synthesises a sound as a WAV file of 16-bit mono samples.
func Make(n Name) []byte {
	var samples []int16
	for _, note := range scores[n] {
		samples = append(samples, note.samples()...)
	}
	size := len(samples) * 2
	b := make([]byte, 0, header+size)
	b = append(b, "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(header-8+size))
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // PCM
	b = binary.LittleEndian.AppendUint16(b, 1) // mono
	b = binary.LittleEndian.AppendUint32(b, rate)
	b = binary.LittleEndian.AppendUint32(b, rate*2)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(size))
	for _, s := range samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(s))
	}
	return b
}

func (t note) samples() []int16 {
	n := rate * t.ms / 1000
	out := make([]int16, n)
	fade := float64(rate) * 0.006 // without it a tone begins and ends with a crack
	for i := range out {
		x := 2 * math.Pi * t.hz * float64(i) / rate
		v := math.Sin(x)
		if t.rough {
			v = 0.7*v + 0.35*math.Sin(3*x) + 0.2*math.Sin(5*x)
		}
		edge := math.Min(1, math.Min(float64(i), float64(n-1-i))/fade)
		// Rounded to 1/16 of the scale's step: the last bits of Sin differ between processors, and the files must not.
		out[i] = int16(math.Round(v*edge*t.gain*0.75*32767/16) * 16)
	}
	return out
}

// louder scales the samples of a wave.
func louder(wave []byte, volume float64) []byte {
	out := append([]byte(nil), wave...)
	volume = math.Max(0, math.Min(1, volume))
	for i := header; i+1 < len(out); i += 2 {
		s := int16(binary.LittleEndian.Uint16(out[i:]))
		binary.LittleEndian.PutUint16(out[i:], uint16(int16(float64(s)*volume)))
	}
	return out
}
