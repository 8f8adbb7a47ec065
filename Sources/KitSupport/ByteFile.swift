//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import SystemPackage

/// An open file, which is closed when nobody refers to it any more.
package final class ByteFile: Sendable {
    private let descriptor: FileDescriptor

    /// Takes over an open descriptor.
    package init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Opens a file for reading.
    ///
    /// - Throws: `Errno`.
    package convenience init(reading path: String) throws {
        self.init(try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec))
    }

    deinit { try? descriptor.close() }

    /// Moves to the end.
    ///
    /// - Returns: The length of the file, in bytes.
    /// - Throws: `Errno`.
    @discardableResult package func seekToEnd() throws -> Int64 { try descriptor.seek(offset: 0, from: .end) }

    /// Moves to a place, in bytes from the beginning.
    ///
    /// - Throws: `Errno`.
    package func seek(to offset: Int64) throws { _ = try descriptor.seek(offset: offset, from: .start) }

    /// Reads the next bytes.
    ///
    /// - Returns: As many bytes as there are at once, `count` at most; none at the end.
    /// - Throws: `Errno`.
    package func read(atMost count: Int) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// Writes all bytes.
    ///
    /// - Throws: `Errno`.
    package func write(_ bytes: some Sequence<UInt8>) throws { _ = try descriptor.writeAll(bytes) }
}
