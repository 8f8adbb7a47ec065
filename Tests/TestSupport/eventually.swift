//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Polls a condition until it holds or a timeout passes.
///
/// For conditions observed from outside, such as a starting server: `#expect(try await eventually { … })`.
///
/// - Parameters:
///   - patience: The timeout: generous, since only failures take as long, and a test that shares two cores with all
///     others may be starved for seconds.
///   - interval: The pause between two checks.
///   - condition: The condition.
/// - Returns: `true` as soon as the condition holds, `false` on timeout.
/// - Throws: The error of the condition, or a `CancellationError`.
package func eventually(
    within patience: Duration = .seconds(60),
    every interval: Duration = .milliseconds(5),
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let deadline = ContinuousClock.now + patience
    while true {
        if try await condition() { return true }
        guard ContinuousClock.now < deadline else { return false }
        try await Task.sleep(for: interval)
    }
}
