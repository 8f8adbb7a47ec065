//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import SystemPackage

/// The standard error stream.
enum StandardError {
    /// Writes a text in one call, so that lines of several processes do not mix.
    static func write(_ text: String) {
        // Ignored: if standard error is closed, the failure cannot be reported.
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }
}

/// The standard output stream.
enum StandardOutput {
    /// Writes a text at once, without buffering.
    static func write(_ text: String) {
        // Ignored: a closed standard output should not stop the server.
        _ = try? FileDescriptor.standardOutput.writeAll(text.utf8)
    }
}
