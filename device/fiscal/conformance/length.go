//go:build !campaign

package conformance

// CampaignReceipts is the short campaign of every test run; `-tags campaign` makes it long.
const CampaignReceipts = 120
