package shtrih

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// Pty serves a pseudo-terminal, as a printer on a serial port, until the context ends. The path is what a till opens. A cut
// connection is a silence there, because a cable cannot hang up.
func (d *Device) Pty(ctx context.Context) (path string, wait func(), err error) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return "", nil, fmt.Errorf("open a pseudo-terminal: %w", err)
	}
	var n int
	err = control(master, func(fd int) error {
		if n, err = unix.IoctlGetInt(fd, unix.TIOCGPTN); err != nil {
			return err
		}
		return unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	})
	if err != nil {
		master.Close()
		return "", nil, fmt.Errorf("unlock a pseudo-terminal: %w", err)
	}
	path = fmt.Sprintf("/dev/pts/%d", n)
	// An own descriptor of the other end keeps the terminal alive while no till has it open.
	keep, err := os.OpenFile(path, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		master.Close()
		return "", nil, fmt.Errorf("open the other end: %w", err)
	}
	if err := control(keep, raw); err != nil {
		master.Close()
		keep.Close()
		return "", nil, fmt.Errorf("make the terminal raw: %w", err)
	}
	var all sync.WaitGroup
	all.Add(1)
	stop := context.AfterFunc(ctx, func() { master.Close() })
	go func() {
		defer all.Done()
		defer keep.Close()
		defer stop()
		for ctx.Err() == nil {
			if err := d.Talk(master); !errors.Is(err, errHungUp) {
				return
			}
		}
	}()
	return path, all.Wait, nil
}

// control runs an ioctl without taking the file from the poller, so that Close still wakes a Read.
func control(f *os.File, do func(fd int) error) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	if err := c.Control(func(fd uintptr) { failed = do(int(fd)) }); err != nil {
		return err
	}
	return failed
}

// raw passes every byte as it is, as a serial port does.
func raw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
	t.Oflag &^= unix.OPOST
	t.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	t.Cflag = t.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}
