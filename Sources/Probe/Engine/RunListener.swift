//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// Is told what a run does while it does it, for a live view.
///
/// Called from whatever task is at work, never twice at once, and must not wait.
public protocol RunListener: Sendable {
    /// The run begins; nobody has signed in yet.
    ///
    /// - Parameters:
    ///   - plan: What will be done.
    ///   - target: The deployment's address.
    func runDidStart(plan: Plan, target: String)

    /// The deployment is not ready, and the run has not begun yet.
    ///
    /// - Parameter reason: Why, and how long is waited at most.
    func runDidWait(_ reason: String)

    /// A request has ended.
    ///
    /// - Parameter event: The request and what came of it.
    func runDidRecord(_ event: Event)

    /// Something is about to be done to the deployment, because the run was asked to.
    ///
    /// - Parameter notice: What, in a line.
    func runWillChange(_ notice: String)

    /// The run is over.
    ///
    /// - Parameter footer: How it ended.
    func runDidEnd(_ footer: History.Footer)
}

extension RunListener {
    /// Does nothing.
    public func runDidWait(_ reason: String) {}

    /// Says nothing; a listener of a run that changes nothing need not care.
    ///
    /// - Parameter notice: What is about to be done, in a line.
    public func runWillChange(_ notice: String) {}
}
