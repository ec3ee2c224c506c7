//go:build campaign

package conformance

// CampaignReceipts of the long campaign.
const CampaignReceipts = 2000
