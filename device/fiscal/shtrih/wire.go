package shtrih

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"go.bug.st/serial"
)

// wire is a byte channel to a printer. Read waits no longer than the last SetReadTimeout and answers errSilent then.
type wire interface {
	io.Reader
	io.Writer
	SetReadTimeout(time.Duration) error
	Close() error
}

var errSilent = errors.New("the printer is silent")

// Dial opens the channel that an address names: "COM3:115200", "/dev/ttyACM0:115200" (speed 115200 when left out) or
// "tcp://host:7778" (port 7778 when left out).
func Dial(ctx context.Context, address string) (wire, error) {
	host, overTCP := strings.CutPrefix(address, "tcp://")
	if overTCP {
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(strings.Trim(host, "[]"), "7778")
		}
		d := net.Dialer{Timeout: 5 * time.Second}
		c, err := d.DialContext(ctx, "tcp", host)
		if err != nil {
			return nil, fmt.Errorf("connect to the printer: %w", err)
		}
		return &tcpWire{Conn: c}, nil
	}
	name, speed, err := parseSerial(address)
	if err != nil {
		return nil, err
	}
	port, err := serial.Open(name, &serial.Mode{BaudRate: speed})
	if err != nil {
		return nil, fmt.Errorf("open port %s of the printer: %w", name, err)
	}
	return &serialWire{port}, nil
}

// CheckAddress refuses an address that Dial could never open.
func CheckAddress(address string) error {
	if host, ok := strings.CutPrefix(address, "tcp://"); ok {
		if host == "" || strings.ContainsAny(host, "/ ") {
			return fmt.Errorf("printer address %q: want tcp://host:port", address)
		}
		return nil
	}
	_, _, err := parseSerial(address)
	return err
}

func parseSerial(address string) (name string, speed int, err error) {
	name, speed = address, 115200
	if i := strings.LastIndexByte(address, ':'); i >= 0 {
		speed, err = strconv.Atoi(address[i+1:])
		name = address[:i]
	}
	if err != nil || name == "" || speed < 1200 || speed > 4_000_000 {
		return "", 0, fmt.Errorf("printer address %q: want a port and a speed (COM3:115200) or tcp://host:7778", address)
	}
	return name, speed, nil
}

type serialWire struct{ serial.Port }

// Read turns the driver's way to say that nothing came (0, nil) into an error.
func (w *serialWire) Read(p []byte) (int, error) {
	n, err := w.Port.Read(p)
	if err == nil && n == 0 {
		return 0, errSilent
	}
	return n, err
}

type tcpWire struct {
	net.Conn
	timeout time.Duration
}

func (w *tcpWire) SetReadTimeout(d time.Duration) error { w.timeout = d; return nil }

func (w *tcpWire) Read(p []byte) (int, error) {
	if err := w.Conn.SetReadDeadline(time.Now().Add(w.timeout)); err != nil {
		return 0, err
	}
	n, err := w.Conn.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return n, errSilent
	}
	return n, err
}

func (w *tcpWire) Write(p []byte) (int, error) {
	if err := w.Conn.SetWriteDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}
