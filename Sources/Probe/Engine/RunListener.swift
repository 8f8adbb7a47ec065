//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A listener to a run's progress, for a live view.
///
/// Called from any task, never concurrently, and must not block.
public protocol RunListener: Sendable {
    /// Called when the run begins; no user has signed in yet.
    ///
    /// - Parameters:
    ///   - plan: The plan of the run.
    ///   - target: The deployment's address.
    func runDidStart(plan: Plan, target: String)

    /// Called while the deployment is not ready and the run has not begun yet.
    ///
    /// - Parameter reason: The reason, and the maximum wait.
    func runDidWait(_ reason: String)

    /// Called when a request has ended.
    ///
    /// - Parameter event: The request and its outcome.
    func runDidRecord(_ event: Event)

    /// Called before a requested change to the deployment.
    ///
    /// - Parameter notice: The change, in a line.
    func runWillChange(_ notice: String)

    /// Called when the run is over.
    ///
    /// - Parameter footer: The reason for the end and the duration.
    func runDidEnd(_ footer: History.Footer)
}

extension RunListener {
    /// Does nothing.
    public func runDidWait(_ reason: String) {}

    /// Does nothing, for listeners of runs without changes to the deployment.
    ///
    /// - Parameter notice: The change, in a line.
    public func runWillChange(_ notice: String) {}
}
