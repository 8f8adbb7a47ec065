//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Waits until a condition holds, and says whether it came to hold in time.
///
/// For tests that observe something from outside, such as a server that comes up: `#expect(try await eventually { … })`.
///
/// - Parameters:
///   - patience: How long to wait at most, from the call: generous, since only what fails takes as long, and a test that
///     shares two cores with all others may be starved for seconds.
///   - interval: The pause between two looks.
///   - condition: What to wait for.
/// - Returns: `true` as soon as the condition holds, `false` if it does not within the time.
/// - Throws: What the condition throws, or a `CancellationError`.
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
