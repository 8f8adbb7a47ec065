//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Requirement.Need {
    /// Returns the reason for skipping a requirement with this need in a run, or `nil` when the need is met.
    func reasonToSkip(_ header: History.Header) -> String? {
        let access = header.access
        let summary = summary(in: header.vocabulary)
        switch self {
        case .feature(let feature):
            let isOffered = access.offers.contains(feature) || feature == .addresses && access.offers.contains(.links)
            return isOffered
                ? nil : "the profile \(header.profile) says that the API does not have \(summary)"
        case .access(let need):
            let isGiven =
                switch need {
                case .secondUser: access.hasSecondUser
                case .tokens: access.usesTokens
                case .admin: access.hasAdmin
                case .store: access.hasStore
                case .storeChanges: access.mayChangeStore
                case .logs: access.hasLogs
                }
            return isGiven ? nil : "the run was made without \(summary)"
        case .fault(let fault):
            return access.faults.contains(fault) ? nil : "the run was made without \(summary)"
        }
    }
}
