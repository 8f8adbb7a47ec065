//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The initiations that the contract grants a user.
///
/// Source: `Conformance/Contract/api.md#rate-limit-on-initiations`.
package enum InitiationQuota {
    /// The number of initiations within ``window``.
    package static let count = 30
    /// The time over which initiations are counted.
    package static let window = Duration.seconds(60)
    /// ``window`` and a little more: the deployment counts by its own clock.
    package static let waitingTime = window + .milliseconds(500)

    /// Returns true if the window before a request begins before the run, so that initiations of which the run does not
    /// know may have used up the quota.
    package static func reachesBeforeRun(_ sent: Instant) -> Bool { sent - .start <= window }
}

extension Event {
    /// A flag for an initiation that was refused with 429 and that the user's initiations before the run may have
    /// used up; the run's own burst exceeds the quota on purpose.
    package var mayBeRefusedForEarlierUse: Bool {
        guard operation == .initiate, intent != .burst, let response = outcome.response, response.status == 429,
            response.parsed?.standing != .throttled
        else { return false }
        return InitiationQuota.reachesBeforeRun(sent)
    }
}
