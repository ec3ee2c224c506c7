//go:build e2e && campaign

package main

// The long run, a way to a printer at a time: go test -v -run "Campaign.*/Shtrih_TCP" -parallel 10 -timeout 60m -tags x11,e2e,campaign ./app.
const (
	campaignLanes = 10
	campaignEach  = 204
)
