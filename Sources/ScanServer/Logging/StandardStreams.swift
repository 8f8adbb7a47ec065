//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import SystemPackage

/// The standard error stream.
enum StandardError {
    /// Writes a text in one go, so that lines of several processes do not mix.
    static func write(_ text: String) {
        // A closed standard error leaves nobody to tell.
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }
}

/// The standard output stream.
enum StandardOutput {
    /// Writes a text at once, past any buffer.
    static func write(_ text: String) {
        // A closed standard output leaves nobody to tell.
        _ = try? FileDescriptor.standardOutput.writeAll(text.utf8)
    }
}
