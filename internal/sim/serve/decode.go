package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Decode reads one JSON value and nothing else: no unknown keys, no wrong types, and, unlike encoding/json alone, no keys in
// other letter case, which the real services do not know either.
func Decode(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("read request: more than one JSON value")
	}
	var tree any
	if err := json.Unmarshal(body, &tree); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	return spelt(tree, reflect.TypeOf(into))
}

// spelt compares the keys of a value with the names that its type gives them. Raw and free-form parts are not looked into.
func spelt(v any, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := v.(type) {
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return nil
		}
		names := map[string]reflect.Type{}
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			names[name] = t.Field(i).Type
		}
		for key, value := range v {
			if names[key] == nil {
				return fmt.Errorf("read request: unknown key %q", key)
			}
			if err := spelt(value, names[key]); err != nil {
				return err
			}
		}
	case []any:
		if t.Kind() != reflect.Slice {
			return nil
		}
		for _, one := range v {
			if err := spelt(one, t.Elem()); err != nil {
				return err
			}
		}
	}
	return nil
}
