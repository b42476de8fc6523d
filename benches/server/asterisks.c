/* Asterisk's part of many FastAGI calls, for measuring: connects, writes the environment block, answers each command at
 * once from an empty AstDB, and says how long the calls were held. It knows nothing of what it connects to.
 *
 *   asterisks PORT at-once CALLS TOTAL     CALLS at a time until TOTAL are over: the end of one lets the next begin
 *   asterisks PORT rate SECOND SECONDS     SECOND calls begin in each of SECONDS, whatever becomes of the others
 *
 * One line: calls, those that were named, seconds in all, held µs: median, 99th of a hundred, longest. One thread; an
 * Asterisk on the same machine would take far more of it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_OPEN = 8192, LINE = 2048, RAMP_US = 200 };

/* What a channel of a SIP trunk says on Asterisk 16; the caller's number comes first, behind this. */
static const char environment[] =
    "agi_network: yes\nagi_network_script: agi1c\nagi_request: agi://127.0.0.1/agi1c\n"
    "agi_channel: SIP/trunk-00000001\nagi_language: ru\nagi_type: SIP\nagi_uniqueid: 1400000000.1\n"
    "agi_version: 16.28.0\nagi_callerid: 74952293042\nagi_calleridname: unknown\nagi_callingpres: 0\n"
    "agi_callingani2: 0\nagi_callington: 0\nagi_callingtns: 0\nagi_dnid: 78121234567\nagi_rdnis: unknown\n"
    "agi_context: incoming\nagi_extension: s\nagi_priority: 2\nagi_enhanced: 0.0\nagi_accountcode: \n"
    "agi_threadid: -1219015824\n\n";

struct call {
    int fd, open, named;
    long began_us;
    size_t length;
    char line[LINE];
};

static struct call calls[MAX_OPEN];
static int free_places[MAX_OPEN], free_count, watch;
static struct sockaddr_in server;
static long *held, ended, named;

static void give_up(const char *what) {
    perror(what);
    exit(1);
}

static long now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static void begin(void) {
    if (free_count == 0) {
        fprintf(stderr, "asterisks: more than %d calls at once\n", MAX_OPEN);
        exit(1);
    }
    int place = free_places[--free_count];
    struct call *call = &calls[place];
    *call = (struct call){.open = 1, .began_us = now_us()};
    call->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (call->fd < 0) give_up("socket");
    if (connect(call->fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) give_up("connect");
    struct epoll_event event = {.events = EPOLLOUT, .data.u32 = (unsigned)place};
    if (epoll_ctl(watch, EPOLL_CTL_ADD, call->fd, &event)) give_up("epoll_ctl");
}

static void end(int place) {
    struct call *call = &calls[place];
    close(call->fd);
    call->open = 0;
    held[ended++] = now_us() - call->began_us;
    named += call->named;
    free_places[free_count++] = place;
}

/* One command, answered as an AstDB that holds nothing does. Whether the connection still stands. */
static int answer(struct call *call, const char *line) {
    if (!strncmp(line, "SET VARIABLE CALLERID(name)", 27)) call->named = 1;
    const char *reply = strncmp(line, "DATABASE GET", 12) ? "200 result=1\n" : "200 result=0\n";
    return send(call->fd, reply, strlen(reply), MSG_NOSIGNAL) > 0;
}

/* Takes what came; whether the connection still stands. */
static int hear(struct call *call) {
    ssize_t came = recv(call->fd, call->line + call->length, LINE - 1 - call->length, 0);
    if (came < 0 && (errno == EAGAIN || errno == EINTR)) return 1;
    if (came <= 0) return 0;
    call->length += (size_t)came;
    char *newline, *from = call->line;
    while ((newline = memchr(from, '\n', call->length - (size_t)(from - call->line)))) {
        *newline = 0;
        if (!answer(call, from)) return 0;
        from = newline + 1;
    }
    call->length -= (size_t)(from - call->line);
    memmove(call->line, from, call->length);
    return call->length < LINE - 1;
}

/* Serves what there is, and waits for it no longer than so many ms. */
static void serve(int wait_ms) {
    struct epoll_event events[256];
    int count = epoll_wait(watch, events, 256, wait_ms);
    for (int i = 0; i < count; i++) {
        int place = (int)events[i].data.u32;
        struct call *call = &calls[place];
        if (!call->open) continue;
        if (events[i].events & EPOLLOUT) {
            struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)place};
            int sent = send(call->fd, environment, sizeof environment - 1, MSG_NOSIGNAL) == sizeof environment - 1;
            if (!sent || epoll_ctl(watch, EPOLL_CTL_MOD, call->fd, &event)) end(place);
        } else if (!hear(call)) {
            end(place);
        }
    }
}

static int longer(const void *one, const void *other) {
    long a = *(const long *)one, b = *(const long *)other;
    return (a > b) - (a < b);
}

int main(int count, char **words) {
    if (count != 5) {
        fprintf(stderr, "usage: asterisks PORT at-once CALLS TOTAL | PORT rate SECOND SECONDS\n");
        return 2;
    }
    long first = atol(words[3]), second = atol(words[4]);
    int by_rate = !strcmp(words[2], "rate");
    long total = by_rate ? first * second : second;
    server.sin_family = AF_INET;
    server.sin_port = htons((unsigned short)atoi(words[1]));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    held = calloc((size_t)total, sizeof *held);
    watch = epoll_create1(0);
    if (total <= 0 || !held || watch < 0) give_up("asterisks");
    for (int place = 0; place < MAX_OPEN; place++) free_places[free_count++] = place;

    long started = 0, began = now_us();
    while (ended < total) {
        long passed = now_us() - began;
        /* At once, but not in the same microsecond: the first moment of a server is not what is measured. */
        long due = by_rate ? passed * first / 1000000 + 1 : passed / RAMP_US + 1;
        if (!by_rate && due > first) due = total;
        while (started < total && started < due && (by_rate || started - ended < first)) {
            begin();
            started++;
        }
        serve(started < total && (by_rate || started < first) ? 1 : 100);
    }
    double seconds = (double)(now_us() - began) / 1e6;
    qsort(held, (size_t)total, sizeof *held, longer);
    printf("%ld %ld %.3f %ld %ld %ld\n", total, named, seconds, held[total / 2], held[total * 99 / 100], held[total - 1]);
    return 0;
}
