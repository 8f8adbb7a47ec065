//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ProbeHistory

/// The check of one requirement: a pure function of the observations.
package struct Check: Sendable {
    /// The id of the requirement that the check decides.
    package let id: String
    /// The operations whose events the check examines.
    let operations: Set<Event.Operation>
    /// Returns the finding on the observations.
    let find: @Sendable (Observations) -> Finding

    init(_ id: String, on operations: Set<Event.Operation>, find: @escaping @Sendable (Observations) -> Finding) {
        self.id = id
        self.operations = operations
        self.find = find
    }

    /// Decides the requirement from a history alone, even if the history's plan excludes it.
    package func finding(on history: History) -> Finding {
        find(Observations(history))
    }
}
