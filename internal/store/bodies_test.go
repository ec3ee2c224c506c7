package store

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
)

// bodiesOf are the texts of the records of a kind in the made journal.
func bodiesOf(t testing.TB, s *Store, kind string) (out [][]byte) {
	t.Helper()
	var list []Record
	if err := s.read.WithContext(context.Background()).Where("kind = ?", kind).Find(&list).Error; err != nil || len(list) == 0 {
		t.Fatalf("%d records, %v", len(list), err)
	}
	for _, r := range list {
		out = append(out, []byte(r.Body))
	}
	return out
}

func TestBodiesAreReadWithoutTheDecoder(t *testing.T) {
	s := madeJournal(t)
	for _, text := range bodiesOf(t, s, "check") {
		var want Check
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		if got, err := checkOf(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
		if allocs := testing.AllocsPerRun(5, func() { checkOf(text) }); allocs > 20 {
			t.Errorf("%v allocations for %s: the decoder was asked", allocs, text)
		}
	}
	for _, text := range bodiesOf(t, s, "receipt") {
		var want Receipt
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		if got, err := receiptOf(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
	}
}

// FuzzBodies holds the reader to the decoder: what it takes for a sound body, the decoder reads alike.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{
		`{"id":"c1","at":"2026-11-22T12:00:00Z","cis":"01\u003c","group":8,"offline":true,"elapsedNs":41234567,"verdict":{"a":[1,{"b":"}"}]},"raw":[]}`,
		`{"id":"r1","kind":"sale","state":"fiscalized","number":1,"openedAt":"2026-11-22T12:00:00.5+03:00","lines":[{"Name":"Хлеб","Sum":5,"sum":7,"printer":{"a":1}}],"payments":[{"Type":"cash","Sum":9}]}`,
		`{"id":"a","id":"b"}`, `{"ID":"a"}`, `{"group":null}`, `{"group":01}`, `{"group":-0}`, `{"id":"\ud800"}`, "{\"id\":\"\xff\"}", `{"lines":null}`, `{"id":"a"} x`, `{`, `{"a"`, `{"a":"\`, `[]`, ``,
		`{"verdict":,"id":"x"}`, `{"lines":[{"Part":{"n":1,"of":3}}]}`, " { \"id\" : \"a\" , \"group\" : 7 } ",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		names := map[string]bool{}
		Members(text, func(name, _ []byte) { names[string(name)] = true })
		check, checkErr := checkOf(text)
		rec, recErr := receiptOf(text)
		if !json.Valid(text) {
			return // a record whose hash holds is never so; nothing may panic
		}
		var members map[string]json.RawMessage
		if json.Unmarshal(text, &members) == nil && members != nil && len(members) > len(names) {
			t.Errorf("%s has %d members, got %d", text, len(members), len(names))
		}
		var wantCheck Check
		if err := json.Unmarshal(text, &wantCheck); (err == nil) != (checkErr == nil) || err == nil && !reflect.DeepEqual(check, wantCheck) {
			t.Errorf("%s: got %+v, %v; want %+v, %v", text, check, checkErr, wantCheck, err)
		}
		var want Receipt
		if err := json.Unmarshal(text, &want); (err == nil) != (recErr == nil) || err == nil && !reflect.DeepEqual(rec, want) {
			t.Errorf("%s: got %+v, %v; want %+v, %v", text, rec, recErr, want, err)
		}
	})
}
