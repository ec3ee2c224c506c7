//go:build !windows

package secrets

import (
	"bytes"
	"path/filepath"
)

// inService stands in the key's file when the key itself is kept by the Secret Service.
var inService = []byte("secret-service\n")

// protect hands the key to the desktop's Secret Service, and gives it back bare where there is none. What was handed over is read back
// before it is believed.
func protect(dir string, key []byte) ([]byte, error) {
	s, err := openService(folderName(dir))
	if err != nil {
		return key, nil
	}
	defer s.close()
	if err := s.write(key); err != nil {
		return key, nil
	}
	if kept, ok, err := s.read(); err != nil || !ok || !bytes.Equal(kept, key) {
		return key, nil
	}
	return inService, nil
}

func unprotect(dir string, b []byte) ([]byte, error) {
	if !bytes.Equal(b, inService) {
		return b, nil
	}
	s, err := openService(folderName(dir))
	if err != nil {
		return nil, err
	}
	defer s.close()
	key, ok, err := s.read()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrSealed
	}
	return key, nil
}

// folderName names the data folder the same from wherever the program is started.
func folderName(dir string) string {
	if whole, err := filepath.Abs(dir); err == nil {
		return whole
	}
	return dir
}
