package checks

// remembered is what the shop's own knowledge says of a code.
type remembered struct {
	known Knowledge
	group int // learned for the code or for its product
}

// look begins to look the code up in the shop's own knowledge; nil when there is none, or when too many look-ups hang.
func (c *check) look() <-chan remembered {
	known := c.e.p.Known
	if known == nil {
		return nil
	}
	select {
	case c.e.looks <- struct{}{}:
	default:
		return nil
	}
	found := make(chan remembered, 1)
	code := c.req.Code
	running := c.e.crew.take(func() {
		defer func() {
			<-c.e.looks
			if p := recover(); p != nil {
				c.e.p.Log.Error().Any("panic", p).Msg("the offline cache broke down")
			}
		}()
		m := remembered{known: known.Look(code)}
		if m.group = m.known.Group; m.group == 0 && code.GTIN != "" {
			m.group = known.Group(code.GTIN)
		}
		found <- m
	})
	if !running {
		<-c.e.looks
		return nil
	}
	return found
}

// waitsForMemory tells that the channels cannot be asked before the code was looked up: the product's group goes along with the
// question and is not known without the disk. Otherwise the look-up runs beside the questions and costs the verdict nothing.
func (c *check) waitsForMemory() bool {
	if c.req.Group > 0 || c.req.Code.GTIN == "" {
		return false
	}
	p, ok := c.e.p.Known.(Prompt)
	if !ok {
		return true
	}
	group, known := p.GroupNow(c.req.Code.GTIN)
	c.c.LearnedGroup = group
	return !known
}

// recall takes what was looked up, after as long as a disk may reasonably take.
func (c *check) recall(found <-chan remembered) {
	if found == nil {
		return
	}
	take := func(m remembered) { c.c.Known, c.c.LearnedGroup = m.known, m.group }
	select {
	case m := <-found:
		take(m)
		return
	default:
	}
	timer, stop := c.e.p.Clock.Timer(min(lookup, c.deadline))
	defer stop()
	select {
	case m := <-found:
		take(m)
	case <-timer:
		c.e.p.Log.Warn().Msg("the offline cache does not answer; checked without it")
	}
}
