/* Asterisk's part of a call, for measuring: forks as Asterisk does, starts an AGI program, writes the environment
 * block, answers each command at once from an empty AstDB, and says how long the program held the call. It knows
 * nothing of what it starts, and judges nothing.
 *
 *   caller [-n ROUNDS] [-c AT_ONCE] [-b BALLAST_MB] [-m] PROGRAM [ARGUMENT…] [-- PROGRAM [ARGUMENT…]]…
 *
 * In each round every program has its turn: AT_ONCE calls that begin together. -b makes this process so large before
 * the first fork. -m looks at the program's resident memory at each of its commands, which takes time of its own.
 *
 * Each call gives a line: program (from 0), held µs, µs to CALLERID(name) (-1: none), commands, minor page faults,
 * largest resident kB and kB that belong to this process alone (0 without -m), exit status. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PROGRAMS = 16, MAX_AT_ONCE = 512 };

/* What a channel of a SIP trunk says on Asterisk 16. */
static const char *const environment[] = {
    "request: agi1c", "channel: SIP/trunk-00000001", "language: ru", "type: SIP", "uniqueid: 1400000000.1",
    "version: 16.28.0", "callerid: 74952293042", "calleridname: unknown", "callingpres: 0", "callingani2: 0",
    "callington: 0", "callingtns: 0", "dnid: 78121234567", "rdnis: unknown", "context: incoming", "extension: s",
    "priority: 2", "enhanced: 0.0", "accountcode: ", "threadid: -1219015824",
};

struct call {
    char **argv;
    int program;
    long held_us, name_us, resident_kb, own_kb, faults;
    int commands, status;
};

static int look_at_memory;
static pthread_barrier_t together;

static void fail(const char *what)
{
    fprintf(stderr, "caller: %s: %s\n", what, strerror(errno));
    exit(2);
}

static long now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

/* The pages one by one: the kernel's quick counters may be off by some hundred kB. */
static void look(struct call *call, pid_t pid)
{
    char path[64], line[256];
    long kb;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "Rss: %ld", &kb) == 1 && kb > call->resident_kb)
            call->resident_kb = kb;
        if (sscanf(line, "Anonymous: %ld", &kb) == 1 && kb > call->own_kb)
            call->own_kb = kb;
    }
    if (file)
        fclose(file);
}

static void child(char **argv, int in, int out)
{
    sigset_t none;
    dup2(in, 0);
    dup2(out, 1);
    for (int number = 1; number < 32; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv(argv[0], argv);
    _exit(127);
}

static void serve(struct call *call, pid_t pid, FILE *from, int to, long start)
{
    char line[4096];
    for (unsigned i = 0; i < sizeof environment / sizeof *environment; i++)
        dprintf(to, "agi_%s\n", environment[i]);
    dprintf(to, "\n");
    while (fgets(line, sizeof line, from)) {
        call->commands++;
        if (call->name_us < 0 && strcasestr(line, "SET VARIABLE") && strstr(line, "CALLERID(name)"))
            call->name_us = (now_ns() - start) / 1000;
        if (look_at_memory)
            look(call, pid);
        const char *reply = strncasecmp(line, "DATABASE GET", 12) ? "200 result=1\n" : "200 result=0\n";
        if (write(to, reply, 13) != 13)
            break;
    }
}

static void *make_call(void *argument)
{
    struct call *call = argument;
    int in[2], out[2];
    struct rusage usage;
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC))
        fail("pipe");
    FILE *from = fdopen(out[0], "r");
    pthread_barrier_wait(&together);
    long start = now_ns();
    pid_t pid = fork();
    if (pid < 0)
        fail("fork");
    if (pid == 0)
        child(call->argv, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    serve(call, pid, from, in[1], start);
    fclose(from);
    close(in[1]);
    if (wait4(pid, &call->status, 0, &usage) < 0)
        fail("wait4");
    call->held_us = (now_ns() - start) / 1000;
    call->faults = usage.ru_minflt;
    return NULL;
}

static void round_of(char **argv, int program, int at_once)
{
    static struct call calls[MAX_AT_ONCE];
    pthread_t threads[MAX_AT_ONCE];
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    pthread_barrier_init(&together, NULL, at_once);
    for (int i = 0; i < at_once; i++) {
        calls[i] = (struct call){ .argv = argv, .program = program, .name_us = -1 };
        if (pthread_create(&threads[i], &small, make_call, &calls[i]))
            fail("pthread_create");
    }
    for (int i = 0; i < at_once; i++) {
        struct call *call = &calls[i];
        pthread_join(threads[i], NULL);
        printf("%d %ld %ld %d %ld %ld %ld %d\n", call->program, call->held_us, call->name_us, call->commands,
               call->faults, call->resident_kb, call->own_kb, call->status);
    }
    pthread_barrier_destroy(&together);
}

int main(int argc, char **argv)
{
    int rounds = 1, at_once = 1, option;
    long ballast = 0;
    while ((option = getopt(argc, argv, "+n:c:b:m")) != -1)
        switch (option) {
        case 'n': rounds = atoi(optarg); break;
        case 'c': at_once = atoi(optarg); break;
        case 'b': ballast = atol(optarg) * 1024 * 1024; break;
        case 'm': look_at_memory = 1; break;
        default: return 2;
        }
    char **programs[MAX_PROGRAMS] = { argv + optind };
    int count = 1;
    for (int i = optind; i < argc; i++)
        if (!strcmp(argv[i], "--") && count < MAX_PROGRAMS) {
            argv[i] = NULL;
            programs[count++] = argv + i + 1;
        }
    if (at_once < 1 || at_once > MAX_AT_ONCE || optind >= argc) {
        fprintf(stderr, "caller: expected a program, and 1 to %d calls at once\n", MAX_AT_ONCE);
        return 2;
    }
    char *weight = ballast ? malloc(ballast) : NULL;
    if (weight)
        memset(weight, 1, ballast);
    signal(SIGPIPE, SIG_IGN);
    /* As Asterisk does; agi1c takes it for the sign that it is in a call. */
    setenv("AST_AGI_DIR", "/var/lib/asterisk/agi-bin", 1);
    for (int round = 0; round < rounds; round++)
        for (int program = 0; program < count; program++)
            round_of(programs[program], program, at_once);
    /* Read once more, or the compiler would leave the ballast out. */
    return weight && weight[ballast - 1] != 1;
}
