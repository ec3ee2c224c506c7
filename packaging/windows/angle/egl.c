/* The front of ANGLE's libEGL.dll. The OpenGL bindings that the window toolkit uses refuse to start unless every entry point of
   OpenGL ES 3.1 is found, although the toolkit calls only those of ES 2; this ANGLE lacks some of 3.1. Unknown names therefore get a
   function that does nothing; it is never called.

   With DOBRO_EGL_WARP=1 in the environment the display is asked for on WARP, which draws in software: for graphics drivers that crash. */
#include <windows.h>

typedef void (*function)(void);
typedef function (__stdcall *lookup)(const char *name);

static INT_PTR nothing(void) { return 0; }

/* From EGL/eglext.h. */
enum { EGL_ANGLE = 0x3202, EGL_TYPE = 0x3203, EGL_DEVICE = 0x3209, EGL_WARP = 0x320B, EGL_D3D11 = 0x3208, EGL_NONE = 0x3038 };

typedef void *(__stdcall *display)(void *native);
typedef void *(__stdcall *platform_display)(unsigned platform, void *native, const int *attributes);

__declspec(dllexport) void *__stdcall eglGetDisplay(void *native)
{
	static const int warp[] = {EGL_TYPE, EGL_D3D11, EGL_DEVICE, EGL_WARP, EGL_NONE};
	char on[2];
	HMODULE egl = LoadLibraryA("libEGL-angle.dll");
	if (!egl)
		return NULL;
	if (GetEnvironmentVariableA("DOBRO_EGL_WARP", on, sizeof on) == 1 && on[0] == '1') {
		platform_display get = (platform_display)(void *)GetProcAddress(egl, "eglGetPlatformDisplayEXT");
		void *found = get ? get(EGL_ANGLE, native, warp) : NULL;
		if (found)
			return found;
	}
	display get = (display)(void *)GetProcAddress(egl, "eglGetDisplay");
	return get ? get(native) : NULL;
}

__declspec(dllexport) function __stdcall eglGetProcAddress(const char *name)
{
	static lookup angle;
	static HMODULE gles;
	function found;

	if (!angle) {
		HMODULE egl = LoadLibraryA("libEGL-angle.dll");
		if (!egl)
			return NULL;
		angle = (lookup)(void *)GetProcAddress(egl, "eglGetProcAddress");
		gles = LoadLibraryA("libGLESv2.dll");
		if (!angle || !gles)
			return NULL;
	}
	found = angle(name);
	if (!found)
		found = (function)(void *)GetProcAddress(gles, name);
	return found ? found : (function)(void *)nothing;
}
