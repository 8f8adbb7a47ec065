//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The failed requirements in the order of what explains what, with the causes that the evidence leaves.
public struct Explanation: Codable, Sendable, Hashable {
    /// A failed requirement that no other failed one explains.
    public struct Root: Codable, Sendable, Hashable {
        /// The id of the requirement.
        public var id: String
        /// The ids of the failed requirements that follow from this one.
        public var followers: [String]
    }

    /// The roots, the one that explains most first.
    public var roots: [Root]
    /// The causes of each failed requirement that the evidence does not exclude, the one that it supports best first.
    public var causes: [String: [String]]
    /// The deployment's own words for its failure, if every job that ended had failed.
    public var ownWords: String?

    /// Explains the failures of a judgement.
    init(_ rulings: [Judgement.Ruling], of observations: Observations, by rules: Ruleset) {
        let failed = rulings.filter { $0.verdict.kind == .failed }
        guard !failed.isEmpty else {
            roots = []
            causes = [:]
            ownWords = Self.ownWords(observations)
            return
        }
        let evidence = FailureEvidence(failed, of: observations)
        let order = RootOrder(evidence).ranked(failed.map(\.requirement.id))
        var open = order
        var roots: [Root] = []
        while let id = open.first {
            let explained = Self.explained(by: id, in: rules.catalogue)
            let followers = open.dropFirst().filter(explained.contains)
            open.removeAll { $0 == id || followers.contains($0) }
            roots.append(Root(id: id, followers: Array(followers)))
        }
        self.roots = roots
        causes = Dictionary(
            uniqueKeysWithValues: order.map { id in
                (id, evidence.ranked(rules.catalogue.causes(of: id, in: observations.vocabulary), of: id))
            }
        )
        ownWords = Self.ownWords(observations)
    }

    /// The deployment's words for its failure, if all jobs that ended had failed.
    private static func ownWords(_ observations: Observations) -> String? {
        let ended = observations.jobs.filter { $0.firstFinal != .max }
        guard !ended.isEmpty, ended.allSatisfy({ $0.hasFailed && $0.firstComplete == nil }) else { return nil }
        let told = ended.lazy.flatMap(\.polls).filter { $0.state == .failed }
            .compactMap { poll in Self.words(in: observations.event(poll.position)) }.first
        let (job, jobs) = (observations.nouns.job, observations.jobs)
        let subject = ended.count == 1 ? "the only \(job)" : "all \(ended.count) \(job.many)"
        let others = ended.count == jobs.count ? "" : " that ended, of \(jobs.count),"
        return "\(subject)\(others) failed\(told.map { ": “\($0)”" } ?? ", without a word about why")"
    }

    /// The text of an answer that names a failure: what stands under `error`, or else its message.
    private static func words(in event: Event) -> String? {
        let json = event.answeredJSON
        let error = json?["error"]
        let candidates = [
            error?.string, error?["message"]?.string, error?["code"]?.string, json?["detail"]?.string,
            event.outcome.response?.parsed?.message,
        ]
        return candidates.compactMap(\.self).first { !$0.isEmpty }
            .map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(160))) }
    }

    /// The requirements that a violation of one may violate as well, directly or by others.
    private static func explained(by id: String, in catalogue: Catalogue) -> Set<String> {
        var found: Set<String> = []
        var open = [id]
        while let next = open.popLast() {
            for follower in catalogue[next]?.explains ?? [] where found.insert(follower).inserted {
                open.append(follower)
            }
        }
        return found
    }
}
