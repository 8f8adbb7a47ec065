//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

extension Event {
    /// The beginning of the answer's body in one line, as ` with` and the words; empty without a body.
    var excerpt: String {
        guard let body = outcome.response?.body, !body.isEmpty else { return "" }
        let line = body.prefix(120).split(whereSeparator: \.isNewline).joined(separator: " ")
        return " with `\(line.harmless())`"
    }
}
