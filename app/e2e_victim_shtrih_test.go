//go:build e2e

package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"dobro/internal/money"
	"dobro/internal/sim"
	"dobro/internal/sim/shtrih"
)

// shtrihVictim is a Shtrih-M on a cable or in the network.
type shtrihVictim struct {
	d       *shtrih.Device
	address string
}

func newShtrihOverTCP(o *outside) victim {
	d := shtrih.New(shtrih.Params{FN: sim.FN})
	ctx, cancel := context.WithCancel(context.Background())
	where, wait, err := d.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		cancel()
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { cancel(); wait() })
	return &shtrihVictim{d, "tcp://" + where}
}

func newShtrihOverPty(o *outside) victim {
	d := shtrih.New(shtrih.Params{FN: sim.FN})
	ctx, cancel := context.WithCancel(context.Background())
	path, wait, err := d.Pty(ctx)
	if err != nil {
		cancel()
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { cancel(); wait() })
	return &shtrihVictim{d, path + ":115200"}
}

func (v *shtrihVictim) settings() string {
	return fmt.Sprintf("[fiscal]\ndriver = \"shtrih\"\n[fiscal.shtrih]\naddress = %q\n", v.address)
}

var shtrihCommands = map[int]string{0x8D: "открытие чека", 0xFF0C: "реквизиты чека", 0xFF46: "строка", 0xFF4D: "реквизиты строки", 0xFF61: "проверка кода",
	0xFF69: "приём кода", 0xFF67: "привязка кода", 0xFF45: "закрытие чека"}

var shtrihTroubles = map[shtrih.Trouble]string{shtrih.Cut: "связь оборвана", shtrih.PowerOff: "питание пропало", shtrih.Damage: "байт испорчен",
	shtrih.Swallow: "ответ не пришёл", shtrih.Noise: "помехи", shtrih.Half: "ответ оборвался"}

// befall breaks one moment of a receipt; every second time the one that matters, its closing.
func (v *shtrihVictim) befall(r *rand.Rand) string {
	switch r.IntN(9) {
	case 0:
		v.d.SetPaper(false)
		return "нет бумаги"
	case 1:
		v.d.RunOutWhilePrinting()
		return "бумага кончилась при печати"
	case 2:
		v.d.SetCover(true)
		return "крышка"
	case 3:
		v.d.BusyFor(1 + r.IntN(3))
		return "занят печатью"
	case 4:
		v.d.Refuse(0xFF45, []byte{0x2F, 0x30}[r.IntN(2)], 1)
		return "фискальный накопитель молчит"
	}
	commands := []int{0x8D, 0xFF0C, 0xFF46, 0xFF4D, 0xFF61, 0xFF69, 0xFF67, 0xFF45, 0xFF45, 0xFF45, 0xFF45, 0xFF45, 0xFF45, 0xFF45}
	f := shtrih.Fault{Command: commands[r.IntN(len(commands))], When: shtrih.Moment(1 + r.IntN(2)), Do: shtrih.Trouble(1 + r.IntN(6)), Times: 1}
	v.d.Inject(f)
	when := map[shtrih.Moment]string{shtrih.OnCommand: "до", shtrih.OnAnswer: "после"}[f.When]
	return fmt.Sprintf("%s, %s: %s", shtrihTroubles[f.Do], when, shtrihCommands[f.Command])
}

func (v *shtrihVictim) well() {
	v.d.Clear()
	v.d.PowerOn()
	v.d.SetCover(false)
	v.d.SetPaper(true)
	v.d.BusyFor(0)
}

func (v *shtrihVictim) memory() (out []inDrive) {
	for _, d := range v.d.Receipts() {
		p := inDrive{fd: d.FD, kind: map[byte]string{1: "sale", 2: "return"}[d.Operation], fp: fmt.Sprint(d.FP), total: money.Kopecks(d.Total).String()}
		for _, l := range d.Lines {
			if l.Code != "" {
				p.codes = append(p.codes, l.Code)
			}
		}
		out = append(out, p)
	}
	return out
}
