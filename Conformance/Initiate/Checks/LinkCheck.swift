//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// INIT-003: the links in an initiation's response work unchanged.
///
/// A link works when the response at its URL knows the job. A link that equals the URL of the polls is correct by
/// itself: a poll answered with not_found there is left to the status group.
enum LinkCheck {
    /// INIT-003: The answer to an initiation MUST carry a poll address and a results address that work as they stand.
    @Sendable static func addressesWork(_ observations: Observations) -> Finding {
        var counterexamples: [Counterexample] = []
        var broken = 0
        var working: Set<Event.Operation> = []
        for job in observations.jobs {
            let before = counterexamples.count
            for announcement in job.announcements {
                let parsed = observations.event(announcement.position).outcome.response?.parsed
                // Other APIs have the addresses in places of their own.
                guard observations.history.header.access.offers.contains(.links) else { continue }
                if parsed?.pollURL == nil {
                    counterexamples.append(Counterexample(announcement.position, "it carries no poll address"))
                }
                if parsed?.resultsURL == nil {
                    counterexamples.append(Counterexample(announcement.position, "it carries no results address"))
                }
                if job.confirms(parsed?.pollURL, as: .status) { working.insert(.status) }
                if job.confirms(parsed?.resultsURL, as: .results) { working.insert(.results) }
            }
            if let elsewhere = observations.addressElsewhere(of: job) {
                counterexamples.append(elsewhere)
            } else if !observations.history.header.access.offers.contains(.links),
                job.polls.contains(where: { $0.reading.isFound })
            {
                working.formUnion([.status, .results])
            }
            for position in job.links {
                let event = observations.event(position)
                switch Self.works(event, in: job) {
                case true?: working.insert(event.operation)
                case false?: counterexamples.append(Counterexample(position, "the address came with the initiation"))
                case nil: continue
                }
            }
            broken += counterexamples.count > before ? 1 : 0
        }
        let missing = [Event.Operation.status, .results].filter { !working.contains($0) }
        var finding = observations.finding(
            examined: missing.isEmpty || !counterexamples.isEmpty ? observations.jobs.count : 0,
            of: .jobs(observations.nouns),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "",
            missing: "an answer at the \(missing.map(\.rawValue).joined(separator: " address and at the ")) address"
        )
        if broken > 0 {
            // One job may have several of them.
            let fault = broken == 1 ? "has an address that does not work" : "have addresses that do not work"
            let counted = CountedNoun.jobs(observations.nouns).counted(observations.jobs.count)
            finding.summary = "\(broken) of \(counted) \(fault)"
        }
        return finding
    }

    /// Returns true if the response at a followed link knows the job; `nil` when the response does not show it.
    private static func works(_ event: Event, in job: ObservedJob) -> Bool? {
        switch event.operation {
        case .status:
            switch StatusReading(event.outcome) {
            case .found: return true
            case .notFound, .unreadable: return false
            case .noKnowledge: return event.isRefused ? false : nil
            }
        case .results:
            switch ResultsReading(event.outcome) {
            case .delivered, .pending, .failed: return true
            // Before completion results may be not found.
            case .notFound: return event.sent > job.firstComplete?.received ?? .max ? false : nil
            case .errorShaped: return event.isRefused ? false : nil
            case .noKnowledge: return nil
            }
        case .login, .prepare, .initiate, .page, .cancel, .delete, .list, .diagnostics, .metrics, .other: return nil
        }
    }
}

extension ObservedJob {
    /// Returns true if a link equals the URL of ordinary requests, one of which was answered with knowledge of the
    /// job.
    fileprivate func confirms(_ address: String?, as operation: Event.Operation) -> Bool {
        guard let address, let used = operation == .status ? statusURL : resultsURL else { return false }
        guard used == address || Self.path(of: used).map({ $0 == address }) == true else { return false }
        return operation == .status
            ? polls.contains { $0.reading.isFound }
            : reads.contains { $0.reading == .delivered || $0.reading == .pending }
    }

    private static func path(of url: String) -> Substring? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let rest = url[scheme.upperBound...]
        return rest.firstIndex(of: "/").map { rest[$0...] }
    }
}

extension Event {
    /// A flag for a response that rejects the request's content, not its token or its rate.
    fileprivate var isRefused: Bool {
        guard let status = outcome.response?.status else { return false }
        return (400..<500).contains(status) && status != 401 && status != 429
    }
}

extension Observations {
    /// The first poll or results read of a job that was not sent, since its address leads to another origin.
    func addressElsewhere(of job: ObservedJob) -> Counterexample? {
        guard let position = addressesElsewhere.first(where: { event($0).jobID == job.id }) else { return nil }
        return Counterexample(position, "the address leads to \(event(position).originOfAddress)")
    }
}

extension Event {
    /// The scheme, host and port of the address.
    var originOfAddress: String {
        url.prefixMatch(of: /[a-z]+:\/\/[^\/?#]{1,100}/).map { String($0.output) } ?? "another origin"
    }
}
