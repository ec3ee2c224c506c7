package trueapi

// Rouse lets the loop look at the clock now.
func (c *Client) Rouse() { c.rouse() }

// DecodeList and DecodeHealth are what the fuzz tests feed.
var (
	DecodeList   = decodeList
	DecodeHealth = decodeHealth
)

// Fallback is the list without a list.
func Fallback(c *Client) []string { return c.fallback() }
