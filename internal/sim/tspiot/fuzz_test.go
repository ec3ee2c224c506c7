package tspiot

import "testing"

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"codes":["MDEwNDY3MDU0MDE3NjA5OTIxNSdXOVVtHTkzZEdWeg=="],"client_info":{"name":"a","version":"1","id":"","token":""}}`), false)
	f.Add([]byte(`{"codes":[{"cis":"MDE=","pg":8}],"client_info":{}}`), true)
	f.Add([]byte(`{"codes":[null],"client_info":{}}`), true)
	f.Add([]byte(`{"codes":[""],"client_info":{}}`), false)
	f.Fuzz(func(t *testing.T, body []byte, v3 bool) {
		full, _, err := read(body, v3)
		if err == nil && (len(full) == 0 || full[0] == "") {
			t.Errorf("read(%q): no code and no error", body)
		}
	})
}
