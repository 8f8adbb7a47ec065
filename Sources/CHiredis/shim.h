//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#ifndef CHIREDIS_SHIM_H
#define CHIREDIS_SHIM_H

// The package manager's hint about missing system packages needs `pkgConfig:`, but Debian's hiredis.pc has a flag that
// the package manager rejects with a warning on every build. So the hint is here.
#if !__has_include(<hiredis/hiredis.h>)
#error "The headers of hiredis are missing. On Debian and Ubuntu: apt-get install libhiredis-dev"
#else

#include <hiredis/hiredis.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Only functions common to hiredis 0.14 and 1.x are used, so that an upgrade needs only a recompilation.

/// Feeds bytes to the parser. Takes `const void *`, so that Swift passes raw memory without rebinding it to `char`.
static inline int chiredis_reader_feed(redisReader *reader, const void *bytes, size_t count) {
    return redisReaderFeed(reader, (const char *)bytes, count);
}

/// Returns the parser's error message. The field is a `char[128]`, which Swift imports as a tuple, and the macro that
/// reads it is not imported.
static inline const char *chiredis_reader_error(const redisReader *reader) {
    return reader->errstr;
}

/// Returns the number of bytes that the parser holds but has not parsed yet. hiredis itself sets no limit.
static inline size_t chiredis_reader_pending(const redisReader *reader) {
    return reader->len - reader->pos;
}

/// Returns 1 if the parser waits for the end of a line, 0 if it waits for the bytes of a string, or for nothing. It looks
/// for that end from the start of the line with each feed.
static inline int chiredis_reader_waits_for_line(const redisReader *reader) {
    size_t pending = reader->len - reader->pos;
    if (reader->ridx < 0 || pending == 0) {
        return 0;
    }
#if HIREDIS_MAJOR >= 1
    int type = reader->task[reader->ridx]->type;
#else
    int type = reader->rstack[reader->ridx].type;
#endif
    // The length of a string comes first, in a line of at most 22 bytes.
    return type != REDIS_REPLY_STRING || memchr(reader->buf + reader->pos, '\r', pending < 32 ? pending : 32) == NULL;
}

/// Formats a command whose arguments are contiguous in `arena`. So Swift passes two flat arrays instead of an array of
/// pointers with nested lifetimes. The caller must check that the result fits into an `int`, because hiredis 0.14 adds
/// the lengths up in an `int` without a check; it returns `int`, and `long long` from 1.0 on, hence the fixed type
/// here.
///
/// Returns the length of `*out`, to be freed by `redisFreeCommand`, or -1 if out of memory.
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
