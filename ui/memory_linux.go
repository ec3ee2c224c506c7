//go:build linux && cgo

package ui

// #include <malloc.h>
//
// static void keep(int trim, int step) {
// #ifdef __GLIBC__
//     mallopt(M_TRIM_THRESHOLD, trim);
//     mallopt(M_TOP_PAD, step);
// #endif
// }
import "C"

// keepMemory lets the C library keep what one picture of the window took for the next one, up to 64 MB. Without a graphics card Mesa
// takes its memory anew for every picture; by default the library gives it back to the system in between, and every page has to be
// made again: more than half of what a picture costs.
func keepMemory() {
	const megabyte = 1 << 20
	C.keep(64*megabyte, megabyte)
}
