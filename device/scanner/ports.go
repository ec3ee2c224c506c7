package scanner

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"go.bug.st/serial"
	"go.bug.st/serial/enumerator"
)

// Port is one serial port of the machine. VID and PID are upper-case hexadecimal, "" when it is not USB.
type Port struct {
	Name         string
	VID, PID     string
	SerialNumber string
	Product      string
}

func (p Port) usb() bool { return p.VID != "" }

// same tells whether q is the device that p was, maybe under another name. Without a serial number the maker and model decide.
func (p Port) same(q Port) bool {
	return p.usb() && p.VID == q.VID && p.PID == q.PID && p.SerialNumber == q.SerialNumber
}

// Line is an open port. Read gives 0 bytes and no error when the time set by SetReadTimeout is over; any error means that the
// device is gone for good. Close wakes a Read and may be repeated.
type Line interface {
	Read(p []byte) (int, error)
	SetReadTimeout(t time.Duration) error
	Close() error
}

// Ports are the serial ports of the machine; System is the real ones. Both methods may block for seconds when a driver is
// bad, and may be called from any goroutine.
type Ports interface {
	List() ([]Port, error)
	Open(name string, baud int) (Line, error)
}

// System gives the ports of this machine.
type System struct{}

// List names the ports with what is known of their devices. One bad port spoils the detailed list on Linux; the plain names
// are then better than nothing.
func (System) List() ([]Port, error) {
	detailed, err := enumerator.GetDetailedPortsList()
	if err != nil {
		names, plainErr := serial.GetPortsList()
		if plainErr != nil {
			return nil, fmt.Errorf("list serial ports: %w", errors.Join(err, plainErr))
		}
		ports := make([]Port, 0, len(names))
		for _, n := range names {
			ports = append(ports, Port{Name: n})
		}
		return ports, nil
	}
	ports := make([]Port, 0, len(detailed))
	for _, d := range detailed {
		if d == nil || d.Name == "" {
			continue
		}
		p := Port{Name: d.Name}
		if d.IsUSB {
			p.VID, p.PID, p.SerialNumber, p.Product = strings.ToUpper(d.VID), strings.ToUpper(d.PID), d.SerialNumber, d.Product
		}
		ports = append(ports, p)
	}
	return ports, nil
}

// Open opens a port at 8N1. The modem bits are left as they are: a pseudo-terminal has none and would refuse.
func (System) Open(name string, baud int) (Line, error) {
	p, err := serial.Open(name, &serial.Mode{BaudRate: baud, DataBits: 8})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	return p, nil
}

// statusOf sorts errors of opening; systems spell them differently.
func statusOf(err error) Status {
	var p *serial.PortError
	switch {
	case errors.As(err, &p) && p.Code() == serial.PortBusy:
		return Busy
	case errors.As(err, &p) && p.Code() == serial.PermissionDenied, errors.Is(err, fs.ErrPermission):
		return Denied
	case errors.As(err, &p) && p.Code() == serial.PortNotFound, errors.Is(err, fs.ErrNotExist):
		return Missing
	}
	return Faulty
}
