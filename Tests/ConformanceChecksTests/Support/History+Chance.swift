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

    /// Changes what the profile offers, what the plan asks for and which worker answered, of all events.
    mutating func vary(_ random: inout SplitMix64) {
        if random.share() < 0.4 { header.access.offers.remove(Feature.allCases.drawn(&random)) }
        if random.share() < 0.2 { header.access.offers.insert(Feature.allCases.drawn(&random)) }
        if random.share() < 0.2 { header.access.refusals = [[401], [401, 403], [404]].drawn(&random) }
        if random.share() < 0.3 {
            header.plan.latency.statusP99 = [.milliseconds(20), .milliseconds(400), .milliseconds(900)].drawn(&random)
        }
        if random.share() < 0.3 { header.plan.jobs.budget = .seconds([1, 5, 200].drawn(&random)) }
        if random.share() < 0.3 { header.plan.jobs.maximumPolls = [5, 20].drawn(&random) }
        if random.share() < 0.3 {
            for position in events.indices {
                events[position].outcome.changeResponse { $0.worker = ["w1", "w2", "w3", "w4", nil].drawn(&random) }
            }
        }
        for place in faults.indices where random.share() < 0.2 {
            let step = Duration.milliseconds([-4000, -1000, -50, 50, 1000, 4000].drawn(&random))
            faults[place].began += step
            faults[place].ended += step
        }
        guard random.share() < 0.4 else { return }
        for place in samples.indices {
            for key in samples[place].keys.indices where samples[place].keys[key].role == .lease {
                samples[place].keys[key].digest = ["one", "other"].drawn(&random)
            }
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
        let isUnnamed = random.share() < 0.25
        for position in events.indices {
            events[position].outcome.changeResponse { response in
                response.headers = HeaderFields(response.headers.dictionary.merging(fields(position)) { $1 })
                if isUnnamed { response.worker = nil }
            }
        }
    }

    /// Changes one event of every second kind, and some samples, faults and lines of logs.
    ///
    /// With growing numbers each kind of request meets each of the changes, whatever chance does.
    mutating func tamper(_ number: Int, _ random: inout SplitMix64) {
        let events = self.events
        let kinds = Dictionary(grouping: events.indices) { "\(events[$0].operation) \(events[$0].intent)" }
        var gone: [Int] = []
        for (place, kind) in kinds.sorted(by: { $0.key < $1.key }).enumerated() where (place + number) % 2 == 0 {
            let change = (number / 2 + place * 7) % (Event.changes.count + 1)
            let position = kind.value.drawn(&random)
            if change == Event.changes.count {
                gone.append(position)
            } else {
                Event.changes[change](&self.events[position])
            }
        }
        // Bodies have many more places: each read and some polls have another one changed.
        for (place, position) in events.indices.enumerated() where place % 5 == number % 5 {
            self.events[position].changeBody(number * 31 + place / 5)
        }
        for position in gone.sorted().reversed() { self.events.remove(at: position) }
        for (place, position) in samples.indices.enumerated() where place % 4 == number % 4 {
            samples[position].change(number / 4 + place / 4 * 5, &random)
        }
        if !faults.isEmpty {
            let place = faults.indices.drawn(&random)
            if random.share() < 0.3 { faults[place].failure = "no such process" }
            faults[place].ended += .milliseconds([0, 500, 5000, 60_000].drawn(&random))
        }
        if !logs.isEmpty { logs.remove(at: logs.indices.drawn(&random)) }
    }
}

extension StoreSnapshot {
    fileprivate mutating func change(_ number: Int, _ random: inout SplitMix64) {
        guard !keys.isEmpty else { return }
        let key = keys.indices.drawn(&random)
        let steps = [-604_800_000, -600_000, -2001, -2000, -1999, -1, 1, 2000, 600_000, 604_800_000]
        switch number % (steps.count + 4) {
        case 0: keys[key].exists.toggle()
        case 1: keys[key].remaining = nil
        case 2: count += 1
        case 3: keys[key].digest = "other"
        case let step: keys[key].remaining? += .milliseconds(steps[step - 4])
        }
    }
}

extension Event {
    private static let statuses = [
        200, 201, 202, 204, 299, 300, 301, 399, 400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 422, 428, 429, 430,
        499, 500,
        501, 502, 503, 504, 505,
    ]
    private static let page = "<html><body><center>nginx</center></body></html>"
    private static let fields: [(String, [String?])] = [
        ("retry-after", [nil, "", "0", "1", "3600", "-1", "soon"]), ("location", [nil, "", "/elsewhere"]),
        ("content-type", [nil, "text/html"]), ("x-request-id", [nil, "", "r1"]), ("server", [nil, "nginx"]),
    ]

    /// The changes that a request may meet.
    fileprivate static let changes: [Change] = {
        var changes = statuses.map { status in answer { $0.status = status } }
        changes += JobState.allCases.map { state in answer { $0.parsed?.state = state } }
        for kind in Outcome.Failure.Kind.allCases {
            changes.append { $0.outcome = .unanswered(.init(kind: kind, message: "no answer")) }
        }
        for took in [1, 50, 500, 999, 1000, 1001, 2000, 2001, 5000, 10_000, 30_000] {
            changes.append { $0.received = $0.sent + .milliseconds(took) }
        }
        for user in [Event.User.first, .second, .admin] { changes.append { $0.user = user } }
        changes += [-7, -1, 1, 7].map { step in answer { $0.parsed?.progress?.completed? += step } }
        changes += [-14, -1, 1].map { step in answer { $0.parsed?.progress?.total? += step } }
        changes += [-1, 1].map { step in answer { $0.parsed?.progress?.found? += step } }
        changes += [-1, 1].map { step in answer { $0.parsed?.total? += step } }
        changes += [-1, 1].map { step in answer { $0.parsed?.listed? += step } }
        for step in [-50, -1.5, -1, -0.5, 0.5, 1, 1.5, 50] {
            changes.append(answer { $0.parsed?.progress?.percentage? += step })
        }
        changes.append(answer { $0.parsed?.digest = "other" })
        changes.append(answer { $0.bodyDigest = "sha256:00" })
        for id in [nil, SoundRun.id(1), "scan_of_nobody"] { changes.append(answer { $0.parsed?.jobID = id }) }
        for body in [nil, "", page, "redis down at 10.0.0.1", "{}"] {
            changes.append(
                answer {
                    $0.parsed = nil
                    $0.body = body
                }
            )
        }
        for (name, values) in fields {
            for value in values { changes.append(answer { $0.headers[name] = value }) }
        }
        for worker in [nil, "w1", "w9"] { changes.append(answer { $0.worker = worker }) }
        return changes
    }()

    fileprivate typealias Change = @Sendable (inout Event) -> Void

    private static func answer(_ change: @escaping @Sendable (inout Response) -> Void) -> Change {
        { $0.outcome.changeResponse(change) }
    }

    /// Changes one value of a body in JSON: with growing numbers each of them to each of some others.
    fileprivate mutating func changeBody(_ number: Int) {
        guard let text = outcome.response?.body, var body = JSONValue(parsing: text) else { return }
        let paths = body.paths
        let values = JSONValue.others
        body.change(paths[number % paths.count][...], to: values[number / paths.count % values.count])
        outcome.changeResponse { $0.body = body.canonicalText }
    }
}

extension JSONValue {
    /// The values that take the place of others; an absent one removes a member, or repeats an element.
    fileprivate static let others: [JSONValue?] = [
        nil, .null, .bool(true), .bool(false), .string(""), .string("other"), .string("2026-02-29T10:15:60Z"),
        .number("0"),
        .number("-1"), .number("1"), .number("100"), .number("101"), .number("1e9"), .array([]), .object([:]),
    ]

    /// The paths to all values inside; those into an array lead to its first two elements.
    fileprivate var paths: [[String]] {
        switch self {
        case .object(let members):
            [[]] + members.keys.sorted().flatMap { name in (members[name]?.paths ?? []).map { [name] + $0 } }
        case .array(let elements):
            [[]] + elements.prefix(2).enumerated().flatMap { place, element in element.paths.map { ["\(place)"] + $0 } }
        default: [[]]
        }
    }

    fileprivate mutating func change(_ path: ArraySlice<String>, to value: JSONValue?) {
        guard let name = path.first else {
            self = value ?? self
            return
        }
        switch self {
        case .object(var members):
            if path.count == 1, value == nil {
                members[name] = nil
            } else {
                members[name]?.change(path.dropFirst(), to: value)
            }
            self = .object(members)
        case .array(var elements):
            guard let place = Int(name) else { return }
            if path.count == 1, value == nil {
                elements.append(elements[place])
            } else {
                elements[place].change(path.dropFirst(), to: value)
            }
            self = .array(elements)
        default: return
        }
    }
}

extension RandomAccessCollection {
    /// An element drawn at random; the collection must not be empty.
    func drawn(_ random: inout SplitMix64) -> Element {
        self[index(startIndex, offsetBy: Int(random.next() % UInt64(count)))]
    }
}
