/* The floor: what the work itself costs. The same HTTP request and the very same AGI commands as agi1c, and nothing
 * else: no settings, no time limits, no escaping, no care for what the answer is. Nobody should use it.
 *
 *   floor PORT */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char in[8192], line[2048];

/* Sends the line that was printed into `line`, and waits for its reply. */
static void say(int length)
{
    if (write(1, line, length) != length || read(0, in, sizeof in) <= 0)
        _exit(0);
}

#define SAY(...) say(snprintf(line, sizeof line, __VA_ARGS__))

int main(int argc, char **argv)
{
    struct timespec began, ended;
    char number[64] = "", request[1024], body[512], answer[4096];
    size_t got = 0;
    clock_gettime(CLOCK_MONOTONIC, &began);
    while (got < 2 || memcmp(in + got - 2, "\n\n", 2)) {
        ssize_t some = read(0, in + got, sizeof in - 1 - got);
        if (some <= 0)
            return 0;
        got += some;
    }
    sscanf(strstr(in, "agi_callerid: "), "agi_callerid: %63s", number);
    SAY("DATABASE GET \"agi1c\" \"n/default/%s\"\n", number);
    SAY("DATABASE GET \"agi1c\" \"b/default\"\n");

    int port = atoi(argv[argc - 1]);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = snprintf(body, sizeof body,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope "
        "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><m:identify "
        "xmlns:m=\"http://wiki.miko.ru/doc:1cajam:identifynumber\"><m:Number>%s</m:Number></m:identify>"
        "</soap:Body></soap:Envelope>", number);
    length = snprintf(request, sizeof request,
        "POST /base/ws/1C_MIKO_identify_number.1cws HTTP/1.1\r\ncontent-length: %d\r\n"
        "user-agent: agi1c/0.1.0\r\nhost: 127.0.0.1:%d\r\nconnection: close\r\n"
        "content-type: text/xml; charset=utf-8\r\n\r\n%s", length, port, body);
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(server, (struct sockaddr *)&address, sizeof address) || write(server, request, length) != length)
        return 0;
    for (got = 0; got < sizeof answer - 1;) {
        ssize_t some = read(server, answer + got, sizeof answer - 1 - got);
        if (some <= 0)
            break;
        answer[got += some] = 0;
        if (strstr(answer, "</soap:Envelope>"))
            break;
    }
    close(server);
    answer[got] = 0;
    char *name = strstr(answer, "<m:return");
    if (!name)
        return 0;
    name = strchr(name, '>') + 1;
    *strchr(name, '<') = 0;

    SAY("SET VARIABLE CALLERID(name) \"%s\"\n", name);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    int ms = (ended.tv_sec - began.tv_sec) * 1000 + (ended.tv_nsec - began.tv_nsec) / 1000000;
    SAY("SET VARIABLE AGI1C_STATUS \"found\"\n");
    SAY("SET VARIABLE AGI1C_REASON \"answer\"\n");
    SAY("SET VARIABLE AGI1C_NAME \"%s\"\n", name);
    SAY("SET VARIABLE AGI1C_MS \"%d\"\n", ms);
    SAY("DATABASE PUT \"agi1c\" \"n/default/%s\" \"%ld %s\"\n", number, (long)time(NULL), name);
    SAY("DATABASE GET \"agi1c\" \"last/next\"\n");
    SAY("DATABASE PUT \"agi1c\" \"last/1\" \"2026-01-01T00:00:00Z %s found answer %d ms\"\n",
        number + strlen(number) - 4, ms);
    SAY("DATABASE PUT \"agi1c\" \"last/next\" \"2\"\n");
    SAY("VERBOSE \"agi1c: found (answer), number ending %s, %d ms\" 3\n", number + strlen(number) - 4, ms);
    return 0;
}
