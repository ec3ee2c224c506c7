package ui

// The owner's screens put more keys together than any other.
func init() {
	for prefix, ends := range map[string][]string{
		"ui.day.all.":           {"cashier", "group", "product"},
		"ui.day.before.":        {"day", "month", "week"},
		"ui.day.before.none.":   {"day", "month", "week"},
		"ui.day.sofar.":         {"day", "month", "week"},
		"ui.day.sofar.none.":    {"day", "month", "week"},
		"ui.day.channel.":       {"cache", "local_module", "none", "trueapi", "tspiot"},
		"ui.day.chart.legend.":  {"day", "month", "week"},
		"ui.day.chart.revenue.": {"day", "month", "week"},
		"ui.day.kind.":          {"day", "month", "week"},
		"ui.day.month.":         {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
		"ui.day.outcome.":       {"allowed", "approved", "emergency", "offline", "stopped"},
		"ui.day.reason.":        {"already_in_receipt", "blocked", "emergency", "expired", "foreign_owner", "gray_zone", "invalid_format", "no_code", "no_price_rule", "not_applied", "not_found", "not_introduced", "not_sold", "not_verified", "offline_limited", "online_only", "operator_error", "pack_and_box", "partial_overflow", "price_above_max", "price_below_min", "restored", "returned_here", "sold", "sold_here", "token_refused", "transport_pack", "unverified", "wrong_symbol"},
		"ui.day.weekday.":       {"1", "2", "3", "4", "5", "6", "7"},
		"ui.export.":            {"csv", "json", "pdf", "xlsx"},
		"ui.group.":             {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "19", "20", "21", "22", "23", "25", "26", "27", "28", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "48", "49", "50", "51", "52", "53", "54", "59"},
		"ui.logs.":              {"checks", "sales"},
		"ui.logs.all.":          {"cashier", "group", "outcome", "reason", "span"},
		"ui.logs.outcome.":      {"allowed", "approved", "emergency", "not_made", "offline", "returned", "sold", "stopped", "unchecked", "want_code"},
		"ui.pick.":              {"cashier", "group", "outcome", "reason", "span", "product", "text", "product.hint", "product.tell", "text.hint", "text.tell"},
		"ui.story.decision.":    {"allow", "ask", "forbid"},
		"ui.story.outcome.":     {"not_sold", "returned", "sold", "stopped", "unchecked"},
		"ui.story.step.":        outcomes(),
	} {
		made[prefix] = ends
	}
	counted = append(counted, "ui.logs.found", "ui.story.receipt", "ui.day.say.checks", "ui.day.say.stops")
}
