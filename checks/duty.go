package checks

import "time"

// Duty is what the law asks of a code at one moment.
type Duty struct {
	Dated   bool // the group stands in the table with a day
	Online  bool // the check is obligatory: a ban is a ban
	Offline bool // a sale without any check is no longer free
}

// Duty of a group at an instant, in the zone of the shop. A group that is unknown or has no date counts as obligatory
// (DESIGN section 3). The obligation as a whole begins with the online day; where only the offline day is known, with that.
func (s *Schedule) Duty(group int, at time.Time, zone *time.Location, chain bool) Duty {
	g, ok := s.ByID(group)
	d := g.DatesFor(chain)
	if !ok || (d.Online.IsZero() && d.Offline.IsZero()) {
		return Duty{Online: true, Offline: true}
	}
	if d.Online.IsZero() {
		d.Online = d.Offline
	}
	if d.Offline.IsZero() {
		d.Offline = d.Online
	}
	return Duty{Dated: true, Online: begun(d.Online, at, zone), Offline: begun(d.Offline, at, zone)}
}

// GroundInForce tells whether a ban ground of the group applies: some came later than the group.
func (s *Schedule) GroundInForce(group int, ground ReasonCode, at time.Time, zone *time.Location) bool {
	g, _ := s.ByID(group)
	day, late := g.Grounds[ground]
	return !late || begun(day, at, zone)
}

func begun(day Day, at time.Time, zone *time.Location) bool { return !at.Before(day.In(zone)) }
