package localmodule

// statusAnswer is the body of GET status: the counters of version 1 and 2 differ.
func (m *Module) statusAnswer(v2 bool) map[string]any {
	state := m.status()
	out := map[string]any{"version": m.p.Software, "status": state, "operationMode": "active", "name": "sim",
		"serviceUrl": "https://rsapi.crpt.ru", "inst": m.inst, "inn": m.p.INN, "dbVersion": m.base, "isGreyGtin": m.grey}
	if state == NotConfigured {
		delete(out, "dbVersion")
		delete(out, "inn")
		return out
	}
	out["lastSync"], out["lastUpdate"] = m.lastSync().UnixMilli(), m.lastSync().UnixMilli()-600000
	if v2 {
		out["dbState"] = map[string]any{"min_price": docs("docCount", m.count(12)), "blocked_gtin": docs("docCount", m.count(120)),
			"blocked_cis": docs("docCount", m.count(5000))}
		return out
	}
	out["requiresDownload"] = state == Initialization
	out["replicationStatus"] = map[string]any{"blocked_gtin": m.replica(120), "blocked_cis": m.replica(5000)}
	return out
}

func docs(key string, n any) map[string]any { return map[string]any{key: n} }

func (m *Module) replica(n int) map[string]any {
	server := any(n)
	if m.unknown {
		server = "unknown"
	}
	return map[string]any{"serverDocCount": server, "localDocCount": m.count(n)}
}

// count of documents already loaded: a part of them while the base is loading.
func (m *Module) count(n int) any {
	if m.unknown {
		return "unknown"
	}
	if m.state == Initialization && m.p.InitTime > 0 {
		return int(float64(n) * min(1, float64(m.p.Now().Sub(m.loading))/float64(m.p.InitTime)))
	}
	return n
}
