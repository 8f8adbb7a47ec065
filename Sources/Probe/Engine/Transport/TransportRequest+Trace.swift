//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
package import ProbeHistory

extension TransportRequest {
    /// Makes the request the beginning of a trace, unless a profile describes its `traceparent`.
    ///
    /// - Returns: The id of the trace that the request carries; `nil` where the described value has none.
    @discardableResult
    package mutating func beginTrace() -> TraceID? {
        if let described = headers.first(where: { $0.name.isField(TraceParent.field) }) {
            return TraceParent(described.value).map(TraceID.init)
        }
        let parent = TraceParent.random()
        headers.append((TraceParent.field, parent.text))
        return TraceID(parent)
    }
}

extension String {
    /// Returns true for the name of a header field, whatever case its letters have.
    ///
    /// - Parameter name: The name in lower case.
    /// - Returns: True if both are the same.
    func isField(_ name: String) -> Bool { utf8.count == name.utf8.count && lowercased() == name }
}
