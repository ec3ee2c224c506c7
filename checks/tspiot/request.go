package tspiot

import (
	"dobro/checks"
	"dobro/checks/wire"
)

type clientInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	ID      string `json:"id"`
	Token   string `json:"token"`
}

// request of v1 and v2: codes are base64 of the exact bytes, which is what encoding/json makes of a []byte.
type request struct {
	Codes  [][]byte   `json:"codes"`
	Client clientInfo `json:"client_info"`
}

// request3 is v3: a code is an object and may name its product group.
type request3 struct {
	Codes  []code3    `json:"codes"`
	Client clientInfo `json:"client_info"`
}

type code3 struct {
	Cis   []byte `json:"cis"`
	Group int    `json:"pg,omitempty"`
}

func (c *Client) body(v version, q checks.Query) []byte {
	code := []byte(q.Code.Full)
	var r any = request{Codes: [][]byte{code}, Client: c.who}
	if v == 3 {
		r = request3{Codes: []code3{{Cis: code, Group: max(q.Group, 0)}}, Client: c.who}
	}
	return wire.JSON(r)
}
