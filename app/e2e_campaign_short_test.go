//go:build e2e && !campaign

package main

// The short run of the campaign is part of the ordinary tests; -tags campaign makes it long.
const (
	campaignLanes = 2
	campaignEach  = 6
)
