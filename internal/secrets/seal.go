package secrets

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"io/fs"
	"path/filepath"
)

// key gives the 32 bytes under which the secrets are sealed; with make set a missing one is made. The file holds the key as
// protect leaves it: on Windows wrapped by DPAPI for this machine; elsewhere it says that the Secret Service of the desktop has the key, and
// where there is none it is the bare key, readable by its owner only. That keeps
// a copied sealed file useless and a careless look harmless; it does not stop who can read the owner's files.
func (s *Store) key(make bool) ([]byte, error) {
	path := filepath.Join(s.dir, keyName)
	b, err := readSmall(path, 64<<10)
	if errors.Is(err, fs.ErrNotExist) && make {
		key := newKey()
		wrapped, err := protect(s.dir, key)
		if err != nil {
			return nil, err
		}
		return key, replace(path, wrapped)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrSealed
	}
	if err != nil {
		return nil, err
	}
	key, err := unprotect(s.dir, b)
	if err != nil || len(key) != 32 {
		return nil, ErrSealed
	}
	return key, nil
}

func newKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails: the program ends when the system has no randomness
	return key
}

func aead(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func seal(key []byte, n Name, plain string) ([]byte, error) {
	a, err := aead(key)
	if err != nil {
		return nil, err
	}
	return a.Seal(nil, nil, []byte(plain), []byte(n)), nil
}

func open(key []byte, n Name, blob []byte) (string, error) {
	a, err := aead(key)
	if err != nil {
		return "", err
	}
	plain, err := a.Open(nil, nil, blob, []byte(n))
	if err != nil {
		return "", ErrSealed
	}
	return string(plain), nil
}
