//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An error in a catalogue file, with its location.
public struct CatalogueError: Error, Hashable, CustomStringConvertible {
    /// The name of the file.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The description of the error, a sentence without a full stop.
    public var message: String

    /// The error as compilers print theirs: file, line, message.
    public var description: String { "\(file):\(line): \(message)" }

    init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}
