//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Performs a step to its end even if the calling task is cancelled.
///
/// Faults are undone also after an interrupt, which is the one step that must not be cancelled. The step needs its own
/// deadline.
///
/// - Parameter step: The step.
/// - Returns: The result of the step.
func uncancelled<Value: Sendable>(_ step: @escaping @Sendable () async -> Value) async -> Value {
    await Task { await step() }.value
}
