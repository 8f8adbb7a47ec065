//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#if !__has_include(<zlib.h>)
#error "The headers of zlib are missing. On Debian and Ubuntu: apt-get install zlib1g-dev"
#else

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

// `deflateInit2` is a macro, which Swift does not import; the format of gzip is asked for by 16 more window bits.
#define CZLIB_GZIP_WINDOW (15 + 16)
// More than any header and trailer of gzip.
#define CZLIB_GZIP_FRAME 64

/// Returns the greatest length that some bytes have when they are compressed.
static inline size_t czlib_gzip_bound(size_t count) {
    return compressBound(count) + CZLIB_GZIP_FRAME;
}

/// Compresses bytes with gzip. Returns the length of the output, 0 if it does not fit or there is no memory.
static inline size_t czlib_gzip(const void *source, size_t count, void *target, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (count > UINT32_MAX || capacity > UINT32_MAX) return 0;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, CZLIB_GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)source;
    stream.avail_in = (uInt)count;
    stream.next_out = (Bytef *)target;
    stream.avail_out = (uInt)capacity;
    int status = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return status == Z_STREAM_END ? written : 0;
}

#endif
#endif
