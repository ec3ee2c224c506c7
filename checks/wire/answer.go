package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"dobro/checks"
	"dobro/internal/marking"
)

// Why a body is no answer.
var (
	ErrNotJSON   = errors.New("body is not a JSON object")
	ErrNoItem    = errors.New("answer holds no code object")
	ErrOtherCode = errors.New("answer is about another code")
	ErrNothing   = errors.New("answer says nothing about the code")
	ErrTooLong   = errors.New("body is longer than 1 MiB")
)

// Parsed is the body of an HTTP 200. Code is the operator's result code, see Answers.
type Parsed struct {
	Code         int64
	Description  string
	ReqID        string
	ReqTimestamp int64 // ms UTC
	Inst         string
	Version      string
	Offline      bool // isCheckedOffline
	HasItem      bool // Item is about the asked code
	Item         checks.Item
}

// Answers tells whether the body is an answer about the code. Any result code but 0 is no answer (DESIGN section 3), also 204, of
// which sources say two things (permit-online 2.4).
func (p Parsed) Answers() bool { return p.HasItem && p.Code == 0 }

type envelope struct {
	Problem
	ReqID         Text
	ReqTimestamp  Int
	Offline       Flag
	Inst, Version Text
	codes, inner  json.RawMessage
}

func (env *envelope) set(key, value []byte) {
	var field json.Unmarshaler
	switch string(key) {
	case "code":
		field = &env.Code
	case "errorCode":
		field = &env.ErrorCode
	case "description":
		field = &env.Description
	case "message":
		field = &env.Message
	case "error_message":
		field = &env.ErrorMessage
	case "errorDescription":
		field = &env.ErrorWords
	case "error":
		env.Error = value
		return
	case "codes":
		env.codes = value
		return
	case "codesResponse", "results":
		env.inner = value
		return
	case "reqId":
		field = &env.ReqID
	case "reqTimestamp":
		field = &env.ReqTimestamp
	case "isCheckedOffline":
		field = &env.Offline
	case "inst":
		field = &env.Inst
	case "version":
		field = &env.Version
	default:
		return
	}
	_ = field.UnmarshalJSON(value) // lenient types never fail
}

// Parse finds the code object about the asked code in any of the nestings in use: flat; {"results":[X]} of the local module;
// {"codesResponse":[X]} of ТС ПИоТ v2 and v3; {"codesResponse":{"codesResponse":[X]}} of its v1.
func Parse(body []byte, code marking.Code) (Parsed, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(body) == 0 || body[0] != '{' || !json.Valid(body) {
		return Parsed{}, ErrNotJSON
	}
	return parse(body, code, 0)
}

func parse(raw json.RawMessage, code marking.Code, depth int) (Parsed, error) {
	const deepest = 4
	var env envelope
	if len(raw) == 0 || raw[0] != '{' || depth > deepest {
		return Parsed{}, ErrNoItem
	}
	members(raw, env.set)
	if env.inner == nil || env.codes != nil {
		return env.parsed(code)
	}
	result, worst := Parsed{}, ErrNoItem
	for _, x := range Elements(env.inner) {
		p, err := parse(x, code, depth+1)
		if err == nil {
			return p, nil
		}
		if !errors.Is(err, ErrNoItem) || worst == ErrNoItem {
			result, worst = p, err
		}
	}
	if code, words := env.Problem.Say(); code != 0 {
		return Parsed{Code: code, Description: words}, nil
	}
	return result, worst
}

func (env envelope) parsed(code marking.Code) (Parsed, error) {
	p := Parsed{
		ReqID: strings.TrimSpace(string(env.ReqID)), ReqTimestamp: max(env.ReqTimestamp.N, 0),
		Inst: string(env.Inst), Version: string(env.Version), Offline: env.Offline.Said != nil && *env.Offline.Said,
	}
	p.Code, p.Description = env.Problem.Say()
	err := ErrNoItem
	for _, raw := range Elements(env.codes) {
		it, ok := decodeItem(raw)
		if !ok {
			continue
		}
		if p.Item = it.checked(); !About(p.Item, code) {
			err = ErrOtherCode
			continue
		}
		if p.Inst == "" {
			p.Inst = string(it.Inst)
		}
		if p.Version == "" {
			p.Version = string(it.Version)
		}
		if p.ReqID == "" && !it.says() && p.Code == 0 {
			err = ErrNothing // neither a flag nor a number that would prove it
			continue
		}
		p.HasItem = true
		return p, nil
	}
	p.Item = checks.Item{}
	if p.Code != 0 {
		return p, nil
	}
	return p, err
}
