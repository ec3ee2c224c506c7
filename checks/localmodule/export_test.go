package localmodule

// Decoders for the fuzz tests.
var (
	DecodeStatus = decodeStatus
	DecodeMarks  = decodeMarks
)
