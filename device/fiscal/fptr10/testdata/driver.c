/* A stand-in for the driver's library: the same functions, one handle, answers by the type of the task. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define EXPORT __attribute__((visibility("default")))
#define JSON_DATA 65645

struct device {
	wchar_t *json;
	wchar_t port[64];
	int opened, code, applied;
};

static const wchar_t *words = L"";

static int give(const wchar_t *s, wchar_t *value, int size) {
	int need = (int)wcslen(s) + 1;
	if (size >= need)
		memcpy(value, s, need * sizeof(wchar_t));
	return need;
}

static void keep(struct device *d, const wchar_t *s) {
	free(d->json);
	d->json = malloc((wcslen(s) + 1) * sizeof(wchar_t));
	wcscpy(d->json, s);
}

EXPORT int libfptr_create(void **h) {
	*h = calloc(1, sizeof(struct device));
	return *h ? 0 : -1;
}

EXPORT void libfptr_destroy(void **h) {
	struct device *d = *h;
	free(d->json);
	free(d);
	*h = 0;
}

EXPORT void libfptr_set_single_setting(void *h, const wchar_t *key, const wchar_t *value) {
	struct device *d = h;
	if (wcscmp(key, L"ComFile") == 0)
		wcsncpy(d->port, value, 63);
}

EXPORT int libfptr_apply_single_settings(void *h) {
	struct device *d = h;
	if (wcscmp(d->port, L"refuse") == 0) {
		d->code = 9;
		words = L"Некорректные настройки";
		return -1;
	}
	d->applied = 1;
	return 0;
}

EXPORT int libfptr_open(void *h) {
	struct device *d = h;
	if (wcscmp(d->port, L"nowhere") == 0) {
		d->code = 4;
		words = L"Порт недоступен";
		return -1;
	}
	d->opened = 1;
	return 0;
}

EXPORT int libfptr_close(void *h) { ((struct device *)h)->opened = 0; return 0; }
EXPORT int libfptr_is_opened(void *h) { return ((struct device *)h)->opened; }
EXPORT int libfptr_error_code(void *h) { return ((struct device *)h)->code; }
EXPORT int libfptr_error_description(void *h, wchar_t *value, int size) { return give(words, value, size); }

EXPORT void libfptr_set_param_str(void *h, int id, const wchar_t *value) {
	if (id == JSON_DATA)
		keep(h, value);
}

EXPORT int libfptr_get_param_str(void *h, int id, wchar_t *value, int size) {
	return give(id == JSON_DATA ? ((struct device *)h)->json : L"", value, size);
}

EXPORT int libfptr_process_json(void *h) {
	struct device *d = h;
	if (wcsstr(d->json, L"\"echo\""))
		return 0;
	if (wcsstr(d->json, L"\"sell\"")) {
		keep(d, L"{\"fiscalParams\":{\"fiscalDocumentNumber\":42,\"fiscalDocumentSign\":\"0123456789\",\"fnNumber\":\"9999078900001111\","
			L"\"shiftNumber\":7,\"fiscalReceiptNumber\":3,\"total\":150.5},\"warnings\":{}}");
		return 0;
	}
	d->code = 44;
	words = L"Нет бумаги";
	return -1;
}
