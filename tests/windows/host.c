/* dotnet.exe for Windows: finds hostfxr.dll of the one runtime beside it (FXR, given when this is compiled) and hands the command line on. */
#include <windows.h>
#include <stdio.h>

typedef int (*hostfxr_main)(int argc, const wchar_t **argv);

int wmain(int argc, const wchar_t **argv)
{
    wchar_t path[MAX_PATH + sizeof(FXR) / sizeof(wchar_t)];
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    while (length > 0 && path[length - 1] != L'\\')
        length--;
    wcscpy(path + length, FXR);

    HMODULE library = LoadLibraryW(path);
    hostfxr_main run = library == NULL ? NULL : (hostfxr_main)(void *)GetProcAddress(library, "hostfxr_main");
    if (run == NULL)
    {
        fwprintf(stderr, L"%ls cannot be loaded: error %lu\n", path, GetLastError());
        return 1;
    }

    return run(argc, argv);
}
