//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check that tells a failing deployment from an unreachable one: only the first can be graded.
enum Reachability {
    /// Checks that the run reached a job API at all.
    ///
    /// - Throws: ``ProbeFailure`` when there was no response, or every initiation was redirected, refused or not found.
    static func check(_ history: History, target: Target, profile: Profile) throws(ProbeFailure) {
        let initiations = history.events.filter { $0.operation == .initiate }
        guard let first = initiations.first else { return }
        if history.events.allSatisfy({ $0.outcome.response == nil }) { throw SignIn.failure(first) }
        let isRedirected = initiations.allSatisfy { (300..<400).contains($0.outcome.response?.status ?? 0) }
        if isRedirected, let failure = Redirection.failure(first, target: target) { throw failure }
        let statuses = Set(initiations.map { $0.outcome.response?.status })
        if statuses.isSubset(of: [401, 403]) {
            throw ProbeFailure(
                .loginRefused,
                "\(first.url) refused every initiation with \(first.outcome.response?.status ?? 401):"
                    + " give credentials that may start \(profile.nouns.job.many)"
            )
        }
        if statuses.isSubset(of: [404, 405]) {
            throw ProbeFailure(
                .badTarget,
                "\(first.url) answered \(first.outcome.response?.status ?? 404) to every initiation:"
                    + " check the address and the profile `\(profile.name)`"
            )
        }
        // The contract says which bodies are right; of any other API only the profile does.
        if !profile.offers.contains(.filters), statuses.isSubset(of: [400, 404, 405, 406, 415, 422]) {
            throw ProbeFailure(
                .badProfile,
                "\(first.method) \(first.url) answered \(first.outcome.response?.status ?? 400)\(first.excerpt)"
                    + " to every initiation: does the profile `\(profile.name)` send what the API wants?"
            )
        }
    }
}
