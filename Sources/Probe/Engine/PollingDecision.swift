//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// Tells a runner whether its requests are enough to decide the rates, so that it can go on or stop.
///
/// The runner does not judge; who runs it supplies the decision. Asked after every request of the extension, so it has to
/// be quick.
public protocol PollingDecision: Sendable {
    /// Takes in a request that has ended, in the order in which requests end.
    ///
    /// - Parameter event: The request and what came of it.
    func record(_ event: Event)

    /// The operations whose rates are not decided yet, of `status`, `results` and `initiate`.
    var undecided: Set<Event.Operation> { get }
}
