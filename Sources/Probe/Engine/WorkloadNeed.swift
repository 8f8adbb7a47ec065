//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The conditions of a run that decide which workloads it performs.
struct RunConditions: Sendable {
    let plan: Plan
    let profile: Profile
    let access: OperatorAccess
    let hasSecondUser: Bool
    let hasAdmin: Bool
    let usesTokens: Bool
    /// True if there is a decision on the rates.
    let hasDecision: Bool
}

/// A condition without which a workload is left out.
struct WorkloadNeed: Sendable {
    /// The condition, for people.
    let summary: String
    /// Returns true for a run that meets the condition.
    let isMet: @Sendable (RunConditions) -> Bool

    /// A second user.
    static let secondUser = WorkloadNeed(summary: "a second user", isMet: \.hasSecondUser)
    /// An operator's token.
    static let admin = WorkloadNeed(summary: "an operator", isMet: \.hasAdmin)
    /// A deployment that asks for tokens.
    static let tokens = WorkloadNeed(summary: "a deployment that asks for tokens", isMet: \.usesTokens)
    /// A look into the store.
    static let store = WorkloadNeed(summary: "a look into the store") { $0.access.store != nil }
    /// Leave to change the store.
    static let storeChanges = WorkloadNeed(summary: "leave to change the store") {
        $0.access.store != nil && $0.access.mayChangeStore
    }
    /// The deployment's logs.
    static let logs = WorkloadNeed(summary: "the deployment's logs") { !$0.access.logs.isEmpty }
    /// Somebody who tells when the rates are decided.
    static let decision = WorkloadNeed(summary: "a decision about the rates", isMet: \.hasDecision)

    /// A feature of the API.
    static func feature(_ feature: Feature) -> WorkloadNeed {
        WorkloadNeed(summary: "an API with \(feature.rawValue)") { $0.profile.offers.contains(feature) }
    }

    /// A call that not every API has.
    static func endpoint(
        _ name: String,
        _ path: any KeyPath<Profile, Profile.Endpoint?> & Sendable
    ) -> WorkloadNeed {
        WorkloadNeed(summary: "an API with the call `\(name)`") { $0.profile[keyPath: path] != nil }
    }

    /// Commands for a fault.
    static func command(_ kinds: Fault.Kind...) -> WorkloadNeed {
        WorkloadNeed(summary: "commands for \(kinds.map(\.rawValue).joined(separator: ", "))") {
            $0.access.faults.kinds.isSuperset(of: kinds)
        }
    }

    /// A value of the plan.
    static func plan(_ summary: String, _ isMet: @escaping @Sendable (Plan) -> Bool) -> WorkloadNeed {
        WorkloadNeed(summary: "a plan with \(summary)") { isMet($0.plan) }
    }

    /// At least one set of conditions, each of which is enough.
    static func any(of alternatives: [[WorkloadNeed]]) -> WorkloadNeed {
        let summaries = alternatives.map { $0.map(\.summary).joined(separator: " and ") }
        return WorkloadNeed(summary: summaries.joined(separator: ", or ")) { conditions in
            alternatives.contains { $0.allSatisfy { $0.isMet(conditions) } }
        }
    }
}
