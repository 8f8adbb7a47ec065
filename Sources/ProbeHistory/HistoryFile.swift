//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import SystemPackage

/// The reason why the file of a history was not created.
public struct HistoryFileProblem: Error, Hashable, CustomStringConvertible {
    /// The reason in one line.
    public var message: String

    /// The message.
    public var description: String { message }
}

/// The creation of history files.
enum HistoryFile {
    /// Creates a new file, replacing a regular file of that name, and never follows a symbolic link.
    ///
    /// - Parameter file: The file, in a folder that exists.
    /// - Returns: The open file.
    /// - Throws: ``HistoryFileProblem`` for a link or another thing than a file, an error of Foundation or `Errno` when the
    ///   file cannot be created.
    static func create(_ file: URL) throws -> ByteFile {
        let path = file.path(percentEncoded: false)
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        switch type {
        case nil: break
        case .typeRegular: try FileManager.default.removeItem(atPath: path)
        case .typeSymbolicLink:
            throw HistoryFileProblem(message: "\(path) is a symbolic link, which is not written through")
        default: throw HistoryFileProblem(message: "\(path) is there already and is no file")
        }
        // Whatever comes there between the look and the creation is refused by the kernel: open(2), O_EXCL.
        let descriptor = try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead]
        )
        return ByteFile(descriptor)
    }
}
