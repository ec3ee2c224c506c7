package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"

	"dobro/checks"
)

// Classify names the way an exchange failed before a whole answer was there. What is neither a time-out, a certificate nor a
// torn connection is an answer that makes no sense: a broken status line, a headers flood, a body without end.
func Classify(err error) checks.Outcome {
	var (
		netErr  net.Error
		opErr   *net.OpError
		dnsErr  *net.DNSError
		record  tls.RecordHeaderError
		pin     *PinError
		chain   *tls.CertificateVerificationError
		invalid x509.CertificateInvalidError
		host    x509.HostnameError
		issuer  x509.UnknownAuthorityError
	)
	switch {
	case errors.Is(err, ErrTooLong), errors.As(err, &record):
		return checks.OutcomeBadAnswer
	case errors.As(err, &pin), errors.As(err, &chain), errors.As(err, &invalid), errors.As(err, &host), errors.As(err, &issuer):
		return checks.OutcomeCertificate
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return checks.OutcomeTimeout
	case errors.As(err, &netErr) && netErr.Timeout():
		return checks.OutcomeTimeout
	case errors.As(err, &opErr), errors.As(err, &dnsErr), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed):
		return checks.OutcomeRefused
	case strings.Contains(err.Error(), "server closed idle connection"): // net/http does not export it
		return checks.OutcomeRefused
	}
	return checks.OutcomeBadAnswer
}

// Judge gives the outcome that an HTTP status has in every channel: 203 is the emergency mode, 401 and 410 refuse the token, 200
// is still to be read (""), all else is a status that is no answer.
func Judge(status int) checks.Outcome {
	switch status {
	case http.StatusOK:
		return ""
	case http.StatusNonAuthoritativeInfo:
		return checks.OutcomeEmergency
	case http.StatusUnauthorized, http.StatusGone:
		return checks.OutcomeTokenRefused
	}
	return checks.OutcomeHTTP
}
