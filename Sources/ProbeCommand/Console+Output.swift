//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import SystemPackage

extension Console {
    /// Prints text that ends with its own line feed.
    ///
    /// - Throws: The exit code of ``ExitStatus/output`` when standard output is closed or full, after one line on
    ///   standard error.
    static func print(_ text: String) throws {
        do {
            try FileDescriptor.standardOutput.writeAll(text.utf8)
        } catch {
            throw fail("standard output cannot be written to: is it closed, or the disk full?", .output)
        }
    }

    /// Writes to standard error; a text that cannot be written there has no other place to go.
    static func printError(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }
}
