//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// Network and proxy disturbances: broken connections, a proxy's pages, redirects, server errors.
///
/// A disturbance carries no information about a job, so it contradicts nothing; its frequency is counted by the
/// rates. This summary lists the kinds, their numbers and their times. Failures of the prober itself are counted
/// separately.
public struct Disturbances: Sendable, Hashable {
    /// One kind of disturbance.
    public struct Kind: Sendable, Hashable {
        /// The name of the kind, such as `answered 502`.
        public var name: String
        /// The number of requests affected.
        public var count: Int
        /// The time at which the first of them was sent.
        public var first: Instant
        /// The time at which the last of them was sent.
        public var last: Instant
    }

    /// The kinds, the most frequent first.
    public var kinds: [Kind]
    /// The number of all requests.
    public var requests: Int
    /// The number of requests that failed in the prober itself.
    public var harnessFailures: Int
    private let nouns: Nouns

    /// Collects the disturbances of a history; requests with invalid input are excluded, since a server may cut them
    /// off.
    public init(_ history: History) {
        var kinds: [String: Kind] = [:]
        requests = history.events.count
        harnessFailures = history.events.count { $0.outcome.harnessFailure != nil }
        // By position, since events are large and expensive to copy.
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
        nouns = history.header.vocabulary.nouns
        self.kinds = kinds.values.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// A summary in one sentence; `nil` without disturbances.
    public var sentence: String? {
        var parts: [String] = []
        if !kinds.isEmpty {
            let count = kinds.map(\.count).reduce(0, +)
            let details = kinds.map { "\($0.count) \($0.name) (\(Self.time($0)))" }.joined(separator: ", ")
            parts.append(
                "\(count) of \(requests) requests brought nothing about \(nouns.job.indefinite): \(details)"
            )
        }
        if harnessFailures > 0 {
            parts.append("\(harnessFailures) failed in the prober itself and count for nothing")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private static func time(_ kind: Kind) -> String {
        let first = "+\(EventDescription.seconds(kind.first)) s"
        return kind.count == 1 ? first : "\(first) to +\(EventDescription.seconds(kind.last)) s"
    }
}

extension Event {
    /// The disturbance that hid the response's content; `nil` if there is none, or the prober itself failed.
    fileprivate var disturbance: String? {
        switch outcome {
        case .unanswered(let failure):
            return switch failure.kind {
            case .unreachable: "found nobody listening"
            case .connectionLost: "lost the connection"
            case .timedOut: "had no whole answer in time"
            case .tls: "failed in TLS"
            case .notHTTP: "were answered with no HTTP"
            case .foreignOrigin:
                "were not sent, since an address leads to \(Self.origin(url) ?? "another origin")"
            case .harness: nil
            }
        case .answered(let response):
            if response.parsed?.standing == .throttled { return "were throttled with \(response.status)" }
            if response.parsed?.standing == .named { return nil }
            switch response.status {
            case 300..<400:
                guard response.parsed?.state == nil else { return nil }
                let place = response.headers["location"].flatMap(Self.origin).map { " to \($0)" } ?? ""
                return "were redirected with \(response.status)\(place)"
            case 429, 500...:
                return "were answered \(response.status)"
            case 200..<300 where [.initiate, .status, .results].contains(operation) && response.parsed == nil:
                return "were answered \(response.status) with a page that says nothing"
            default:
                return nil
            }
        }
    }
}

extension Event {
    /// The scheme, host and port of an absolute URL; `nil` for a relative or malformed one.
    fileprivate static func origin(_ address: String) -> String? {
        guard let match = address.prefixMatch(of: /https?:\/\/[A-Za-z0-9.:\[\]-]{1,100}/) else { return nil }
        return String(match.output)
    }
}

extension Event.Intent {
    /// A flag for a request with deliberately invalid input, whose connection a server may close.
    fileprivate var mayBeCutOff: Bool {
        switch self {
        case .hostileID, .malformedJSON, .wrongType, .wrongMediaType, .oversizedBody, .wrongMethod, .unknownPath,
            .burst, .longHeader:
            true
        case .course, .joins, .refreshes, .twin, .repeated, .cancelled, .expired, .afterErrors, .recovery, .followsLink,
            .early, .unknownID, .foreignID,
            .noToken, .malformedToken, .unsignedToken, .forgedToken, .expiredToken, .userToken, .adminToken,
            .replayedCookie, .flock:
            false
        }
    }
}
