/* Between mbedTLS and src/onec/http/tls/engine.rs: one connection behind a pointer, so that Rust needs to know the layout
 * of none of mbedTLS's structures. It decides nothing: what to trust, how long to wait and what a failure means is
 * Rust's business. No function here keeps a pointer that it was given, but for the hooks and the connection's owner. */
#define MBEDTLS_ALLOW_PRIVATE_ACCESS
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "mbedtls/platform_util.h"
#include "mbedtls/sha256.h"
#include "mbedtls/ssl.h"
#include "mbedtls/ssl_ciphersuites.h"
#include "mbedtls/threading.h"
#include "mbedtls/x509_crt.h"
#include "psa/crypto.h"

struct agi1c_tls_hooks {
    /* Fills the buffer; 0 when it did. */
    int (*random)(unsigned char *to, size_t length);
    /* Milliseconds since 1970, never before the release. */
    long long (*now)(void);
    /* As read() and write(); a negative result ends the connection. */
    int (*receive)(void *owner, unsigned char *to, size_t length);
    int (*send)(void *owner, const unsigned char *from, size_t length);
    /* One certificate of the chain, the root first; gives the objections that remain. */
    uint32_t (*certificate)(void *owner, int depth, const unsigned char *der, size_t length, uint32_t objections);
    /* Calls agi1c_tls_candidate for each trusted certificate whose subject is this issuer. */
    void (*trusted)(void *owner, const unsigned char *issuer, size_t length, void *list);
};

struct agi1c_tls {
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config conf;
    void *owner;
};

static const struct agi1c_tls_hooks *hooks;

/* Forward secrecy always. ChaCha20 first: without an instruction for AES it is several times faster. */
static const int suites[] = {
    MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
    MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
    0,
};

/* The first is what a TLS 1.3 hello brings a key for. */
static const uint16_t groups[] = {
    MBEDTLS_SSL_IANA_TLS_GROUP_SECP256R1,
    MBEDTLS_SSL_IANA_TLS_GROUP_X25519,
    MBEDTLS_SSL_IANA_TLS_GROUP_SECP384R1,
    MBEDTLS_SSL_IANA_TLS_GROUP_SECP521R1,
    MBEDTLS_SSL_IANA_TLS_GROUP_NONE,
};

#ifdef MBEDTLS_THREADING_ALT
#include <windows.h>
static void lock_init(mbedtls_threading_mutex_t *mutex) { InitializeSRWLock((SRWLOCK *) &mutex->word); }
static void lock_free(mbedtls_threading_mutex_t *mutex) { (void) mutex; }
static int lock_take(mbedtls_threading_mutex_t *mutex) { AcquireSRWLockExclusive((SRWLOCK *) &mutex->word); return 0; }
static int lock_give(mbedtls_threading_mutex_t *mutex) { ReleaseSRWLockExclusive((SRWLOCK *) &mutex->word); return 0; }
#endif

/* Once in a process, before anything else; 0 when all is ready. */
int agi1c_tls_setup(const struct agi1c_tls_hooks *given)
{
    hooks = given;
#ifdef MBEDTLS_THREADING_ALT
    mbedtls_threading_set_alt(lock_init, lock_free, lock_take, lock_give);
#endif
    return psa_crypto_init();
}

long long agi1c_tls_time(long long *to)
{
    long long seconds = hooks->now() / 1000;
    if (to != NULL) {
        *to = seconds;
    }
    return seconds;
}

mbedtls_ms_time_t mbedtls_ms_time(void)
{
    return hooks->now();
}

/* The day's date by the calendar of years that begin in March: the C library's own knows 32-bit times on some machines. */
struct tm *mbedtls_platform_gmtime_r(const mbedtls_time_t *at, struct tm *to)
{
    long long days = *at / 86400, seconds = *at % 86400;
    long long era, day, year, month;
    days += 719468;
    era = days / 146097;
    day = days % 146097;
    year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    month = (5 * day + 2) / 153;
    memset(to, 0, sizeof *to);
    to->tm_mday = (int) (day - (153 * month + 2) / 5 + 1);
    to->tm_mon = (int) (month < 10 ? month + 2 : month - 10);
    to->tm_year = (int) (year + 400 * era + (month >= 10) - 1900);
    to->tm_hour = (int) (seconds / 3600);
    to->tm_min = (int) (seconds / 60 % 60);
    to->tm_sec = (int) (seconds % 60);
    return to;
}

static int random_legacy(void *unused, unsigned char *to, size_t length)
{
    (void) unused;
    return hooks->random(to, length) == 0 ? 0 : MBEDTLS_ERR_SSL_HW_ACCEL_FAILED;
}

psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t *unused, uint8_t *to, size_t size,
                                             size_t *length)
{
    (void) unused;
    *length = size;
    return hooks->random(to, size) == 0 ? PSA_SUCCESS : PSA_ERROR_INSUFFICIENT_ENTROPY;
}

static int on_certificate(void *tls, mbedtls_x509_crt *certificate, int depth, uint32_t *objections)
{
    *objections = hooks->certificate(((struct agi1c_tls *) tls)->owner, depth, certificate->raw.p, certificate->raw.len,
                                     *objections);
    return 0;
}

static int on_issuer(void *tls, const mbedtls_x509_crt *child, mbedtls_x509_crt **candidates)
{
    mbedtls_x509_crt *list = calloc(1, sizeof *list);
    if (list == NULL) {
        return MBEDTLS_ERR_X509_ALLOC_FAILED;
    }
    mbedtls_x509_crt_init(list);
    hooks->trusted(((struct agi1c_tls *) tls)->owner, child->issuer_raw.p, child->issuer_raw.len, list);
    if (list->raw.p == NULL) {
        free(list);
        list = NULL;
    }
    *candidates = list;
    return 0;
}

/* What cannot be read is no candidate. */
void agi1c_tls_candidate(void *list, const unsigned char *der, size_t length)
{
    (void) mbedtls_x509_crt_parse_der(list, der, length);
}

static int on_receive(void *tls, unsigned char *to, size_t length)
{
    return hooks->receive(((struct agi1c_tls *) tls)->owner, to, length);
}

static int on_send(void *tls, const unsigned char *from, size_t length)
{
    return hooks->send(((struct agi1c_tls *) tls)->owner, from, length);
}

void agi1c_tls_free(struct agi1c_tls *tls)
{
    mbedtls_ssl_free(&tls->ssl);
    mbedtls_ssl_config_free(&tls->conf);
    free(tls);
}

/* A connection that has not said anything yet; NULL without memory. A host of NULL is for an IP address: none is sent,
 * and the hook `certificate` compares. */
struct agi1c_tls *agi1c_tls_new(void *owner, const char *host)
{
    struct agi1c_tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL) {
        return NULL;
    }
    tls->owner = owner;
    mbedtls_ssl_init(&tls->ssl);
    mbedtls_ssl_config_init(&tls->conf);
    if (mbedtls_ssl_config_defaults(&tls->conf, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0) {
        agi1c_tls_free(tls);
        return NULL;
    }
    /* The judgement falls after the handshake and before the first byte of a question: a certificate that is pinned
     * needs none of what is checked here. */
    mbedtls_ssl_conf_authmode(&tls->conf, MBEDTLS_SSL_VERIFY_OPTIONAL);
    mbedtls_ssl_conf_min_tls_version(&tls->conf, MBEDTLS_SSL_VERSION_TLS1_2);
    mbedtls_ssl_conf_ciphersuites(&tls->conf, suites);
    mbedtls_ssl_conf_groups(&tls->conf, groups);
    mbedtls_ssl_conf_rng(&tls->conf, random_legacy, NULL);
    mbedtls_ssl_conf_verify(&tls->conf, on_certificate, tls);
    mbedtls_ssl_conf_ca_cb(&tls->conf, on_issuer, tls);
    mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(&tls->conf,
                                                             MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
    mbedtls_ssl_set_bio(&tls->ssl, tls, on_send, on_receive, NULL);
    if (mbedtls_ssl_set_hostname(&tls->ssl, host) != 0 || mbedtls_ssl_setup(&tls->ssl, &tls->conf) != 0) {
        agi1c_tls_free(tls);
        return NULL;
    }
    return tls;
}

/* Offers a session of an earlier connection; 0 when it can be used. */
int agi1c_tls_offer(struct agi1c_tls *tls, const unsigned char *saved, size_t length)
{
    mbedtls_ssl_session session;
    int wrong;
    mbedtls_ssl_session_init(&session);
    wrong = mbedtls_ssl_session_load(&session, saved, length);
    if (wrong == 0) {
        wrong = mbedtls_ssl_set_session(&tls->ssl, &session);
    }
    mbedtls_ssl_session_free(&session);
    return wrong;
}

/* Writes the connection's session, once for each there is; gives its length, 0 where there is none that fits. */
size_t agi1c_tls_session(struct agi1c_tls *tls, unsigned char *to, size_t room)
{
    mbedtls_ssl_session session;
    size_t length = 0;
    mbedtls_ssl_session_init(&session);
    if (mbedtls_ssl_get_session(&tls->ssl, &session) != 0 ||
        mbedtls_ssl_session_save(&session, to, room, &length) != 0) {
        length = 0;
    }
    mbedtls_ssl_session_free(&session);
    return length;
}

int agi1c_tls_handshake(struct agi1c_tls *tls)
{
    return mbedtls_ssl_handshake(&tls->ssl);
}

int agi1c_tls_read(struct agi1c_tls *tls, unsigned char *to, size_t length)
{
    return mbedtls_ssl_read(&tls->ssl, to, length);
}

int agi1c_tls_write(struct agi1c_tls *tls, const unsigned char *from, size_t length)
{
    return mbedtls_ssl_write(&tls->ssl, from, length);
}

void agi1c_tls_close(struct agi1c_tls *tls)
{
    (void) mbedtls_ssl_close_notify(&tls->ssl);
}

/* The objections that remain, those to the certificate's use among them. */
uint32_t agi1c_tls_objections(const struct agi1c_tls *tls)
{
    return mbedtls_ssl_get_verify_result(&tls->ssl);
}

/* The alert in a message that ended the connection. */
int agi1c_tls_alert(const struct agi1c_tls *tls)
{
    return tls->ssl.in_msg == NULL ? 0 : tls->ssl.in_msg[1];
}

const char *agi1c_tls_version(const struct agi1c_tls *tls)
{
    return mbedtls_ssl_get_version(&tls->ssl);
}

const char *agi1c_tls_cipher(const struct agi1c_tls *tls)
{
    return mbedtls_ssl_get_ciphersuite(&tls->ssl);
}

void agi1c_tls_sha256(const unsigned char *from, size_t length, unsigned char to[32])
{
    (void) mbedtls_sha256(from, length, to, 0);
}
