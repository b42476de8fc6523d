/* What load.cmd starts, for its test under Wine: one program under two names. 1cv8.exe writes its arguments down as a line,
   parted by |, and does what FAILS_AT and RESULT say, as the script of ../load_1c.rs does. powershell.exe answers each of
   load.cmd's questions with a variable: SAYS_, and what the question reads. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static void utf8(FILE *to, const wchar_t *text) {
    char bytes[4096];
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    fputs(bytes, to);
}

static const wchar_t *told(const wchar_t *name) {
    const wchar_t *value = _wgetenv(name);
    return value ? value : L"";
}

static int powershell(const wchar_t *asked) {
    if (wcsstr(asked, L"Get-ChildItem")) return utf8(stdout, told(L"SAYS_FOUND")), 0;
    if (wcsstr(asked, L"Read-Host")) return fputs(".", stdout), utf8(stdout, told(L"SAYS_PASSWORD")), 0;
    if (wcsstr(asked, L"$env:BIN")) return _wtoi(told(L"SAYS_BIN"));
    if (wcsstr(asked, L"$env:OUT")) return _wtoi(told(L"SAYS_OUT"));
    if (wcsstr(asked, L"$env:RESULT")) return _wtoi(told(L"SAYS_RESULT"));
    return 99;
}

int wmain(int count, wchar_t **words) {
    if (wcsstr(words[0], L"powershell")) return powershell(words[count - 1]);
    const wchar_t *fails = told(L"FAILS_AT"), *out = NULL, *result = NULL;
    int status = 0;
    FILE *notes = _wfopen(told(L"NOTES"), L"ab");
    for (int at = 1; at < count; at++) {
        if (*fails && wcsstr(words[at], fails)) status = 1;
        if (at + 1 < count && !wcscmp(words[at], L"/Out")) out = words[at + 1];
        if (at + 1 < count && !wcscmp(words[at], L"/DumpResult")) result = words[at + 1];
        utf8(notes, words[at]);
        fputs(at + 1 < count ? "|" : "\n", notes);
    }
    fclose(notes);
    FILE *file = _wfopen(out, L"wb");
    fputs(status ? "\xef\xbb\xbfОшибка платформы\r\n" : "\xef\xbb\xbf", file);
    fclose(file);
    file = _wfopen(result, L"wb");
    fprintf(file, "\xef\xbb\xbf%d", status);
    fclose(file);
    return status;
}
