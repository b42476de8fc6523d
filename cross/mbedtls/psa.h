/* What TLS 1.3 asks PSA for: an ephemeral key, what comes of two of them, and the keys that are derived of that. Hashes and
 * curves are those of config.h. */
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_BASIC 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_GENERATE 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_EXPORT 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1
#define PSA_WANT_ALG_ECDH 1
#define PSA_WANT_KEY_TYPE_DERIVE 1
#define PSA_WANT_ALG_HKDF_EXTRACT 1
#define PSA_WANT_ALG_HKDF_EXPAND 1
#define PSA_WANT_KEY_TYPE_HMAC 1
#define PSA_WANT_ALG_HMAC 1
