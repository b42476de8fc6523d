/* Two functions in place of musl's, for size only: 11 kB of 400. Linked before libc.a by `build`.
   What is not here: anything whose behaviour the program could tell from the original's. */

#include <pthread.h>
#include <stddef.h>
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
