package localmodule

import (
	"fmt"
	"net/http"
)

// version of the module's interface; 0 is "not known".
type version int32

func (v version) String() string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("v%d", int32(v))
}

func (v version) path(rest string) string { return "/api/" + v.String() + rest }

func parseAPI(s string) (version, error) {
	switch s {
	case "", "auto":
		return 0, nil
	case "v1", "v2":
		return version(s[1] - '0'), nil
	}
	return 0, fmt.Errorf("local module api %q: allowed are auto, v1, v2", s)
}

// version in use: forced by the settings or discovered.
func (c *Client) version() version {
	if c.forced != 0 {
		return c.forced
	}
	return version(c.found.Load())
}

// candidates are the versions worth asking, in order: the remembered one, then the other, because the module may have been
// updated since.
func (c *Client) candidates() []version {
	switch {
	case c.forced != 0:
		return []version{c.forced}
	case c.found.Load() == 1:
		return []version{1, 2}
	}
	return []version{2, 1}
}

func absent(status int) bool {
	return status == http.StatusNotFound || status == http.StatusMethodNotAllowed
}

// remember keeps the version that answered, whatever it answered: only a missing path says that it is not there.
func (c *Client) remember(v version, status int) {
	if c.forced == 0 && status != 0 && !absent(status) && status < 500 {
		c.found.Store(int32(v))
	}
}
