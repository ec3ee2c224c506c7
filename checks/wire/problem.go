package wire

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Problem is what the services write when they refuse: {"code","message"|"description"}, {"error_message"},
// {"errorCode","message"} of the local module or {"error":{"errorCode","errorDescription"}} of ТС ПИоТ.
type Problem struct {
	Code         Int             `json:"code"`
	ErrorCode    Int             `json:"errorCode"`
	Description  Text            `json:"description"`
	Message      Text            `json:"message"`
	ErrorMessage Text            `json:"error_message"`
	ErrorWords   Text            `json:"errorDescription"`
	Error        json.RawMessage `json:"error"`
}

// ReadProblem reads an error body; HTML and other text give an empty problem.
func ReadProblem(body []byte) Problem {
	var p Problem
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(body) == 0 || body[0] != '{' || json.Unmarshal(body, &p) != nil {
		return Problem{}
	}
	return p
}

// Say is the number and the words of the problem as they came; 0 when none is named.
func (p Problem) Say() (code int64, words string) {
	inner := Problem{}
	switch e := bytes.TrimSpace(p.Error); {
	case len(e) == 0:
	case e[0] == '{':
		_ = json.Unmarshal(e, &inner)
		inner.Error = nil
	case e[0] == '"':
		inner.ErrorMessage = Text(unquoted(e))
	}
	for _, n := range []Int{p.Code, p.ErrorCode, inner.Code, inner.ErrorCode} {
		if n.N != 0 {
			code = n.N
			break
		}
	}
	for _, t := range []Text{
		p.Description, p.Message, p.ErrorMessage, p.ErrorWords,
		inner.ErrorWords, inner.Message, inner.Description, inner.ErrorMessage,
	} {
		if words = strings.TrimSpace(string(t)); words != "" {
			break
		}
	}
	return code, words
}

// Names tells whether the problem carries the code in any of the places where it was met, the message text included.
func (p Problem) Names(code string) bool {
	n, words := p.Say()
	if known, ok := wholeNumber(code); ok && n == known {
		return true
	}
	for _, t := range []Text{p.ErrorMessage, Text(words)} {
		for _, w := range strings.FieldsFunc(string(t), func(r rune) bool { return r < '0' || r > '9' }) {
			if w == code {
				return true
			}
		}
	}
	return false
}
