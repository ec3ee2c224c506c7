package main

import (
	"dobro/checks"
	"dobro/internal/config"
	"dobro/internal/marking"
	"dobro/internal/register"
)

// Keys of [checks.policy] that are about reading codes and about printers; the others belong to package checks.
const (
	weightMask = "weight_mask"       // of in-store labels 20–29, see marking.CheckWeightMask; "-" is none
	doubleGS   = "double_gs"         // a doubled separator: refuse or collapse
	shtrihVAT  = "shtrih_vat7_107"   // how a Shtrih-M of this firmware writes the rate 7/107: 88h or 90h
	kktCheck   = "kkt_check_policy"  // the printer denies a code that the permit check let through: ban or ask
	shtrihTags = "shtrih_tags_first" // models that want a line's tags before the line
)

// policyKeys knows every key of [checks.policy] for the settings.
type policyKeys struct{ config.PolicyTable }

func policyTable() policyKeys {
	t := config.PolicyTable{doubleGS: {"refuse", "collapse"}, shtrihVAT: {"88h", "90h"}, shtrihTags: {"false", "true"}, kktCheck: {"ban", "ask"}}
	for _, k := range checks.PolicyKeys {
		t[k.Name] = k.Allowed
	}
	return policyKeys{t}
}

// Keys implements config.PolicyValidator.
func (t policyKeys) Keys() []string { return append(t.PolicyTable.Keys(), weightMask) }

// Default implements config.PolicyDefaults.
func (t policyKeys) Default(key string) string {
	if k, ok := checks.PolicyKeys[key]; ok {
		return k.Get(checks.DefaultPolicy())
	}
	return map[string]string{weightMask: marking.DefaultWeightMask, doubleGS: "refuse", shtrihVAT: "88h", shtrihTags: "false", kktCheck: "ban"}[key]
}

// Accept implements config.PolicyValidator.
func (t policyKeys) Accept(key, value string) (allowed string, ok bool) {
	if key == weightMask {
		return marking.DefaultWeightMask + ", " + marking.NoWeightMask, marking.CheckWeightMask(value) == nil
	}
	return t.PolicyTable.Accept(key, value)
}

// markPolicyOf is what the till does with a code that the printer denies.
func markPolicyOf(cfg config.Config) string {
	if cfg.Checks.Policy[kktCheck] == "ask" {
		return register.MarkAsk
	}
	return register.MarkBan
}

// readingOf is how scans are read by these settings.
func readingOf(cfg config.Config) marking.Options {
	o := marking.Options{WeightMask: cfg.Checks.Policy[weightMask]}
	o.Affixes.Prefix, _ = marking.ReadAffix(cfg.Scanner.Prefix) // the settings refuse what it does not take
	o.Affixes.Suffix, _ = marking.ReadAffix(cfg.Scanner.Suffix)
	if cfg.Checks.Policy[doubleGS] == "collapse" {
		o.DoubleGS = marking.CollapseDoubleGS
	}
	return o
}
