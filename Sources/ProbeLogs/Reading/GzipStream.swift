//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import CZlib

/// A stream of bytes unpacked by zlib, also of several gzip members in a row, as rotated logs are.
///
/// The pointers of zlib's state are set for each call, to bytes that live as long as it.
@safe final class GzipStream {
    /// An answer to the request for bytes.
    enum Piece {
        case bytes([UInt8])
        /// More compressed bytes are needed.
        case hungry
        case damaged
    }

    private var stream = unsafe z_stream()
    private var input: [UInt8] = []
    private var position = 0
    /// True between two members.
    private(set) var isAtEnd = true

    /// Creates a stream; `nil` if there is no memory for it.
    init?() {
        // A macro of C that is not imported; 32 more window bits detect gzip by its header.
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(&stream, 15 + 32, zlibVersion(), size) == Z_OK else { return nil }
    }

    deinit { unsafe _ = inflateEnd(&stream) }

    /// Adds compressed bytes once all earlier ones are used up.
    func add(_ bytes: [UInt8]) {
        input = bytes
        position = 0
    }

    /// Returns at most a number of unpacked bytes.
    func next(_ count: Int) -> Piece {
        while position < input.count {
            if isAtEnd {
                // The padding after the last member of some writers is nothing to unpack.
                guard input[position] != 0 else {
                    position += 1
                    continue
                }
                _ = unsafe inflateReset(&stream)
            }
            isAtEnd = false
            var status = Z_OK
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { output, written in
                unsafe input.withUnsafeMutableBufferPointer { source in
                    unsafe stream.next_in = unsafe source.baseAddress.map { unsafe $0 + position }
                    unsafe stream.avail_in = UInt32(source.count - position)
                    unsafe stream.next_out = output.baseAddress
                    unsafe stream.avail_out = UInt32(count)
                    status = unsafe inflate(&stream, Z_NO_FLUSH)
                    position = unsafe source.count - Int(stream.avail_in)
                    written = unsafe count - Int(stream.avail_out)
                }
            }
            switch status {
            case Z_STREAM_END: isAtEnd = true
            case Z_OK, Z_BUF_ERROR: break
            default: return .damaged
            }
            if !bytes.isEmpty { return .bytes(bytes) }
            if status == Z_BUF_ERROR { return .hungry }
        }
        return .hungry
    }
}
