/* The driver's library for the campaign: the functions of fptr10, whose tasks go through a socket beside the library to a simulated
   printer in the test's process. A broken socket is error 2, no connection. Source of the names: libfptr10.h. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <wchar.h>

#define EXPORT __attribute__((visibility("default")))
#define JSON_DATA 65645

struct device {
	wchar_t *json, *words;
	int opened, code;
};

static wchar_t *wide(const char *s, size_t n) {
	wchar_t *out = malloc((n + 1) * sizeof(wchar_t)), *w = out;
	for (size_t i = 0; i < n;) {
		unsigned char c = s[i++];
		wchar_t v = c < 0x80 ? c : c < 0xE0 ? c & 0x1F : c < 0xF0 ? c & 0x0F : c & 0x07;
		for (int more = c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3; more > 0 && i < n; more--)
			v = v << 6 | (s[i++] & 0x3F);
		*w++ = v;
	}
	*w = 0;
	return out;
}

static char *narrow(const wchar_t *s, size_t *n) {
	char *out = malloc(wcslen(s) * 4 + 2), *b = out;
	for (; *s; s++) {
		unsigned v = *s;
		if (v < 0x80)
			*b++ = v;
		else if (v < 0x800) {
			*b++ = 0xC0 | v >> 6;
			*b++ = 0x80 | (v & 0x3F);
		} else if (v < 0x10000) {
			*b++ = 0xE0 | v >> 12;
			*b++ = 0x80 | (v >> 6 & 0x3F);
			*b++ = 0x80 | (v & 0x3F);
		} else {
			*b++ = 0xF0 | v >> 18;
			*b++ = 0x80 | (v >> 12 & 0x3F);
			*b++ = 0x80 | (v >> 6 & 0x3F);
			*b++ = 0x80 | (v & 0x3F);
		}
	}
	*b++ = '\n';
	*n = b - out;
	return out;
}

static void put(wchar_t **at, wchar_t *s) {
	free(*at);
	*at = s;
}

static int give(const wchar_t *s, wchar_t *value, int size) {
	int need = (int)wcslen(s) + 1;
	if (size >= need)
		memcpy(value, s, need * sizeof(wchar_t));
	return need;
}

static int lost(struct device *d) {
	d->code = 2;
	put(&d->words, wide("no connection", 13));
	return -1;
}

/* The socket stands beside the library: libfptr10.so.sock. */
static int reach(void) {
	Dl_info info;
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	if (!dladdr((void *)reach, &info) || snprintf(a.sun_path, sizeof a.sun_path, "%s.sock", info.dli_fname) >= (int)sizeof a.sun_path)
		return -1;
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s >= 0 && connect(s, (struct sockaddr *)&a, sizeof a) != 0) {
		close(s);
		return -1;
	}
	return s;
}

EXPORT int libfptr_create(void **h) {
	struct device *d = calloc(1, sizeof *d);
	d->json = wide("", 0);
	d->words = wide("", 0);
	*h = d;
	return 0;
}

EXPORT void libfptr_destroy(void **h) {
	struct device *d = *h;
	free(d->json);
	free(d->words);
	free(d);
	*h = 0;
}

EXPORT void libfptr_set_single_setting(void *h, const wchar_t *key, const wchar_t *value) { (void)h, (void)key, (void)value; }
EXPORT int libfptr_apply_single_settings(void *h) { return (void)h, 0; }
EXPORT int libfptr_open(void *h) { return ((struct device *)h)->opened = 1, 0; }
EXPORT int libfptr_close(void *h) { return ((struct device *)h)->opened = 0; }
EXPORT int libfptr_is_opened(void *h) { return ((struct device *)h)->opened; }
EXPORT int libfptr_error_code(void *h) { return ((struct device *)h)->code; }
EXPORT int libfptr_error_description(void *h, wchar_t *value, int size) { return give(((struct device *)h)->words, value, size); }

EXPORT void libfptr_set_param_str(void *h, int id, const wchar_t *value) {
	struct device *d = h;
	if (id == JSON_DATA)
		put(&d->json, wcsdup(value));
}

EXPORT int libfptr_get_param_str(void *h, int id, wchar_t *value, int size) {
	return give(id == JSON_DATA ? ((struct device *)h)->json : L"", value, size);
}

/* The task goes as one line; the answer is a line with the code, a line with words, and JSON until the end. */
EXPORT int libfptr_process_json(void *h) {
	struct device *d = h;
	size_t n, have = 0, room = 65536;
	int s = reach();
	if (s < 0)
		return lost(d);
	char *task = narrow(d->json, &n), *buf = malloc(room + 1);
	for (size_t sent = 0; sent < n;) {
		ssize_t k = send(s, task + sent, n - sent, MSG_NOSIGNAL);
		if (k <= 0)
			break;
		sent += k;
	}
	free(task);
	for (ssize_t k; (k = read(s, buf + have, room - have)) > 0;) {
		have += k;
		if (have == room)
			buf = realloc(buf, (room *= 2) + 1);
	}
	close(s);
	buf[have] = 0;
	char *first = strchr(buf, '\n'), *second = first ? strchr(first + 1, '\n') : 0;
	if (!second || buf[have - 1] != '\n') {
		free(buf);
		return lost(d);
	}
	d->code = atoi(buf);
	put(&d->words, wide(first + 1, second - first - 1));
	put(&d->json, wide(second + 1, buf + have - 1 - second - 1));
	free(buf);
	return d->code == 0 ? 0 : -1;
}
