package localmodule

import (
	"encoding/base64"
	"net/http"

	"dobro/checks/wire"
)

// auth is who asks. The token belongs to version 2; when the module does not know it, login and password are tried.
type auth struct {
	login    string
	password wire.Secret
	token    wire.Secret
	drive    string
}

// UseFiscalDrive tells the number of the fiscal drive, as soon as the printer has named it.
func (c *Client) UseFiscalDrive(number string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.auth.drive = number
}

// UseToken gives the token that ТС ПИоТ has for the module; "" goes back to login and password. One that the module has just
// refused is not tried again, however often it is given.
func (c *Client) UseToken(token wire.Secret) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if token == "" || token != c.refused {
		c.auth.token = token
	}
}

func (c *Client) who() auth {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.auth
}

// dropToken forgets a token that the module refused, unless a newer one has come.
func (c *Client) dropToken(refused wire.Secret) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refused = refused
	if c.auth.token == refused {
		c.auth.token = ""
	}
}

func (a auth) byToken(v version) bool { return v == 2 && a.token != "" }

func (a auth) sign(req *http.Request, v version) {
	if a.drive != "" {
		req.Header["X-ClientId"] = []string{a.drive} // spelt as in the operator's document
	}
	if a.byToken(v) {
		req.Header.Set("Authorization", "Token "+a.token.Reveal())
		return
	}
	req.Header.Set("Authorization", "Basic "+a.basic())
}

func (a auth) basic() string {
	return base64.StdEncoding.EncodeToString([]byte(a.login + ":" + a.password.Reveal()))
}

func (a auth) mask() wire.Mask { return wire.NewMask(a.token, wire.Secret(a.basic()), a.password) }
