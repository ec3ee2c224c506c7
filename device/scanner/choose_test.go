package scanner

import (
	"reflect"
	"testing"
)

func TestChoose(t *testing.T) {
	honeywell := Port{Name: "COM7", VID: "0C2E", PID: "0B6A", SerialNumber: "1"}
	zebra := Port{Name: "COM8", VID: "05E0", PID: "1701"}
	ch340 := Port{Name: "COM5", VID: "1A86", PID: "7523"}
	printer := Port{Name: "COM3", VID: "2912", PID: "0005"}
	board := Port{Name: "COM1"}
	moved := honeywell
	moved.Name = "COM11"
	tests := []struct {
		name     string
		want     string
		list     []Port
		last     Port
		reserved []string
		chosen   []Port
	}{
		{"automatic: all scanners of known makers at once", auto, []Port{board, printer, honeywell, ch340, zebra}, Port{}, nil, []Port{honeywell, zebra}},
		{"automatic: without a known maker every other USB port", auto, []Port{board, printer, ch340}, Port{}, nil, []Port{ch340}},
		{"automatic: the printer's port is left alone", auto, []Port{ch340}, Port{}, []string{"COM5"}, nil},
		{"automatic: nothing there", auto, nil, Port{}, nil, nil},
		{"a name that is listed", "com7", []Port{honeywell, zebra}, Port{}, nil, []Port{honeywell}},
		{"a name that no list shows", "/dev/serial/by-id/x", []Port{honeywell}, Port{}, nil, []Port{{Name: "/dev/serial/by-id/x"}}},
		{"the device came back under another name", "COM7", []Port{board, moved}, honeywell, nil, []Port{moved}},
		{"another device stands at the name now", "COM7", []Port{{Name: "COM7", VID: "1A86", PID: "7523"}, moved}, honeywell, nil, []Port{moved}},
		{"the device came back under its name, its twin elsewhere", "COM7", []Port{honeywell, moved}, honeywell, nil, []Port{honeywell}},
		{"the device is gone", "COM7", []Port{zebra}, honeywell, nil, []Port{{Name: "COM7"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reserved := map[string]bool{}
			for _, n := range tt.reserved {
				reserved[n] = true
			}
			if got := choose(tt.want, tt.list, tt.last, reserved); !reflect.DeepEqual(got, tt.chosen) {
				t.Errorf("port %q of %+v, last %+v\ngot  %+v\nwant %+v", tt.want, tt.list, tt.last, got, tt.chosen)
			}
		})
	}
}
