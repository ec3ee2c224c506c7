//go:build !windows

package secrets

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"github.com/godbus/dbus/v5"
)

// The Secret Service of a desktop (org.freedesktop.secrets: GNOME Keyring, KWallet, KeePassXC) keeps the key under which the secrets are
// sealed, where there is one and it is open. A kiosk has none; then the key lies in its file as before. Nothing here waits longer than
// serviceTime, and nobody is asked for a password: a locked collection counts as none.
const (
	serviceTime = 900 * time.Millisecond
	serviceName = "org.freedesktop.secrets"
	servicePath = dbus.ObjectPath("/org/freedesktop/secrets")
	serviceFace = "org.freedesktop.Secret."
	algorithm   = "dh-ietf1024-sha256-aes128-cbc-pkcs7"
)

// errNoService says that no Secret Service answers, or that it is locked.
var errNoService = errors.New("no secret service")

// dbusSecret is the struct Secret of the specification.
type dbusSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// service is a session with the Secret Service.
type service struct {
	ctx     context.Context
	end     context.CancelFunc
	conn    *dbus.Conn
	session dbus.ObjectPath
	key     []byte // of the session
	label   string // the data folder: what the item is found by
}

// openService talks to the session's bus; an address that nobody named is looked for where systemd puts it, and no bus is started for us.
func openService(dir string) (*service, error) {
	address := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if run := os.Getenv("XDG_RUNTIME_DIR"); address == "" && run != "" {
		if _, err := os.Stat(filepath.Join(run, "bus")); err == nil {
			address = "unix:path=" + filepath.Join(run, "bus")
		}
	}
	if address == "" {
		return nil, errNoService
	}
	s := &service{label: dir}
	s.ctx, s.end = context.WithTimeout(context.Background(), serviceTime)
	var err error
	if s.conn, err = dbus.Dial(address, dbus.WithContext(s.ctx)); err != nil {
		s.end()
		return nil, fmt.Errorf("%w: %w", errNoService, err)
	}
	// A bus that accepts and says nothing would hold the greeting up without end: the connection is torn when the time is over.
	torn := context.AfterFunc(s.ctx, func() { _ = s.conn.Close() })
	defer torn()
	err = s.conn.Auth(nil)
	if err == nil {
		err = s.conn.Hello()
	}
	if err == nil {
		err = s.agree()
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("%w: %w", errNoService, err)
	}
	return s, nil
}

func (s *service) close() {
	_ = s.conn.Close()
	s.end()
}

func (s *service) object(path dbus.ObjectPath) dbus.BusObject {
	return s.conn.Object(serviceName, path)
}

func (s *service) call(path dbus.ObjectPath, method string, args []any, into ...any) error {
	return s.object(path).CallWithContext(s.ctx, serviceFace+method, dbus.FlagNoAutoStart, args...).Store(into...)
}

// prime is the second Oakley group of RFC 2409, with the generator 2.
var prime, _ = new(big.Int).SetString("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"+
	"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF", 16)

// agree opens a session in which the bus sees nothing in the open.
func (s *service) agree() error {
	private, err := rand.Int(rand.Reader, prime)
	if err != nil {
		return err
	}
	public := new(big.Int).Exp(big.NewInt(2), private, prime)
	var answer dbus.Variant
	if err := s.call(servicePath, "Service.OpenSession", []any{algorithm, dbus.MakeVariant(public.Bytes())}, &answer, &s.session); err != nil {
		return err
	}
	theirs, ok := answer.Value().([]byte)
	if !ok {
		return errNoService
	}
	s.key, err = sessionKey(private, new(big.Int).SetBytes(theirs))
	return err
}

// sessionKey is what both sides make of the other's public number.
func sessionKey(private, theirs *big.Int) ([]byte, error) {
	if theirs.Cmp(big.NewInt(1)) <= 0 || theirs.Cmp(new(big.Int).Sub(prime, big.NewInt(1))) >= 0 {
		return nil, errNoService // a number that gives the key away
	}
	shared := new(big.Int).Exp(theirs, private, prime).FillBytes(make([]byte, 128))
	return hkdf.Key(sha256.New, shared, nil, "", aes.BlockSize)
}

func encryptFor(key, plain []byte) (iv, value []byte, err error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, err
	}
	iv = make([]byte, aes.BlockSize)
	_, _ = rand.Read(iv) // never fails
	pad := aes.BlockSize - len(plain)%aes.BlockSize
	value = append([]byte(nil), plain...)
	for range pad {
		value = append(value, byte(pad))
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(value, value)
	return iv, value, nil
}

func decryptFrom(key, iv, value []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	if len(iv) != aes.BlockSize || len(value) == 0 || len(value)%aes.BlockSize != 0 {
		return nil, errNoService
	}
	plain := make([]byte, len(value))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, value)
	pad := int(plain[len(plain)-1])
	if pad < 1 || pad > aes.BlockSize {
		return nil, errNoService
	}
	return plain[:len(plain)-pad], nil
}

func (s *service) attributes() map[string]string {
	return map[string]string{"application": "dobro", "folder": s.label}
}

// read gives the key that is kept; ok is false when the service has none.
func (s *service) read() (key []byte, ok bool, err error) {
	var open, locked []dbus.ObjectPath
	if err := s.call(servicePath, "Service.SearchItems", []any{s.attributes()}, &open, &locked); err != nil {
		return nil, false, fmt.Errorf("%w: %w", errNoService, err)
	}
	if len(open) == 0 {
		if len(locked) > 0 {
			return nil, false, errNoService
		}
		return nil, false, nil
	}
	var kept dbusSecret
	if err := s.call(open[0], "Item.GetSecret", []any{s.session}, &kept); err != nil {
		return nil, false, fmt.Errorf("%w: %w", errNoService, err)
	}
	key, err = decryptFrom(s.key, kept.Parameters, kept.Value)
	return key, err == nil, err
}

// write keeps a key in the default collection, in place of an older one of the same folder.
func (s *service) write(key []byte) error {
	iv, value, err := encryptFor(s.key, key)
	if err != nil {
		return err
	}
	var collection dbus.ObjectPath
	if err := s.call(servicePath, "Service.ReadAlias", []any{"default"}, &collection); err != nil || collection == "/" {
		return errNoService
	}
	properties := map[string]dbus.Variant{serviceFace + "Item.Label": dbus.MakeVariant("Dobro: " + s.label), serviceFace + "Item.Attributes": dbus.MakeVariant(s.attributes())}
	var item, prompt dbus.ObjectPath
	if err := s.call(collection, "Collection.CreateItem", []any{properties, dbusSecret{s.session, iv, value, "application/octet-stream"}, true}, &item, &prompt); err != nil {
		return fmt.Errorf("%w: %w", errNoService, err)
	}
	if prompt != "/" { // locked: it would ask for a password
		return errNoService
	}
	return nil
}
