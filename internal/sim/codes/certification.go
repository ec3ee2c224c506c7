package codes

// Certification returns the cases 5.1–5.26 by which АО «ЕСП» accepts a cash program for ТС ПИоТ, and three codes of our own
// for answers that the list has no code for. The first element of a pair is the case, as the list numbers it.
func Certification() []Case {
	lost := Online{NoAnswer: true}
	late := Online{DelayMs: 5000}
	return []Case{
		{"5.1", "нет отчёта о нанесении", Entry{Code: "0104670540176099215'W9Um\x1d93dGVz", Group: 8,
			Set: map[string]any{"utilised": false, "realizable": false}}},
		{"5.2", "нет ввода в оборот", Entry{Code: "0104670540176099215LnOjv\x1d93dGVz", Group: 8,
			Set: map[string]any{"realizable": false}}},
		{"5.3", "блок табака по МРЦ 900.00", Entry{Code: "010462930887704421DzkcYt2\x1d8005090000\x1d93dGVz", Group: 3,
			Set: map[string]any{"smp": 8000}}},
		{"5.4", "блок табака в серой зоне", Entry{Code: "010462930887704421DzkcWqS\x1d8005177000\x1d93dGVz", Group: 3,
			Set: map[string]any{"grayZone": true, "realizable": false, "smp": 13500}}},
		{"5.5", "выведен из оборота", Entry{Code: "0104670540176099215NN*cM\x1d93dGVz", Group: 8,
			Set: map[string]any{"sold": true, "realizable": false}}},
		{"5.6", "запрет органа власти", Entry{Code: "0104602220006549215opFcmK\x1d93dGVz", Group: 15,
			Set: map[string]any{"isBlocked": true, "ogvs": []string{"RAR"}}}},
		{"5.7", "истёк срок годности", Entry{Code: "0104670540176099215<pGKy\x1d93dGVz", Group: 8,
			Set: map[string]any{"productionDate": "2025-08-20T00:00:00.000Z", "expireDate": "2025-09-09T00:00:00.000Z"}}},
		{"5.8", "блок табака по МРЦ 900.00", Entry{Code: "010461013628057121%798DM%\x1d8005090000\x1d93dGVz", Group: 3,
			Set: map[string]any{"smp": 8000}}},
		{"5.9", "блок табака по МРЦ 1800.00", Entry{Code: "010461013628057121%008iVk\x1d8005180000\x1d93dGVz", Group: 3,
			Set: map[string]any{"smp": 13500}}},
		{"5.10", "пачка по МРЦ 81.00", Entry{Code: "04601653035829H;dV)bFABVUdGVz", Group: 3, Set: map[string]any{"smp": 8000}}},
		{"5.11", "пачка по МРЦ 145.00", Entry{Code: "04601653035829H;dV)bFACVUdGVz", Group: 3, Set: map[string]any{"smp": 13500}}},
		{"5.12", "код не известен", Entry{Code: "04601653035829H;vE)bFABBUdGVz", Group: 3,
			Set: map[string]any{"found": false, "verified": false, "errorCode": 10, "message": "Код не найден в ГИС МТ"},
			Drop: []string{"utilised", "realizable", "sold", "isBlocked", "ogvs", "isOwner", "isTracking", "grayZone", "mrp",
				"groupIds", "packageType", "producerInn"}}},
		{"5.14", "неверный код проверки", Entry{Code: "0104670540176099215<pGKy\x1d93DGVz", Group: 8,
			Set: map[string]any{"verified": false, "errorCode": 6, "message": "Криптоподпись не прошла проверку"}}},
		{"5.17", "офлайн, не в чёрном списке", Entry{Code: "0104607010350246215kRdG-1%2(UmV\x1d93dGVz", Group: 13, Online: lost}},
		{"5.18", "ответ через 5 с, не в чёрном списке", Entry{Code: "0104607010350246215kRdG-1%W(Umn\x1d93dGVz", Group: 13,
			Online: late}},
		{"5.19", "офлайн, в чёрном списке", Entry{Code: "0104602220006549215opRcmR\x1d93dGVz", Group: 15, Online: lost,
			Offline: Offline{Blocked: true}}},
		{"5.20", "ответ через 5 с, в чёрном списке", Entry{Code: "0104607010350246215kRdG-X%W(Rnb\x1d93dGVz", Group: 13,
			Online: late, Offline: Offline{Blocked: true}}},
		{"5.21", "аварийный режим", Entry{Code: "0104670540176099215LpGKy\x1d93dGVz", Group: 8, Online: Online{Status: 203}}},
		{"5.22", "разрешительный документ прекращён", Entry{Code: "01046700190342882151aj\"K>X+mFcP\x1d93dGVz", Group: 17,
			Set: map[string]any{"isBlocked": true, "ogvs": []string{"RD"}}}},
		{"5.23", "ветеринарный документ аннулирован", Entry{Code: "0108607405401894215cC3O4\x1d93dGVz", Group: 8,
			Set: map[string]any{"isBlocked": true, "ogvs": []string{"VETRF"}, "prVetDocument": "00000000-0000-4000-8000-000000000523"}}},
		{"5.24", "пачка ниже минимальной цены", Entry{Code: "04601653035829H;dV)bFADI8dGVz", Group: 3, Set: map[string]any{"smp": 20000}}},
		{"5.25", "блок ниже минимальной цены", Entry{Code: "010461013628057121/798DM%\x1d8005199000\x1d93dGVz", Group: 3,
			Set: map[string]any{"smp": 20000}}},
		{"5.26", "никотин ниже минимальной цены", Entry{Code: "00840147505712Zz;ZnRbAAAAdGVz", Group: 16, Set: map[string]any{"mrp": 20000,
			"productionDate": "2025-09-18T00:00:00.000Z"}}},
		{"504", "нет ответа от ГИС МТ", Entry{Code: "0104670540176099215!pGKy\x1d93dGVz", Group: 8, Online: Online{Status: 504}}},
		{"5000", "трансграничный сервис недоступен", Entry{Code: "0104670540176099215x5000\x1d93dGVz", Group: 8,
			Online: Online{Status: 500, BodyCode: 5000}}},
		{"500", "внутренняя ошибка", Entry{Code: "0104670540176099215x0500\x1d93dGVz", Group: 8, Online: Online{Status: 500, BodyCode: 500}}},
		{"514", "не ответили ни ГИС МТ, ни ЛМ ЧЗ", Entry{Code: "0104670540176099215x0514\x1d93dGVz", Group: 8,
			Online: Online{NoAnswer: true, NoModule: true}}},
	}
}

// Case is one certification scenario.
type Case struct {
	Name     string `json:"name"`
	Scenario string `json:"scenario"`
	Entry    Entry  `json:"entry"`
}

// Entries are the codes of all cases. They answer the same for ever, sold or not.
func Entries() []Entry {
	var all []Entry
	for _, c := range Certification() {
		c.Entry.Fixed = true
		all = append(all, c.Entry)
	}
	return all
}
