//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore

/// The response to `user-status`.
///
/// Source: `Conformance/Contract/api.md#user-status`.
struct UserStatusBody: Encodable {
    let userId: String
    let lastScanInfo: LastScan?
    let discoveryAvailable = true

    struct LastScan: Encodable {
        let lastScan: String
        let timeSinceLastScanSeconds: Int
    }

    init(user: UserID, latest: ScanSummary?, at now: Date) {
        userId = user.description
        lastScanInfo = latest.map { scan in
            let time = scan.finishedAt ?? scan.startedAt
            return LastScan(
                lastScan: time.wireTime,
                timeSinceLastScanSeconds: max(0, Int(now.timeIntervalSince(time)))
            )
        }
    }

    enum CodingKeys: CodingKey {
        case userId
        case lastScanInfo
        case discoveryAvailable
    }

    /// Encodes `last_scan_info` even if it is null, as the contract requires.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(userId, forKey: .userId)
        try container.encode(lastScanInfo, forKey: .lastScanInfo)
        try container.encode(discoveryAvailable, forKey: .discoveryAvailable)
    }
}
