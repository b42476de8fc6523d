/* For `handshake`: a plugin of qemu's that counts the instructions of the program in it. Which words qemu takes: a file to
   write the number to, out=FILE. Declared by hand, because Debian has no package of qemu's header for it. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t id;
struct tb;
/* Version 1 is that of Debian 12's qemu 7.2. */
__attribute__((visibility("default"))) int qemu_plugin_version = 1;
extern size_t qemu_plugin_tb_n_insns(const struct tb *tb);
extern void qemu_plugin_register_vcpu_tb_trans_cb(id plugin, void (*translated)(id, struct tb *));
extern void qemu_plugin_register_vcpu_tb_exec_inline(struct tb *tb, int add, void *to, uint64_t amount);
extern void qemu_plugin_register_atexit_cb(id plugin, void (*ended)(id, void *), void *data);

static uint64_t count;

/* The number is added to each time the block is run. */
static void translated(id plugin, struct tb *tb) {
    (void)plugin;
    qemu_plugin_register_vcpu_tb_exec_inline(tb, 0, &count, qemu_plugin_tb_n_insns(tb));
}

static void ended(id plugin, void *file) {
    (void)plugin;
    FILE *out = fopen(file, "w");
    if (out == NULL || fprintf(out, "%" PRIu64 "\n", count) < 0 || fclose(out) != 0)
        abort();
}

__attribute__((visibility("default"))) int qemu_plugin_install(id plugin, const void *info, int words, char **word) {
    (void)info;
    if (words != 1 || strncmp(word[0], "out=", 4) != 0)
        return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(plugin, translated);
    qemu_plugin_register_atexit_cb(plugin, ended, strdup(word[0] + 4));
    return 0;
}
