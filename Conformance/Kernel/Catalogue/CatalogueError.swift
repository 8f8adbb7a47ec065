//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What is wrong with a catalogue file, and where.
public struct CatalogueError: Error, Hashable, CustomStringConvertible {
    /// The name of the file.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// What is wrong, in a sentence without a full stop.
    public var message: String

    /// The error as compilers print theirs: file, line, message.
    public var description: String { "\(file):\(line): \(message)" }

    init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}
