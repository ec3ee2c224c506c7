package config

import (
	"encoding/base64"
	"net/url"
	"path/filepath"
	"strings"
)

// Updates says where new versions of the program come from.
type Updates struct {
	From string // a folder, or a https address; "" is never
	Key  string // public key of the owner who signs them, base64; "" is the one that was built in
}

// updateSettings are the keys of the table [updates].
var updateSettings = []setting{
	checked("updates.from", `D:\Dobro | /mnt/dobro | https://example.ru/dobro`, func(c *Config) *string { return &c.Updates.From }, leaveOut, func(s string) (string, Problem) {
		s = strings.TrimRight(strings.TrimSpace(s), "/")
		if s == "" || isLine(s, 512) && !strings.Contains(s, "://") && filepath.IsAbs(s) {
			return s, ""
		}
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !IsLoopback(u.Hostname())) {
			return "", BadURL
		}
		return s, ""
	}),
	checked("updates.key", "ed25519, base64", func(c *Config) *string { return &c.Updates.Key }, leaveOut, func(s string) (string, Problem) {
		s = strings.TrimSpace(s)
		if b, err := base64.StdEncoding.DecodeString(s); s != "" && (err != nil || len(b) != 32) {
			return "", BadValue
		}
		return s, ""
	}),
}
