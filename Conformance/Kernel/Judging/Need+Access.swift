//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Requirement.Need {
    /// Returns the reason for skipping a requirement with this need in a run, or `nil` when the need is met.
    func reasonToSkip(_ header: History.Header) -> String? {
        let access = header.access
        if let feature = Feature(rawValue: self.rawValue) {
            return access.offers.contains(feature)
                ? nil
                : "the profile \(header.profile) says that the API does not have \(self.summary(in: header.vocabulary))"
        }
        let isMet =
            switch self {
            case .secondUser: access.hasSecondUser
            case .tokens: access.usesTokens
            case .admin: access.hasAdmin
            case .storeAccess: access.hasStore
            case .storeChanges: access.mayChangeStore
            case .logs: access.hasLogs
            default: Fault.Kind(rawValue: self.rawValue).map(access.faults.contains) ?? true
            }
        return isMet ? nil : "the run was made without \(self.summary(in: header.vocabulary))"
    }
}
