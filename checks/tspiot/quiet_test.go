package tspiot_test

import (
	"io"
	"log"
)

// quiet takes what the test servers say about connections that the tests break on purpose.
var quiet = log.New(io.Discard, "", 0)
