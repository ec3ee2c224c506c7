package main

import (
	"errors"
	"net"
	"syscall"
)

// windowsAddressInUse is WSAEADDRINUSE; the syscall package has a number of its own for it on Windows, which the system never answers.
const windowsAddressInUse = syscall.Errno(10048)

// takenPort is the address that could not be listened on because another program does, "" where that was not the reason.
func takenPort(err error) string {
	var number syscall.Errno
	var op *net.OpError
	if !errors.As(err, &number) || number != syscall.EADDRINUSE && number != windowsAddressInUse || !errors.As(err, &op) || op.Addr == nil {
		return ""
	}
	return op.Addr.String()
}
