package secrets

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// entropy sets our blobs apart from those of other programs on the machine.
var entropy = []byte("dobro/secrets/1")

// protect wraps the key by DPAPI for the machine, not the user: a till has several Windows users and one data folder, whose
// rights decide who may read it.
func protect(_ string, key []byte) ([]byte, error) {
	in, salt, out := blob(key), blob(entropy), windows.DataBlob{}
	err := windows.CryptProtectData(&in, nil, &salt, 0, nil, windows.CRYPTPROTECT_LOCAL_MACHINE|windows.CRYPTPROTECT_UI_FORBIDDEN, &out)
	if err != nil {
		return nil, fmt.Errorf("protect key: %w", err)
	}
	return take(out), nil
}

func unprotect(_ string, b []byte) ([]byte, error) {
	in, salt, out := blob(b), blob(entropy), windows.DataBlob{}
	if err := windows.CryptUnprotectData(&in, nil, &salt, 0, nil, windows.CRYPTPROTECT_UI_FORBIDDEN, &out); err != nil {
		return nil, fmt.Errorf("unprotect key: %w", err)
	}
	return take(out), nil
}

func blob(b []byte) windows.DataBlob {
	if len(b) == 0 {
		return windows.DataBlob{}
	}
	return windows.DataBlob{Size: uint32(len(b)), Data: &b[0]}
}

// take copies what Windows allocated and frees it.
func take(b windows.DataBlob) []byte {
	out := append([]byte(nil), unsafe.Slice(b.Data, b.Size)...)
	windows.LocalFree(windows.Handle(unsafe.Pointer(b.Data)))
	return out
}
