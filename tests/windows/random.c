/* bcryptprimitives.dll, which Wine before 9 lacks and .NET takes its random numbers from: one function, over the one that Wine has. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T length)
{
    const SIZE_T most = 1 << 20;
    for (SIZE_T done = 0, part; done < length; done += part)
    {
        part = length - done < most ? length - done : most;
        if (!SystemFunction036(buffer + done, (ULONG)part))
            return FALSE;
    }

    return TRUE;
}
