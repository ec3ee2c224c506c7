package marking

import "testing"

func TestSignsTypedUnderTheRussianLayoutAreTurnedBackOneForOne(t *testing.T) {
	for _, c := range []struct {
		name, typed, want string
		ok                bool
	}{
		{"a code typed under the Russian layout", "0104670540176099215ТТ*сЬ\x1d93вПМя", "0104670540176099215NN*cM\x1d93dGVz", true},
		{"a code typed under the Latin layout", "0104670540176099215NN*cM\x1d93dGVz", "", false},
		{"letters of both layouts", "0104670540176099215NN*сМ", "", false},
		{"nothing", "", "", false},
	} {
		if got, ok := FromRussianLayout(c.typed); got != c.want || ok != c.ok {
			t.Errorf("%s: %q\n got  %q, %v\n want %q, %v", c.name, c.typed, got, ok, c.want, c.ok)
		}
	}
}
