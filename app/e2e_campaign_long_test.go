//go:build e2e && campaign

package main

// The long run: go test -run Campaign -parallel 6 -timeout 30m -tags x11,e2e,campaign ./app.
const (
	campaignLanes = 6
	campaignEach  = 340
)
