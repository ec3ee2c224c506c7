package tspiot

// DecodeInfo is what the fuzz test feeds.
var DecodeInfo = decodeInfo

// DecodeInstance reads the same bytes as each of the three answers about an instance.
func DecodeInstance(b []byte) Instance {
	var in Instance
	in.readDetails(b)
	in.readLM(b)
	in.readStatus(b)
	return in
}
