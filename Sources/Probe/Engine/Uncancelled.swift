//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Performs a step to its end though the task that asks for it is cancelled.
///
/// What was done to a deployment is undone also after an interrupt: that is the one thing here which must not be called
/// off. The step needs a deadline of its own.
///
/// - Parameter step: The step.
/// - Returns: What the step returns.
func uncancelled<Value: Sendable>(_ step: @escaping @Sendable () async -> Value) async -> Value {
    await Task { await step() }.value
}
