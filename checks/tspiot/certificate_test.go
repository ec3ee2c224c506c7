package tspiot_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
)

// selfSigned makes a fresh certificate for this machine and its fingerprint.
func selfSigned(t testing.TB) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "ts-piot"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, hex.EncodeToString(sum[:])
}

func serveWith(t testing.TB, cert tls.Certificate, addr string) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(says(200, `{"codesResponse":[`+milkAnswer+`]}`))
	if addr != "" {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		_ = server.Listener.Close()
		server.Listener = l
	}
	server.Config.ErrorLog = quiet
	server.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	server.StartTLS()
	return server
}

func TestCertificateIsPinnedByTheFirstAnswer(t *testing.T) {
	first, fingerprint := selfSigned(t)
	other, otherPrint := selfSigned(t)
	server := serveWith(t, first, "")
	var saved []string
	client := newClient(t, tspiot.Params{URL: server.URL, API: "v2", Pin: func(f string) { saved = append(saved, f) }})
	for range 2 {
		if _, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk}); err != nil {
			t.Fatalf("first use: %v", err)
		}
	}
	if !slices.Equal(saved, []string{fingerprint}) {
		t.Fatalf("saved %v, want once %s", saved, fingerprint)
	}

	addr := server.Listener.Addr().String()
	server.CloseClientConnections()
	server.Close()
	server = serveWith(t, other, addr)
	defer server.Close()
	_, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk})
	f := sourcetest.Failed(t, err)
	if f.Outcome != checks.OutcomeCertificate || !strings.Contains(f.Detail, otherPrint) || client.Fingerprint() != otherPrint {
		t.Errorf("another certificate on the port: got %v, seen %s; want certificate with %s", f, client.Fingerprint(), otherPrint)
	}
	if len(saved) != 1 {
		t.Errorf("another certificate was saved: %v", saved)
	}

	again := newClient(t, tspiot.Params{URL: server.URL, API: "v2", Fingerprint: strings.ToUpper(otherPrint)})
	if _, err := again.Ask(within(t, 5*time.Second), checks.Query{Code: milk}); err != nil {
		t.Errorf("settings name the new certificate: %v", err)
	}
}

func TestCertificateOfAStrangerIsNotPinned(t *testing.T) {
	stranger, _ := selfSigned(t)
	module, fingerprint := selfSigned(t)
	server := serveWith(t, stranger, "")
	server.Config.Handler = says(200, "<html>a printer's web page</html>")
	saved := ""
	client := newClient(t, tspiot.Params{URL: server.URL, API: "v2", Pin: func(f string) { saved = f }})
	if _, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk}); err == nil {
		t.Fatal("a web page passed for an answer")
	}
	addr := server.Listener.Addr().String()
	server.CloseClientConnections()
	server.Close()
	server = serveWith(t, module, addr)
	defer server.Close()
	if _, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk}); err != nil || saved != fingerprint {
		t.Errorf("the module itself: %v, saved %q, want %q", err, saved, fingerprint)
	}
}

func TestPlainServiceOnTheTLSPortIsABadAnswer(t *testing.T) {
	server := httptest.NewServer(says(200, milkAnswer))
	defer server.Close()
	client := newClient(t, tspiot.Params{URL: "https" + strings.TrimPrefix(server.URL, "http"), API: "v2"})
	_, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: milk})
	if f := sourcetest.Failed(t, err); f.Outcome != checks.OutcomeBadAnswer {
		t.Errorf("got %v, want bad_answer", f)
	}
}

func TestSettingsThatCannotBeSafeAreRefused(t *testing.T) {
	_, fingerprint := selfSigned(t)
	for _, c := range []struct {
		name string
		p    tspiot.Params
		want string // part of the error, "" is accepted
	}{
		{"defaults", tspiot.Params{}, ""},
		{"plain http on this machine", tspiot.Params{URL: "http://127.0.0.1:51401"}, ""},
		{"plain http on this machine by IPv6", tspiot.Params{URL: "http://[::1]:51401"}, ""},
		{"plain http elsewhere", tspiot.Params{URL: "http://192.168.1.5:51401", Fingerprint: fingerprint}, "plain http"},
		{"another machine without a fingerprint", tspiot.Params{URL: "https://192.168.1.5:51401"}, "fingerprint"},
		{"another machine with a fingerprint", tspiot.Params{URL: "https://192.168.1.5:51401", Fingerprint: fingerprint}, ""},
		{"half a fingerprint", tspiot.Params{Fingerprint: fingerprint[:32]}, "64 hexadecimal"},
		{"an unknown version", tspiot.Params{API: "v4"}, "allowed are"},
		{"no address", tspiot.Params{URL: "localhost"}, "http"},
		{"a password in the address", tspiot.Params{URL: "https://u:hidden@127.0.0.1"}, "password"},
		{"control elsewhere", tspiot.Params{ControlURL: "http://192.168.1.5:51077"}, "plain http"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, err := tspiot.New(c.p)
			if c.want == "" {
				if err != nil {
					t.Fatalf("New(%+v): %v", c.p, err)
				}
				_ = client.Close()
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hidden") {
				t.Errorf("New(%+v): got %v, want an error about %q", c.p, err, c.want)
			}
		})
	}
}
