package sourcetest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dobro/checks"
)

// body answers 200 with the text.
func body(text string) http.HandlerFunc { return Status(http.StatusOK, text) }

// Status answers with a status and a text.
func Status(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

// raw takes over the connection, writes the text and cuts.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
	}
}

// Hang says nothing until the client has gone.
func Hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// flood sends blocks without end until the client has had enough.
func flood(pause time.Duration, block []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(pause):
			}
		}
	}
}

func echo(status int, before, after string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		said := strings.ReplaceAll(strings.ReplaceAll(string(b), `\`, `\\`), `"`, `\"`)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, before+said+" "+Milk.Cis+" 93"+Milk.Check+" "+Secret+after)
	}
}

type badAnswer struct {
	name    string
	handler http.HandlerFunc
	want    checks.Outcome
	limit   time.Duration // of the context; 0 is 5s, and then the source must end long before
}

func badAnswers(wrap func(string) string) []badAnswer {
	const ok = `"reqId":"r","reqTimestamp":1`
	big := bytes.Repeat([]byte(" "), 50<<20)
	return []badAnswer{
		{"an empty body", body(""), checks.OutcomeBadAnswer, 0},
		{"a greeting instead of JSON", body("hello"), checks.OutcomeBadAnswer, 0},
		{"a login page of the provider", body("<!DOCTYPE html><html><body>Войдите</body></html>"), checks.OutcomeBadAnswer, 0},
		{"half of a JSON", body(wrap(`{"code":0,"codes":[{"cis":"x"}],` + ok + `}`)[:30]), checks.OutcomeBadAnswer, 0},
		{"JSON and then garbage", body(wrap(`{"code":0,"codes":[{}],`+ok+`}`) + "}}"), checks.OutcomeBadAnswer, 0},
		{"null", body("null"), checks.OutcomeBadAnswer, 0},
		{"a list", body("[]"), checks.OutcomeBadAnswer, 0},
		{"a number", body("1"), checks.OutcomeBadAnswer, 0},
		{"a string", body(`"ok"`), checks.OutcomeBadAnswer, 0},
		{"an object that says nothing", body("{}"), checks.OutcomeBadAnswer, 0},
		{"no codes", body(wrap(`{"code":0,` + ok + `}`)), checks.OutcomeBadAnswer, 0},
		{"codes are null", body(wrap(`{"code":0,"codes":null,` + ok + `}`)), checks.OutcomeBadAnswer, 0},
		{"codes are empty", body(wrap(`{"code":0,"codes":[],` + ok + `}`)), checks.OutcomeBadAnswer, 0},
		{"codes are words and numbers", body(wrap(`{"code":0,"codes":["x",1,null,[]],` + ok + `}`)), checks.OutcomeBadAnswer, 0},
		{"an answer about another code", body(wrap(`{"code":0,"codes":[{"cis":"0104670540176099215LnOjv","printView":"0104670540176099215LnOjv"}],` + ok + `}`)),
			checks.OutcomeBadAnswer, 0},
		{"an answer about another product", body(wrap(`{"code":0,"codes":[{"gtin":"04600000000001"}],` + ok + `}`)), checks.OutcomeBadAnswer, 0},
		{"values of wrong types only", body(wrap(`{"code":["0"],"codes":[{"cis":"0104670540176099215'W9Um","found":"да","sold":{},"groupIds":{"0":8},"errorCode":["0"]}],"reqId":{"value":"r"}}`)),
			checks.OutcomeBadAnswer, 0},
		{"twenty thousand brackets", body(strings.Repeat(`{"codesResponse":`, 20000) + "1" + strings.Repeat("}", 20000)), checks.OutcomeBadAnswer, 0},
		{"bytes that are no UTF-8", body("{\"code\":0,\"codes\":[{\"cis\":\"\xff\xfe\"}]}"), checks.OutcomeBadAnswer, 0},
		{"compressed without being asked", body("\x1f\x8b\x08\x00\x00\x00\x00\x00"), checks.OutcomeBadAnswer, 0},
		{"50 MB, announced", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "52428800")
			_, _ = w.Write(big)
		},
			checks.OutcomeBadAnswer, 0},
		{"50 MB in pieces", func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(big); i += 1 << 20 {
				if _, err := w.Write(big[i : i+1<<20]); err != nil {
					return
				}
			}
		}, checks.OutcomeBadAnswer, 0},
		{"an endless fast body", flood(0, big[:64<<10]), checks.OutcomeBadAnswer, 0},
		{"an endless slow body", flood(10*time.Millisecond, []byte(" ")), checks.OutcomeTimeout, 300 * time.Millisecond},
		{"headers and then silence", func(w http.ResponseWriter, r *http.Request) { w.(http.Flusher).Flush(); Hang(w, r) }, checks.OutcomeTimeout, 300 * time.Millisecond},
		{"silence", Hang, checks.OutcomeTimeout, 300 * time.Millisecond},
		{"a cut before the first byte", raw(""), checks.OutcomeRefused, 0},
		{"a cut in the middle of the body", raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"code\":0,"), checks.OutcomeRefused, 0},
		{"another protocol", raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"), checks.OutcomeBadAnswer, 0},
		{"headers without end", raw("HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("a", 2<<20) + "\r\n\r\n{}"), checks.OutcomeBadAnswer, 0},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, checks.OutcomeHTTP, 0},
		{"a bad request that repeats what was sent", echo(400, `{"code":400,"message":"`, `"}`), checks.OutcomeHTTP, 0},
		{"forbidden", Status(403, "<html>"), checks.OutcomeHTTP, 0},
		{"an empty 204", Status(204, ""), checks.OutcomeHTTP, 0},
		{"a token that is not accepted", echo(401, `{"code":401,"description":"`, `"}`), checks.OutcomeTokenRefused, 0},
		{"a business code that repeats what was sent", echo(200, `{"code":5,"description":"`, `"}`), checks.OutcomeBusinessCode, 0},
		{"a business code as a string", body(wrap(`{"code":"7","description":"нет прав","codes":[]}`)), checks.OutcomeBusinessCode, 0},
		{"an error object inside a 200", body(`{"error":{"errorCode":12,"errorDescription":"нет ответа"}}`), checks.OutcomeBusinessCode, 0},
		{"a business code beside a good code object", body(wrap(`{"code":3,"codes":[{"cis":"0104670540176099215'W9Um","found":true}],` + ok + `}`)),
			checks.OutcomeBusinessCode, 0},
	}
}

// BadAnswers sends everything that is no answer.
func BadAnswers(t *testing.T, s Subject) {
	for _, c := range badAnswers(s.wrap) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source := s.New(t, Serve(t, s.TLS, c.handler))
			limit := c.limit
			if limit == 0 {
				limit = 5 * time.Second
			}
			began := time.Now()
			a, err := source.Ask(Within(t, limit), checks.Query{Code: Milk})
			took := time.Since(began)
			if err == nil {
				t.Fatalf("got answer %+v, want failure %s", a, c.want)
			}
			f := Failed(t, err)
			if f.Outcome != c.want || f.Channel != source.Channel() || len(f.Steps) == 0 || f.Steps[len(f.Steps)-1].Outcome != c.want {
				t.Errorf("got %+v, want outcome %s in the failure and its last step", f, c.want)
			}
			if len(f.Body) > 64<<10 {
				t.Errorf("%d bytes of body are kept, want at most 64 KiB", len(f.Body))
			}
			silent(t, f)
			// Generous to a busy machine: the point is that it ends by itself, and with the context at the latest.
			if c.limit != 0 && took > c.limit+500*time.Millisecond || c.limit == 0 && took >= limit {
				t.Errorf("ended after %v, limit %v", took, c.limit)
			}
		})
	}
}

// OddFields sends answers whose fields have wrong types: they are answers all the same, and the odd fields are not said.
func OddFields(t *testing.T, s Subject) {
	const fields = `"found","valid","verified","utilised","realizable","sold","isBlocked","isGreyGtin","isOwner","isTracking","grayZone","ogvs",` +
		`"errorCode","message","eliminationState","expireDate","mrp","smp","innerUnitCount","soldUnitCount","packageType","packageQuantity","parent",` +
		`"producerInn","groupIds","gtin","printView","productWeight","variableExpirations"`
	for _, value := range []string{
		"null", `""`, `"?"`, "{}", "[]", "[null]", `[{}]`, `{"a":1}`, "2", "-1", "1e400", `"yes"`, "0.5", `[["x"]]`, "99999999999999999999",
	} {
		t.Run("every field is "+value, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			b.WriteString(`{"code":null,"reqId":"r","description":` + value + `,"reqTimestamp":` + value + `,"inst":` + value + `,"isCheckedOffline":` + value + `,"codes":[{"cis":"0104670540176099215'W9Um"`)
			for _, f := range strings.Split(fields, ",") {
				if f == `"gtin"` || f == `"printView"` {
					continue // a wrong one would speak of another product
				}
				b.WriteString("," + f + ":" + value)
			}
			b.WriteString("}]}")
			sent := s.wrap(b.String())
			source := s.New(t, Serve(t, s.TLS, body(sent)))
			a, err := source.Ask(Within(t, 5*time.Second), checks.Query{Code: Milk})
			if err != nil {
				t.Fatalf("sent %s: %v", sent, err)
			}
			it := a.Item
			for i, flag := range []*bool{it.Found, it.Valid, it.Verified, it.Utilised, it.Realizable, it.Sold, it.IsBlocked, it.IsGreyGTIN, it.IsOwner, it.IsTracking, it.GrayZone} {
				if flag != nil {
					t.Errorf("sent %s: flag %d is %v, want not said", sent, i, *flag)
				}
			}
			if it.ExpireDate != nil || it.MRP != nil && *it.MRP <= 0 || a.Offline && source.Channel() != checks.ChannelLocalModule {
				t.Errorf("sent %s: got %+v", sent, a)
			}
		})
	}
}

// Refused asks a port where nobody listens.
func Refused(t *testing.T, s Subject) {
	server := httptest.NewServer(http.NotFoundHandler())
	if s.TLS {
		server.Close()
		server = httptest.NewTLSServer(http.NotFoundHandler())
	}
	source := s.New(t, server)
	server.Close()
	began := time.Now()
	_, err := source.Ask(Within(t, 5*time.Second), checks.Query{Code: Milk})
	f := Failed(t, err)
	if f.Outcome != checks.OutcomeRefused || time.Since(began) > time.Second {
		t.Errorf("got %v after %v, want refused at once", f, time.Since(began))
	}
}
