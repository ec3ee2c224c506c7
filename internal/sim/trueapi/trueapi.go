// Package trueapi simulates True API v4: the base host with the list of platforms and two platforms that check codes by
// X-API-KEY.
package trueapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	"dobro/internal/sim/serve"
)

// Names of the hosts on the fault board.
const (
	ServiceBase = "trueapi"
	ServiceCDN1 = "cdn1"
	ServiceCDN2 = "cdn2"
)

// What becomes of keys.
const (
	KeyGood    = 0
	KeyRefused = http.StatusUnauthorized // 401
	KeyCutOff  = http.StatusGone         // 410
)

// Params of the service. Key "" accepts any key of 36 characters. Hosts are filled in by SetHosts when their ports are known.
type Params struct {
	Table *codes.Table
	Now   func() time.Time
	Key   string
}

// Service is the base host with its platforms. Its methods may be called from any goroutine.
type Service struct {
	p         Params
	mu        sync.Mutex
	hosts     []string
	cut       int
	emergency bool
	avg       [2]int
	checks    [2]int
}

// New makes a service without platforms.
func New(p Params) *Service {
	s := &Service{p: p}
	s.Reset()
	return s
}

// Reset ends emergency mode and makes keys good.
func (s *Service) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut, s.emergency, s.avg, s.checks = KeyGood, false, [2]int{12, 25}, [2]int{}
}

// SetHosts says which platforms the base host names.
func (s *Service) SetHosts(hosts ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hosts = hosts
}

// SetKeys makes every key good, refused or cut off.
func (s *Service) SetKeys(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cut = status
}

// SetEmergency makes every answer 203.
func (s *Service) SetEmergency(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emergency = on
}

// SetAverage sets the time in ms that the health check of a platform, 0 or 1, claims.
func (s *Service) SetAverage(platform, ms int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.avg[platform] = ms
}

// Checks counts the checks that a platform, 0 or 1, was asked for.
func (s *Service) Checks(platform int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.checks[platform]
}

// Base is the handler of the base host. It answers 404 to checks, like the real one.
func (s *Service) Base() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v4/true-api/cdn/info", s.guard(func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		hosts := []any{}
		for _, h := range s.hosts {
			hosts = append(hosts, map[string]any{"host": h})
		}
		s.mu.Unlock()
		serve.JSON(w, http.StatusOK, map[string]any{"code": 0, "description": "ok", "hosts": hosts})
	}))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { failure(w, http.StatusNotFound, 404, "Not Found") })
	return mux
}

// Platform is the handler of one CDN host, 0 or 1.
func (s *Service) Platform(n int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v4/true-api/cdn/health/check", s.guard(func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		avg := s.avg[n]
		s.mu.Unlock()
		serve.JSON(w, http.StatusOK, map[string]any{"code": 0, "description": "ok", "avgTimeMs": avg})
	}))
	mux.HandleFunc("POST /api/v4/true-api/codes/check", s.guard(func(w http.ResponseWriter, r *http.Request) { s.check(n, w, r) }))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { failure(w, http.StatusNotFound, 404, "Not Found") })
	return mux
}

// guard answers 203 in emergency mode and refuses bad keys.
func (s *Service) guard(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		emergency, cut, key := s.emergency, s.cut, s.p.Key
		s.mu.Unlock()
		given := r.Header.Get("X-API-KEY")
		switch {
		case emergency:
			mode203(w)
		case cut == KeyCutOff:
			failure(w, http.StatusGone, 410, "Устаревшее API")
		case cut == KeyRefused, key == "" && len(given) != 36, key != "" && given != key:
			failure(w, http.StatusUnauthorized, 401, "Неверный X-API-KEY")
		default:
			next(w, r)
		}
	}
}

type question struct {
	Codes    []string         `json:"codes"`
	Drive    *string          `json:"fiscalDriveNumber"`
	TimeZone *json.RawMessage `json:"timeZone"`
}

var driveNumber = regexp.MustCompile(`^\d{16}$`)

// Describe names the codes of a request for matching faults.
func Describe(_ *http.Request, body []byte) fault.Subject {
	var q question
	_ = json.Unmarshal(body, &q)
	return fault.Subject{Codes: q.Codes}
}

func (q question) refusal() string {
	zone := 0
	switch {
	case len(q.Codes) == 0 || len(q.Codes) > 100:
		return "codes: от 1 до 100"
	case q.Drive != nil && !driveNumber.MatchString(*q.Drive):
		return "fiscalDriveNumber: 16 цифр"
	case q.TimeZone != nil && (json.Unmarshal(*q.TimeZone, &zone) != nil || zone < 1 || zone > 11):
		return "timeZone: 1–11"
	}
	for _, c := range q.Codes {
		if c == "" || strings.HasPrefix(c, codes.GS) || c[0] == ']' || strings.ContainsAny(c, "\r\n") {
			return "код начинается с FNC1, признака символики или содержит конец строки"
		}
	}
	return ""
}

func (s *Service) check(n int, w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.checks[n]++
	s.mu.Unlock()
	var q question
	if err := serve.Read(r, &q); err != nil {
		failure(w, http.StatusBadRequest, 400, err.Error())
		return
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		failure(w, http.StatusUnsupportedMediaType, 415, "Content-Type")
		return
	}
	if why := q.refusal(); why != "" {
		failure(w, http.StatusBadRequest, 400, why)
		return
	}
	items, code := []any{}, 0
	for _, full := range q.Codes {
		a := s.p.Table.Lookup(full)
		if !s.await(w, r, a.Online) {
			return
		}
		items, code = append(items, a.Item), max(code, a.Online.Code)
	}
	if code != 0 {
		serve.JSON(w, http.StatusOK, map[string]any{"code": code, "description": "Ошибка проверки", "codes": []any{}})
		return
	}
	serve.JSON(w, http.StatusOK, map[string]any{"code": 0, "description": "ok", "codes": items, "reqId": uuid.NewString(),
		"reqTimestamp": s.p.Now().UnixMilli()})
}

// await behaves as the code wants; false when that was the whole answer.
func (s *Service) await(w http.ResponseWriter, r *http.Request, on codes.Online) bool {
	delay := time.Duration(on.DelayMs) * time.Millisecond
	if on.NoAnswer {
		delay = 30 * time.Second
	}
	if delay > 0 {
		t := time.NewTimer(delay)
		defer t.Stop()
		select {
		case <-t.C:
		case <-r.Context().Done():
			return false
		}
	}
	switch {
	case on.NoAnswer:
		failure(w, http.StatusGatewayTimeout, 504, "Gateway Timeout")
	case on.Status == http.StatusNonAuthoritativeInfo:
		mode203(w)
	case on.Status != 0:
		failure(w, on.Status, max(on.BodyCode, on.Status), fmt.Sprint("Ошибка ", max(on.BodyCode, on.Status)))
	default:
		return true
	}
	return false
}

func mode203(w http.ResponseWriter) {
	serve.JSON(w, http.StatusNonAuthoritativeInfo, map[string]any{"code": 203, "message": "Аварийный режим", "details": []any{}})
}

// failure has the operator's error body, whose code is in two places of which clients look at either.
func failure(w http.ResponseWriter, status, code int, message string) {
	serve.JSON(w, status, map[string]any{"code": code, "description": message, "error_message": fmt.Sprintf("%d: %s", code, message)})
}
