//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// Changes that chance makes to a history, each of a kind that a deployment, a network or a clock might make.
extension History {
    /// Keeps all that is rare and a share of the many polls, reads and joins, so that judging is fast.
    mutating func thin(_ random: inout SplitMix64) {
        events.removeAll { event in
            guard event.operation == .status || event.operation == .results || event.intent == .joins else {
                return false
            }
            return [.course, .joins].contains(event.intent) && random.share() < 0.8
        }
    }

    /// Moves all times to the ticks of a coarse clock, by which many of them become equal.
    mutating func tick(each milliseconds: Int) {
        func rounded(_ time: Instant) -> Instant {
            Instant(seconds: (time.seconds * 1000 / Double(milliseconds)).rounded() * Double(milliseconds) / 1000)
        }
        for position in events.indices {
            events[position].sent = rounded(events[position].sent)
            events[position].received = rounded(events[position].received)
        }
        for position in samples.indices {
            samples[position].asked = rounded(samples[position].asked)
            samples[position].received = rounded(samples[position].received)
        }
        for position in faults.indices {
            faults[position].began = rounded(faults[position].began)
            faults[position].ended = rounded(faults[position].ended)
        }
    }

    /// Gives all answers the header fields of a server or a proxy drawn at random.
    mutating func front(_ random: inout SplitMix64) {
        let choices: [(Int) -> [String: String]] = [
            { _ in [:] }, { _ in ["server": "nginx"] }, { _ in ["via": "1.1 varnish", "server": "app"] },
            { ["x-served-by": "pod-\($0 % 3)"] }, { _ in ["x-served-by": "pod-1"] }, { ["x-node-cache": "n\($0 % 2)"] },
            { ["server-timing": "app;desc=pod-\($0 % 2);dur=\($0), cache;desc=hit"] },
            { ["x-request-id": ["00a8", "11b9"][$0 % 2] + "000000000000000000000000" + String(1000 + $0 / 2)] },
            { ["x-request-id": "r\($0)", "x-frame-options": "DENY", "x-host": $0 % 2 == 0 ? "a" : "hit"] },
        ]
        let fields = choices.drawn(&random)
        let isUnnamed = random.share() < 0.5
        for position in events.indices {
            guard var response = events[position].outcome.response else { continue }
            response.headers.merge(fields(position)) { $1 }
            if isUnnamed { response.worker = nil }
            events[position].outcome = .answered(response)
        }
    }

    /// Changes one event, sample, fault or line of a log.
    mutating func tamper(_ random: inout SplitMix64) {
        switch random.next() % 10 {
        case 0 where !samples.isEmpty: tamperWithSample(&random)
        case 1 where !faults.isEmpty:
            let place = faults.indices.drawn(&random)
            if random.share() < 0.3 { faults[place].failure = "no such process" }
            faults[place].ended += .milliseconds([0, 500, 5000, 60_000].drawn(&random))
        case 2 where !logs.isEmpty: logs.remove(at: logs.indices.drawn(&random))
        default: tamperWithEvent(&random)
        }
    }

    private mutating func tamperWithSample(_ random: inout SplitMix64) {
        let place = samples.indices.drawn(&random)
        guard !samples[place].keys.isEmpty else { return }
        let key = samples[place].keys.indices.drawn(&random)
        switch random.next() % 4 {
        case 0: samples[place].keys[key].exists.toggle()
        case 1: samples[place].keys[key].remaining = nil
        case 2:
            samples[place].keys[key].remaining? += .milliseconds(
                [-600_000, -2000, -1999, -1, 2000, 600_000].drawn(&random)
            )
        default: samples[place].count += [-1, 1, 5].drawn(&random)
        }
    }

    private mutating func tamperWithEvent(_ random: inout SplitMix64) {
        // Kinds of requests alike, however many there are of each.
        let kinds = Set(events.map { "\($0.operation) \($0.intent)" }).sorted()
        let kind = kinds.drawn(&random)
        let place = events.indices.filter { "\(events[$0].operation) \(events[$0].intent)" == kind }.drawn(&random)
        switch random.next() % 12 {
        case 0: events.remove(at: place)
        case 1: events[place].received += .milliseconds([50, 500, 1000, 2000, 5000, 10_000].drawn(&random))
        case 2:
            events[place].outcome = .unanswered(
                .init(kind: Outcome.Failure.Kind.allCases.drawn(&random), message: "no answer")
            )
        case 3: events[place].outcome = events[events.indices.drawn(&random)].outcome
        case 4: events[place].user = [.first, .second, .admin].drawn(&random)
        default: events[place].outcome = events[place].outcome.tampered(&random)
        }
    }
}

extension Outcome {
    private static let statuses = [
        200, 201, 202, 204, 301, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 428, 429, 430, 499, 500, 502, 503,
        504, 505,
    ]
    private static let page = "<html><body><center>nginx</center></body></html>"

    /// The outcome with one part of its response changed.
    fileprivate func tampered(_ random: inout SplitMix64) -> Outcome {
        guard var response = self.response else { return .status(Self.statuses.drawn(&random)) }
        switch random.next() % 12 {
        case 0, 1: response.status = Self.statuses.drawn(&random)
        case 2: response.parsed?.state = JobState.allCases.drawn(&random)
        case 3: response.parsed?.progress?.completed? += [-7, -1, 1, 7].drawn(&random)
        case 4: response.parsed?.progress?.total? += [-14, -1, 1].drawn(&random)
        case 5: response.parsed?.progress?.percentage? += [-50, -1, -0.5, 0.5, 1, 1.5, 50].drawn(&random)
        case 6: response.parsed?.progress?.found? += [-1, 1].drawn(&random)
        case 7: response.parsed?.jobID = [nil, SoundRun.id(1), "scan_of_nobody"].drawn(&random)
        case 8:
            response.parsed = nil
            response.body = [nil, "", Self.page, "redis down at 10.0.0.1"].drawn(&random)
        case 9:
            let field = ["retry-after", "location", "content-type", "x-request-id"].drawn(&random)
            response.headers[field] = [nil, "", "0", "1", "3600", "soon", "/elsewhere"].drawn(&random)
        case 10:
            response.parsed?.total? += [-1, 1].drawn(&random)
            response.parsed?.listed? += [-1, 0, 1].drawn(&random)
            response.parsed?.digest = ["other", nil].drawn(&random)
        default:
            guard var body = response.body.flatMap(JSONValue.init(parsing:)) else { return .answered(response) }
            body.tamper(&random)
            response.body = body.canonicalText
        }
        return .answered(response)
    }
}

extension JSONValue {
    /// Changes one value somewhere inside.
    fileprivate mutating func tamper(_ random: inout SplitMix64) {
        switch self {
        case .object(var members) where !members.isEmpty && random.share() < 0.9:
            let name = members.keys.sorted().drawn(&random)
            if random.share() < 0.15 { members[name] = nil } else { members[name]?.tamper(&random) }
            self = .object(members)
        case .array(var elements) where !elements.isEmpty && random.share() < 0.9:
            let place = elements.indices.drawn(&random)
            if random.share() < 0.15 { elements.append(elements[place]) } else { elements[place].tamper(&random) }
            self = .array(elements)
        default:
            self = [
                .null, .bool(true), .string(""), .string("other"), .string("2026-01-27T10:15:30Z"), .number("0"),
                .number("-1"),
                .number("1"), .number("100"), .number("101"), .array([]), .object([:]),
            ].drawn(&random)
        }
    }
}

extension RandomAccessCollection {
    /// An element drawn at random; the collection must not be empty.
    fileprivate func drawn(_ random: inout SplitMix64) -> Element {
        self[index(startIndex, offsetBy: Int(random.next() % UInt64(count)))]
    }
}
