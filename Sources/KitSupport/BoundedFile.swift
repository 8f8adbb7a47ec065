//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import SystemPackage

/// A file that is read up to a limit, since a device or a pipe may have no end.
package enum BoundedFile {
    /// The reason that a file was not read.
    package enum Failure: Error, Hashable {
        /// The file is missing, is a folder, or may not be read.
        case unreadable(Errno)
        /// The file has more bytes than the limit.
        case tooLong(limit: Int)
        /// The file is not UTF-8.
        case noText

        /// Returns the predicate of a message about the file.
        ///
        /// - Parameter advice: Advice for a file that cannot be read.
        /// - Returns: The predicate, without a full stop.
        package func predicate(advice: String = "; check that the file exists and may be read") -> String {
            switch self {
            case .unreadable: "cannot be read\(advice)"
            case .tooLong(let limit) where limit < 1 << 20: "is larger than \(limit >> 10) KB: is it the right file?"
            case .tooLong(let limit): "is larger than \(limit >> 20) MB: is it the right file?"
            case .noText: "is no text in UTF-8"
            }
        }
    }

    /// Reads the bytes of a file.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - limit: The largest number of bytes, at least 1024.
    /// - Returns: All bytes of the file.
    /// - Throws: ``Failure`` for a file that cannot be read, or has more bytes.
    package static func bytes(of path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try read(try ByteFile(reading: path), limit + 1)
        } catch {
            throw .unreadable(error as? Errno ?? .ioError)
        }
        guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        return bytes
    }

    /// Reads the text of a file in UTF-8, without the mark that some editors begin it with.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - limit: The largest number of bytes, at least 1024.
    /// - Returns: The whole text.
    /// - Throws: ``Failure`` for a file that cannot be read, has more bytes, or is no text.
    package static func text(of path: String, atMost limit: Int) throws(Failure) -> String {
        let bytes = try bytes(of: path, atMost: limit)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard let text = String(validating: bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0), as: UTF8.self)
        else { throw .noText }
        return text
    }

    private static func read(_ file: ByteFile, _ limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let piece = try file.read(atMost: min(1 << 18, limit - bytes.count))
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }
}
