package checks

import "strconv"

// evidence is the proof of a ruling. Tag 1265 has two forms: online UUID and Time, offline with the instance and the base of
// the local module as well. Where an offline answer lacks one of the two nothing is invented and the short form is printed; an
// online answer keeps the short form whatever it carries (permit-offline, section 4).
func evidence(r Ruling) Evidence {
	if r.Proof == nil {
		return Evidence{}
	}
	a := r.Proof
	e := Evidence{ReqID: a.ReqID, ReqTimestamp: a.ReqTimestamp, Inst: a.Inst, Version: a.Version}
	if r.Tagged {
		e.Tag1265 = "UUID=" + a.ReqID + "&Time=" + strconv.FormatInt(a.ReqTimestamp, 10)
		if (a.Offline || a.Channel == ChannelLocalModule) && a.Inst != "" && a.Version != "" {
			e.Tag1265 += "&Inst=" + a.Inst + "&Ver=" + a.Version
		}
	}
	return e
}
