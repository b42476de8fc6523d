/* Functions in place of musl's and zig's: two for size (11 kB of 400), three for time. Linked before libc.a by `build`.
   What is not here: anything whose behaviour the program could tell from the original's. */

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>

/* musl's writes to /proc/self/task/… for other threads and drags in all of printf for that path's digits. Rust's
   standard library, the only caller, names none but the calling thread. */
int pthread_setname_np(pthread_t thread, const char *name) {
    (void)thread;
    return prctl(PR_SET_NAME, name);
}

/* zig's is a pattern-defeating quicksort. The only caller is getaddrinfo, for at most 48 addresses. */
void qsort(void *base, size_t count, size_t width, int (*compare)(const void *, const void *)) {
    char *first = base;
    for (size_t sorted = 1; sorted < count; sorted++)
        for (char *item = first + sorted * width; item > first && compare(item - width, item) > 0; item -= width)
            for (size_t at = 0; at < width; at++) {
                char kept = item[at];
                item[at] = item[at - width];
                item[at - width] = kept;
            }
}

extern char **environ;

/* musl's compares each variable by a call of strncmp; ureq asks for eight that are not there. */
char *getenv(const char *name) {
    size_t length = strlen(name);
    if (length == 0 || strchr(name, '='))
        return NULL;
    for (char **each = environ; each && *each; each++)
        if (**each == *name && !strncmp(*each, name, length) && (*each)[length] == '=')
            return *each + length + 1;
    return NULL;
}

/* zig's, built for size, move one byte a turn: a tenth of a call's instructions. These move a machine word, and end with
   one that overlaps the last. Where a CPU wants its words aligned (ARMv5), the compiler takes this word apart again. */
typedef uintptr_t word __attribute__((may_alias, aligned(1)));

__attribute__((no_builtin)) void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    char *at = to, *end = at + count;
    const char *source = from;
    if (count >= sizeof(word)) {
        for (; at + sizeof(word) < end; at += sizeof(word), source += sizeof(word))
            *(word *)at = *(const word *)source;
        *(word *)(end - sizeof(word)) = *(const word *)((const char *)from + count - sizeof(word));
        return to;
    }
    while (at < end)
        *at++ = *source++;
    return to;
}

__attribute__((no_builtin)) void *memset(void *to, int value, size_t count) {
    char *at = to, *end = at + count;
    if (count >= sizeof(word)) {
        word filled = (unsigned char)value * (UINTPTR_MAX / 255);
        for (; at + sizeof(word) < end; at += sizeof(word))
            *(word *)at = filled;
        *(word *)(end - sizeof(word)) = filled;
        return to;
    }
    while (at < end)
        *at++ = value;
    return to;
}
