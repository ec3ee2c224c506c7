/* The front of ANGLE's libEGL.dll. The OpenGL bindings that the window toolkit uses refuse to start unless every entry point of
   OpenGL ES 3.1 is found, although the toolkit calls only those of ES 2; this ANGLE lacks some of 3.1. Unknown names therefore get a
   function that does nothing; it is never called. */
#include <windows.h>

typedef void (*function)(void);
typedef function (__stdcall *lookup)(const char *name);

static INT_PTR nothing(void) { return 0; }

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
