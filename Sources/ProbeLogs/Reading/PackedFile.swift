//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials

/// A whole file, unpacked if it is compressed by gzip.
public enum PackedFile {
    /// Returns the contents of a file.
    ///
    /// - Parameter path: The path; `-` is standard input.
    /// - Returns: The bytes.
    /// - Throws: ``UnreadableLog`` in one line.
    public static func contents(of path: String) throws(UnreadableLog) -> Data {
        var source = try ByteSource(path)
        var data = Data()
        while true {
            let piece = try source.next()
            if piece.isEmpty { return data }
            data.append(contentsOf: piece)
        }
    }
}
