// Package fptr10 calls the library of ATOL's driver (fptr10.dll, libfptr10.so) without cgo, for shops that have the driver
// but not its web server. It is the Library of package atol. A foreign library lives in our process: what it breaks, it
// breaks for the till, and a call cannot be interrupted.
//
// Source: the driver's header libfptr10.h and its official Go wrapper.
package fptr10
