//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The decision that ends a run's extra requests once the rates are decided.
///
/// The runner does not judge; its caller supplies the decision. Called after every request of the extension, so it must
/// be fast.
public protocol PollingDecision: Sendable {
    /// Takes in a finished request, in the order in which requests end.
    ///
    /// - Parameter event: The request and its outcome.
    func record(_ event: Event)

    /// The operations with undecided rates, of `status`, `results` and `initiate`.
    var undecided: Set<Event.Operation> { get }
}
