//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A rule of the contract that a simulation broke.
package struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The rules.
    package enum Rule: String, Sendable, CaseIterable {
        case resolves = "an id once handed out resolves until it expires"
        case neverBack = "states and progress never go back"
        case oneWriter = "a scan has at most one live writer"
        case ends = "every accepted scan ends"
        case durable = "a scan that a replica has is not forgotten"
        case lookups = "lookup keys outlive their entries"
        case readBack = "an id is handed out once its keys have been read back"
        case lifetime = "a write gives the entry its full lifetime"
        case nothingRemains = "nothing remains at the end"
        case oneScan = "one set of filters has one running scan"
        case owner = "a scan is its owner's alone"
        case takeover = "without a fault, no attempt is in vain"
        case continues = "a takeover goes on from the strategies already done"
        case terminates = "the simulation comes to its end"
    }

    /// The rule.
    package let rule: Rule
    /// The circumstances.
    package let detail: String

    package var description: String { "\(rule.rawValue): \(detail)" }
}
