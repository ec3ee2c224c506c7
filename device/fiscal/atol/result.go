package atol

import (
	"encoding/json"

	"dobro/device/fiscal"
)

// Statuses of a task in the server's queue.
const (
	statusReady       = "ready"
	statusInProgress  = "inProgress"
	statusError       = "error"
	statusInterrupted = "interrupted" // not executed because an earlier task failed
	statusBlocked     = "blocked"     // the server itself does not know; its queue stands
	statusCanceled    = "canceled"
	statusLost        = "lost" // of ours: the library failed in the middle of a task
)

// result of one task, of either version of the API.
type result struct {
	Status string          `json:"status"`
	Err    *driverError    `json:"error"`            // v2
	Code   int             `json:"errorCode"`        // v1
	Text   string          `json:"errorDescription"` // v1
	Body   json.RawMessage `json:"result"`
}

type driverError struct {
	Code        int    `json:"code"`
	Description string `json:"description"`
	Name        string `json:"error"`
}

func (r result) done() bool {
	switch r.Status {
	case statusReady, statusError, statusInterrupted, statusBlocked, statusCanceled, statusLost:
		return true
	}
	return false
}

func (r result) code() (int, string) {
	if r.Err != nil {
		return r.Err.Code, r.Err.Description
	}
	return r.Code, r.Text
}

// trouble is nil when the task is done well. Of a document's task it also says whether the document may exist.
func (r result) trouble(document bool) *fiscal.Error {
	code, text := r.code()
	switch {
	case r.Status == statusReady && code == 0:
		return nil
	case r.Status == statusBlocked:
		return &fiscal.Error{Trouble: fiscal.Stopped, Code: code, Text: text, Unknown: document}
	case r.Status == statusLost:
		return &fiscal.Error{Trouble: fiscal.Busy, Code: code, Text: text, Unknown: document}
	case r.Status == statusInterrupted || r.Status == statusCanceled:
		return &fiscal.Error{Trouble: troubleOf(code), Code: code, Text: text}
	}
	return &fiscal.Error{Trouble: troubleOf(code), Code: code, Text: text, Unknown: document && uncertain(code)}
}
