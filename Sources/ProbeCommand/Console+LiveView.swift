//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

extension Console {
    /// True if standard error is a terminal on which a line can be overwritten.
    static var showsLiveView: Bool {
        isatty(FileHandle.standardError.fileDescriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Writes to standard error, the stream for all output during a run: standard output is the report's.
    static func printProgress(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
