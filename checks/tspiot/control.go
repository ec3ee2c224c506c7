package tspiot

import "dobro/checks/wire"

// controlBase is the address of the control interface. It speaks plain http, so it is used on this machine only.
func controlBase(raw string, module wire.Base) (*wire.Base, error) {
	if raw == "" {
		if !module.Loopback {
			return nil, nil
		}
		raw = DefaultControlURL
	}
	base, err := wire.ParseBase(raw)
	if err == nil {
		err = base.SafePlain()
	}
	if err != nil {
		return nil, err
	}
	return &base, nil
}
