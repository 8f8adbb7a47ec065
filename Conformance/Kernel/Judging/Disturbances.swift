//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// What came between the prober and the deployment: connections that broke, pages of a proxy, redirects, errors.
///
/// None of it says anything about a job, so that it contradicts nothing; how often it happened is what rates are for. Here
/// it is told what happened, how often and when. What the prober itself failed in is told apart.
public struct Disturbances: Sendable, Hashable {
    /// One kind of disturbance.
    public struct Kind: Sendable, Hashable {
        /// What happened, such as `answered 502`.
        public var name: String
        /// How many requests it happened to.
        public var count: Int
        /// When the first of them was sent, in nanoseconds of the run.
        public var first: Int64
        /// When the last of them was sent, in nanoseconds of the run.
        public var last: Int64
    }

    /// The kinds, the most frequent first.
    public var kinds: [Kind]
    /// How many requests there were in all.
    public var requests: Int
    /// How many of them failed in the prober itself.
    public var harnessFailures: Int
    private let nouns: Nouns

    /// Looks through a history; requests with bad input are left out, since they may well be cut off.
    public init(_ history: History) {
        var kinds: [String: Kind] = [:]
        self.requests = history.events.count
        self.harnessFailures = history.events.count { $0.outcome.harnessFailure != nil }
        // By position: an event is large, and copying it costs more than looking at it.
        for position in history.events.indices {
            guard !history.events[position].intent.mayBeCutOff, let name = history.events[position].disturbance else {
                continue
            }
            let sent = history.events[position].sent
            var kind = kinds[name] ?? Kind(name: name, count: 0, first: sent, last: sent)
            kind.count += 1
            kind.last = max(kind.last, sent)
            kinds[name] = kind
        }
        self.nouns = history.header.vocabulary.nouns
        self.kinds = kinds.values.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// What happened in one sentence; `nil` when nothing did.
    public var sentence: String? {
        var parts: [String] = []
        if !self.kinds.isEmpty {
            let count = self.kinds.map(\.count).reduce(0, +)
            let details = self.kinds.map { "\($0.count) \($0.name) (\(Self.time($0)))" }.joined(separator: ", ")
            parts.append("\(count) of \(self.requests) requests brought nothing about \(self.nouns.job.indefinite): \(details)")
        }
        if self.harnessFailures > 0 {
            parts.append("\(self.harnessFailures) failed in the prober itself and count for nothing")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private static func time(_ kind: Kind) -> String {
        let first = "+\(EventDescription.seconds(kind.first)) s"
        return kind.count == 1 ? first : "\(first) to +\(EventDescription.seconds(kind.last)) s"
    }
}

extension Event {
    /// What kept the answer from saying anything about what was asked; nothing when it does, or the prober failed.
    fileprivate var disturbance: String? {
        switch self.outcome {
        case .unanswered(let failure):
            return switch failure.kind {
            case .unreachable: "found nobody listening"
            case .connectionLost: "lost the connection"
            case .timedOut: "had no whole answer in time"
            case .tls: "failed in TLS"
            case .notHTTP: "were answered with no HTTP"
            case .harness: nil
            }
        case .answered(let response):
            switch response.status {
            case 300..<400:
                guard response.parsed?.state == nil else { return nil }
                let place = response.headers["location"].flatMap(Self.origin).map { " to \($0)" } ?? ""
                return "were redirected with \(response.status)\(place)"
            case 429, 500...:
                return "were answered \(response.status)"
            case 200..<300 where [.initiate, .status, .results].contains(self.operation) && response.parsed == nil:
                return "were answered \(response.status) with a page that says nothing"
            default:
                return nil
            }
        }
    }
}

extension Event {
    /// Scheme, host and port of an address; nothing for one within the deployment, or with anything odd in it.
    fileprivate static func origin(_ address: String) -> String? {
        guard let match = address.prefixMatch(of: /https?:\/\/[A-Za-z0-9.:\[\]-]{1,100}/) else { return nil }
        return String(match.output)
    }
}

extension Event.Intent {
    /// Whether the request asks for trouble.
    fileprivate var mayBeCutOff: Bool {
        switch self {
        case .hostileID, .malformedJSON, .wrongType, .wrongMediaType, .oversizedBody, .wrongMethod, .unknownPath,
            .burst:
            true
        case .course, .joins, .refreshes, .twin, .afterErrors, .recovery, .followsLink, .early, .unknownID, .foreignID,
            .noToken, .malformedToken, .unsignedToken, .forgedToken, .expiredToken, .userToken, .adminToken:
            false
        }
    }
}
