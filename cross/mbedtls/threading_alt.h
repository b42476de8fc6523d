/* mbedTLS's lock on Windows: room for one SRWLOCK, which glue.c makes of it. */
typedef struct {
    void *word;
} mbedtls_threading_mutex_t;
