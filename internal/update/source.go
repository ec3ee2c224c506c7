package update

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Source is where packages lie. Open gives a file from an offset on; a source that cannot begin there gives it from 0 and says so.
type Source interface {
	Open(ctx context.Context, name string, offset int64) (r io.ReadCloser, from int64, err error)
}

// ErrSource says that the place of the packages is none.
var ErrSource = errors.New("updates come from a folder or a https address")

// From makes the source of a folder or an address.
func From(place string) (Source, error) {
	place = strings.TrimSpace(place)
	if !strings.Contains(place, "://") {
		if !filepath.IsAbs(place) {
			return nil, ErrSource
		}
		return folder(place), nil
	}
	u, err := url.Parse(place)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, ErrSource
	}
	return newWeb(u), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

type folder string

func (f folder) Open(_ context.Context, name string, offset int64) (io.ReadCloser, int64, error) {
	file, err := os.Open(filepath.Join(string(f), filepath.FromSlash(name)))
	if err != nil {
		return nil, 0, fmt.Errorf("open a package: %w", err)
	}
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open a package: %w", err), file.Close())
	}
	return file, offset, nil
}

// web is a server. Redirects are not followed: the address in the settings is the one that was meant.
type web struct {
	base   *url.URL
	client *http.Client
}

// stall is how long a server may say nothing.
const stall = 30 * time.Second

func newWeb(base *url.URL) *web {
	t := &http.Transport{DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: stall,
		Proxy: http.ProxyFromEnvironment, DisableCompression: true, DisableKeepAlives: true}
	return &web{base, &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Open implements Source.
func (w *web) Open(ctx context.Context, name string, offset int64) (io.ReadCloser, int64, error) {
	u := *w.base
	u.Path = path.Join("/", u.Path, name)
	ctx, cancel := context.WithCancel(ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		cancel()
		return nil, 0, fmt.Errorf("ask for a package: %w", err)
	}
	if offset > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", offset))
	}
	resp, err := w.client.Do(req)
	if err != nil {
		cancel()
		return nil, 0, fmt.Errorf("ask for a package: %w", err)
	}
	body := &watched{ReadCloser: resp.Body, cancel: cancel, timer: time.AfterFunc(stall, cancel)}
	switch {
	case resp.StatusCode == http.StatusOK:
		return body, 0, nil
	case resp.StatusCode == http.StatusPartialContent && strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", offset)):
		return body, offset, nil
	}
	return nil, 0, errors.Join(fmt.Errorf("ask for a package: the server says %s", resp.Status), body.Close())
}

// watched gives a body up that has stalled.
type watched struct {
	io.ReadCloser
	cancel func()
	timer  *time.Timer
}

func (b *watched) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 {
		b.timer.Reset(stall)
	}
	return n, err
}

func (b *watched) Close() error {
	b.timer.Stop()
	b.cancel()
	return b.ReadCloser.Close()
}
