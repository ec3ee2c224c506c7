package tspiot

import (
	"fmt"
	"net/http"
)

// version of the REST interface; 0 is "not known".
type version int32

func (v version) String() string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("v%d", int32(v))
}

func (v version) path() string { return "/api/" + v.String() + "/codes/check" }

// newestFirst is the order of discovery: a version that is not there answers 404.
var newestFirst = []version{3, 2, 1}

func parseAPI(s string) (version, error) {
	switch s {
	case "", "auto":
		return 0, nil
	case "v1", "v2", "v3":
		return version(s[1] - '0'), nil
	}
	return 0, fmt.Errorf("tspiot api %q: allowed are auto, v1, v2, v3", s)
}

// version in use: forced by the settings or discovered.
func (c *Client) version() version {
	if c.forced != 0 {
		return c.forced
	}
	return version(c.found.Load())
}

// candidates are the versions worth asking, in order. A remembered one comes first; the others follow because the module may have
// been replaced since.
func (c *Client) candidates() []version {
	if c.forced != 0 {
		return []version{c.forced}
	}
	known := version(c.found.Load())
	if known == 0 {
		return newestFirst
	}
	order := make([]version, 0, len(newestFirst))
	order = append(order, known)
	for _, v := range newestFirst {
		if v != known {
			order = append(order, v)
		}
	}
	return order
}

// absent tells whether the status means that the path, and so the version, does not exist.
func absent(status int) bool {
	return status == http.StatusNotFound || status == http.StatusMethodNotAllowed
}
