package config

import (
	"encoding/hex"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of Checks.Deadline.
const (
	MinDeadline = 500 * time.Millisecond
	MaxDeadline = 5 * time.Second
)

// Bauds lists the speeds that scanner.baud takes.
var Bauds = []int{1200, 2400, 4800, 9600, 14400, 19200, 38400, 57600, 115200, 230400, 460800, 921600}

// ValidINN tells whether s is a taxpayer's number: 10 digits of a company or 12 of a person, with right check digits
// (the algorithm of order ММВ-7-6/435@ of the tax service).
func ValidINN(s string) bool {
	if strings.Trim(s, "0") == "" {
		return false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	digit := func(weights ...int) byte {
		sum := 0
		for i, w := range weights {
			sum += w * int(s[i]-'0')
		}
		return byte('0' + sum%11%10)
	}
	switch len(s) {
	case 10:
		return s[9] == digit(2, 4, 10, 3, 5, 9, 4, 6, 8)
	case 12:
		return s[10] == digit(7, 2, 4, 10, 3, 5, 9, 4, 6, 8) && s[11] == digit(3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
	}
	return false
}

// IsLoopback tells whether a URL's host is this very machine.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// serviceURL checks the address of a service and takes the slash off its end. A path is allowed, for services behind a
// proxy; user, query and fragment are not: a password there would be a secret in the file.
func serviceURL(s string, plainElsewhere bool) (string, Problem) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.Opaque != "" || !isLine(s, 512) || strings.ContainsAny(s, " #") {
		return "", BadURL
	}
	if p := u.Port(); p != "" && !validPort(p) || strings.HasSuffix(u.Host, ":") {
		return "", BadURL
	}
	if u.Scheme == "http" && !plainElsewhere && !IsLoopback(u.Hostname()) {
		return "", PlainHTTP
	}
	return strings.TrimRight(s, "/"), ""
}

// fingerprint takes SHA-256 in hexadecimal, with or without colons, in any letter case.
func fingerprint(s string) (string, bool) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, ":", ""))
	if err != nil || len(b) != 32 {
		return "", false
	}
	return hex.EncodeToString(b), true
}

var comName = regexp.MustCompile(`^(?i:COM)[1-9][0-9]{0,2}$`)

// serialName tells whether s can name a serial port: COM3 or an absolute path, \\.\ included.
func serialName(s string) bool {
	return comName.MatchString(s) || isLine(s, 256) && len(s) > 1 && (s[0] == '/' || strings.HasPrefix(s, `\\.\`))
}

// printerAddress checks COM3:115200, /dev/ttyUSB0:115200 and tcp://host:port.
func printerAddress(s string) bool {
	if rest, ok := strings.CutPrefix(s, "tcp://"); ok {
		host, port, err := net.SplitHostPort(rest)
		return err == nil && host != "" && isLine(host, 253) && !strings.ContainsAny(host, "/ @") && validPort(port)
	}
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return false
	}
	baud, err := strconv.Atoi(s[i+1:])
	return err == nil && validBaud(baud) && serialName(s[:i])
}

func validPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

func validBaud(n int) bool {
	for _, b := range Bauds {
		if b == n {
			return true
		}
	}
	return false
}

// isLine tells whether s is one line of readable text of at most max characters.
func isLine(s string, max int) bool {
	return utf8.RuneCountInString(s) <= max && strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == utf8.RuneError || r == '\u2028' || r == '\u2029'
	}) < 0
}
