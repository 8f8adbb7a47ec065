//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import CZlib
import NIOCore

/// Compression with gzip.
enum Gzip {
    /// Returns the bytes compressed; `nil` if there is no memory for it.
    static func compress(_ bytes: ByteBuffer) -> ByteBuffer? {
        let count = bytes.readableBytes
        var output = ByteBuffer()
        let written = unsafe output.writeWithUnsafeMutableBytes(minimumWritableBytes: czlib_gzip_bound(count)) {
            target in
            unsafe bytes.withUnsafeReadableBytes { source in
                unsafe czlib_gzip(source.baseAddress, count, target.baseAddress, target.count)
            }
        }
        return written > 0 ? output : nil
    }
}
