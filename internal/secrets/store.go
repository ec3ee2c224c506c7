package secrets

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// Name of a secret.
type Name string

// The secrets of a till.
const (
	TrueAPIToken Name = "trueapi_token"     // X-API-KEY of the direct channel
	TSPIoTToken  Name = "tspiot_token"      // client_info.token
	LMPassword   Name = "lm_password"       // of the local module
	PostgresPass Name = "postgres_password" // of the owner's database
	AtolPassword Name = "atol_password"     // of the web server of ATOL's driver, with fiscal.atol.login
	// ShtrihPassword is the operator's number of a Shtrih-M: 30, the system administrator of a new printer, when there is none.
	ShtrihPassword Name = "shtrih_password"
)

// Names lists them.
var Names = []Name{TrueAPIToken, TSPIoTToken, LMPassword, PostgresPass, AtolPassword, ShtrihPassword}

var environment = map[Name]string{
	TrueAPIToken: "DOBRO_TRUEAPI_TOKEN",
	TSPIoTToken:  "DOBRO_TSPIOT_TOKEN",
	LMPassword:   "DOBRO_LM_PASSWORD",
	PostgresPass: "DOBRO_POSTGRES_PASSWORD",

	AtolPassword:   "DOBRO_ATOL_PASSWORD",
	ShtrihPassword: "DOBRO_SHTRIH_PASSWORD",
}

// Env is the environment variable that holds the secret, "" when the name is unknown.
func Env(n Name) string { return environment[n] }

// Errors.
var (
	ErrUnknown = errors.New("unknown secret")
	ErrTooLong = errors.New("secret too long")
	// ErrSealed says that the sealed file is there and cannot be opened: the key is lost, or file or key were changed. The
	// secrets have to be entered again; Set does that over the old file, which it keeps aside.
	ErrSealed = errors.New("sealed secrets cannot be opened")
)

// MaxLength of a secret in bytes.
const MaxLength = 8 << 10

// Files in the data folder.
const (
	sealedName = "secrets.sealed"
	keyName    = "secrets.key"
)

// Params of a store. Env and Seen may be left out.
type Params struct {
	Dir  string                           // the data folder
	Env  func(name string) (string, bool) // os.LookupEnv
	Seen func(Secret)                     // is told every secret that Get hands out or Set takes: for the log's mask
}

// Store gives and keeps secrets. Its methods may be called from any goroutine; two processes may read the same folder, but
// only one may Set.
type Store struct {
	mu   sync.Mutex
	dir  string
	env  func(string) (string, bool)
	seen func(Secret)
}

// Open makes a store over a data folder. Nothing is read or written yet.
func Open(p Params) (*Store, error) {
	if p.Dir == "" {
		return nil, errors.New("open secrets: no data folder")
	}
	s := &Store{dir: p.Dir, env: p.Env, seen: p.Seen}
	if s.env == nil {
		s.env = os.LookupEnv
	}
	if s.seen == nil {
		s.seen = func(Secret) {}
	}
	return s, nil
}

// Get gives a secret: from the environment when it is set there, otherwise from the sealed file; "" when nobody has it.
func (s *Store) Get(n Name) (Secret, error) {
	if Env(n) == "" {
		return "", fmt.Errorf("get secret %q: %w", n, ErrUnknown)
	}
	if v, ok := s.env(Env(n)); ok && v != "" {
		s.seen(Secret(v))
		return Secret(v), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all, err := s.read()
	if err != nil {
		return "", fmt.Errorf("get secret %q: %w", n, err)
	}
	blob, ok := all[n]
	if !ok {
		return "", nil
	}
	key, err := s.key(false)
	if err != nil {
		return "", fmt.Errorf("get secret %q: %w", n, err)
	}
	v, err := open(key, n, blob)
	if err != nil {
		return "", fmt.Errorf("get secret %q: %w", n, err)
	}
	s.seen(Secret(v))
	return Secret(v), nil
}

// FromEnv tells whether the environment holds the secret: then Set changes nothing that Get would give.
func (s *Store) FromEnv(n Name) bool {
	v, ok := s.env(Env(n))
	return ok && v != ""
}

// Set seals a secret in the data folder; "" forgets it.
func (s *Store) Set(n Name, v Secret) error {
	if err := s.set(n, v); err != nil {
		return fmt.Errorf("set secret %q: %w", n, err)
	}
	return nil
}

func (s *Store) set(n Name, v Secret) error {
	if Env(n) == "" {
		return ErrUnknown
	}
	if len(v) > MaxLength {
		return ErrTooLong
	}
	if v != "" {
		s.seen(v)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all, err := s.read()
	var key []byte
	if err == nil {
		key, err = s.key(len(all) == 0)
	}
	if errors.Is(err, ErrSealed) { // start anew; what was there helps nobody but may help to understand
		if err := s.setAside(); err != nil {
			return err
		}
		all = map[Name][]byte{}
		key, err = s.key(true)
	}
	if err != nil {
		return err
	}
	if v == "" {
		delete(all, n)
	} else if all[n], err = seal(key, n, string(v)); err != nil {
		return err
	}
	b, err := json.Marshal(sealedFile{Version: 1, Secrets: all})
	if err != nil {
		return err
	}
	return replace(filepath.Join(s.dir, sealedName), b)
}

// sealedFile is secrets.sealed: each secret is sealed by itself and bound to its name.
type sealedFile struct {
	Version int             `json:"version"`
	Secrets map[Name][]byte `json:"secrets"`
}

func (s *Store) read() (map[Name][]byte, error) {
	b, err := readSmall(filepath.Join(s.dir, sealedName), 256<<10)
	if errors.Is(err, fs.ErrNotExist) {
		return map[Name][]byte{}, nil
	}
	if err != nil {
		return nil, err
	}
	var f sealedFile
	if err := json.Unmarshal(b, &f); err != nil || f.Version != 1 {
		return nil, ErrSealed
	}
	if f.Secrets == nil {
		f.Secrets = map[Name][]byte{}
	}
	return f.Secrets, nil
}

// setAside renames the sealed file and its key, over what was set aside before.
func (s *Store) setAside() error {
	for _, name := range []string{sealedName, keyName} {
		path := filepath.Join(s.dir, name)
		if err := os.Rename(path, path+".old"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func readSmall(path string, max int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, max))
}

// replace puts b in the place of the file at path, readable by its owner only: written aside, synced, renamed.
func replace(path string, b []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".secrets-*.tmp") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
