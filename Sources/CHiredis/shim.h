//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#ifndef CHIREDIS_SHIM_H
#define CHIREDIS_SHIM_H

// The package manager's hint about missing system packages needs `pkgConfig:`, and Debian's hiredis.pc carries a flag
// that the package manager refuses with a warning on every build. So the hint is here.
#if !__has_include(<hiredis/hiredis.h>)
#error "The headers of hiredis are missing. On Debian and Ubuntu: apt-get install libhiredis-dev"
#else

#include <hiredis/hiredis.h>
#include <stdint.h>
#include <stdlib.h>

// Only what exists in hiredis 0.14 and 1.x alike is used, so that an upgrade is a recompilation.

/// Gives the parser bytes. Takes `const void *`, so that Swift hands over raw memory without rebinding it to `char`.
static inline int chiredis_reader_feed(redisReader *reader, const void *bytes, size_t count) {
    return redisReaderFeed(reader, (const char *)bytes, count);
}

/// Returns the parser's message about its error. The field is a `char[128]`, which Swift would see as a tuple, and
/// the macro that reads it is not imported.
static inline const char *chiredis_reader_error(const redisReader *reader) {
    return reader->errstr;
}

/// Returns how many bytes the parser holds and has not yet turned into values. hiredis itself sets no limit.
static inline size_t chiredis_reader_pending(const redisReader *reader) {
    return reader->len - reader->pos;
}

/// Formats a command whose arguments lie one after the other in `arena`. Swift so passes two flat arrays, and needs no
/// array of pointers with nested lifetimes. The caller has checked that the result fits into an `int`, because
/// hiredis 0.14 adds up lengths in one without looking; it returns `int` there and `long long` from 1.0 on, hence the
/// fixed type here.
///
/// Returns the length of `*out`, which `redisFreeCommand` frees, or -1 without memory.
static inline int64_t chiredis_format(char **out, const void *arena, const size_t *lengths, size_t count) {
    const char **arguments = (const char **)malloc((count + 1) * sizeof(*arguments));
    if (arguments == NULL) {
        return -1;
    }
    const char *next = (const char *)arena;
    for (size_t index = 0; index < count; index++) {
        arguments[index] = next;
        next += lengths[index];
    }
    int64_t length = (int64_t)redisFormatCommandArgv(out, (int)count, arguments, lengths);
    free((void *)arguments);
    return length;
}

#endif
#endif
