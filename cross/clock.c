/* For `verify`: preloaded into a qemu, gives the program in it the clock of another year, AGI1C_CLOCK in seconds since 1970.
   What counts from the machine's start is left alone. */

#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *at) {
    long done = syscall(SYS_clock_gettime, clock, at);
    const char *year = getenv("AGI1C_CLOCK");
    if (done == 0 && clock == CLOCK_REALTIME && year)
        at->tv_sec = atoll(year);
    return done;
}
