package banner

import (
	"testing"
	"time"

	"dobro/assets"
	"dobro/internal/lang"
	"dobro/internal/register"
)

func TestTheEmergencyLetsNothingGoThatIsHeldBack(t *testing.T) {
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Load(files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	since := time.Date(2026, 11, 27, 14, 5, 0, 0, time.UTC)
	only, allowed := "Аварийный режим ЧЗ с 14:05", "Аварийный режим ЧЗ с 14:05: продажа разрешена без проверки"
	for state, want := range map[register.PermitState]string{register.PermitReady: allowed, register.PermitAllowed: allowed, register.PermitWarning: allowed,
		register.PermitForbidden: only, register.PermitAsk: only} {
		f := FaceOf(words, register.Permit{State: state, Text: "почему", Emergency: true, Since: since})
		if f.Strip != want {
			t.Errorf("%s: the strip says %q, want %q", state, f.Strip, want)
		}
		if held := state == register.PermitForbidden || state == register.PermitAsk; held && f.Text != "почему" {
			t.Errorf("%s: the reason is %q", state, f.Text)
		}
	}
}
