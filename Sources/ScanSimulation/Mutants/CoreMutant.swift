//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The core with one step replaced, which the simulation has to find.
package struct CoreMutant: Sendable, CustomStringConvertible {
    /// The name.
    package let name: String
    /// The difference from the core.
    package let says: String
    /// The behaviour.
    package let behaviour: CoreBehaviour

    init(_ name: String, _ says: String, _ change: (inout CoreBehaviour) -> Void) {
        self.name = name
        self.says = says
        var behaviour = CoreBehaviour()
        change(&behaviour)
        self.behaviour = behaviour
    }

    package var description: String { name }

    /// All mutants.
    package static let all = leases + writes + registrations + reads
}
