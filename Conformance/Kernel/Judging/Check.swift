//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ProbeHistory

/// The check of one requirement: a pure function of what was observed.
package struct Check: Sendable {
    /// The id of the requirement that the check decides.
    package let id: String
    /// The operations whose events the check looks at.
    let operations: Set<Event.Operation>
    /// Decides.
    let find: @Sendable (Observations) -> Finding

    init(_ id: String, on operations: Set<Event.Operation>, find: @escaping @Sendable (Observations) -> Finding) {
        self.id = id
        self.operations = operations
        self.find = find
    }

    /// Decides the requirement from a history alone, whether or not its plan asks for it.
    package func finding(on history: History) -> Finding {
        self.find(Observations(history))
    }
}
