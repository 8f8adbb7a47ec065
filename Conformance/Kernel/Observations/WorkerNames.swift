//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The names of the workers behind a deployment, as far as its answers tell them.
///
/// A worker is named by the header field that the profile declares. Where no answer has one, a field of another name may
/// tell: one that by its own name is about a machine or a process, and that takes several values, each of them often.
/// If all give the same name, the ids that each process counts for its requests tell processes apart. A request to a
/// worker's own address is answered by that worker.
struct WorkerNames {
    /// The header field that names workers; `nil` where the profile's field does, or nothing.
    let field: String?
    /// The processes that count their requests, where nothing else tells workers apart.
    private let counted: CountedRequests?
    /// The addresses of single workers, unless answers name those workers as well.
    private let replicas: [String]

    /// The number of answers that are searched for a field.
    private static let most = 20_000

    /// Looks for the names in a history.
    init(_ history: History) {
        let addresses = history.header.access.replicas
        let events = history.events
        var told: Set<String> = []
        for position in events.indices.prefix(Self.most) {
            guard case .answered(let response) = events[position].outcome, let worker = response.worker else {
                continue
            }
            told.insert(worker)
        }
        let field = told.isEmpty ? Self.field(in: events) : nil
        let isTold = told.count > 1 || field.map { $0.values > 1 } ?? false
        let counted = isTold ? nil : CountedRequests(events)
        self.field = counted == nil ? field?.name : nil
        self.counted = counted
        let unaddressed = WorkerNames(field: self.field, counted: counted)
        replicas = unaddressed.areNamedApart(addresses, in: events) ? [] : addresses
    }

    private init(field: String?, counted: CountedRequests?) {
        self.field = field
        self.counted = counted
        replicas = []
    }

    /// Returns the worker that answered a request, if the answer names one.
    ///
    /// Nothing tells who answered behind a balancer if workers are told by their addresses alone.
    func name(of event: Event) -> String? {
        guard let response = event.outcome.response else { return nil }
        guard replicas.isEmpty else {
            return replicas.first { Self.isSent(event, to: $0) }.map(Self.authority)
        }
        if let counted { return counted.name(of: response) }
        return response.worker ?? field.flatMap { name in response.headers[name].flatMap { Self.value($0, of: name) } }
    }

    /// The header field that tells workers, for a report; `nil` where the profile declares it.
    var tellingField: String? { field ?? counted?.field }

    /// True if the workers at some addresses have a name each, and no two of them the same.
    private func areNamedApart(_ addresses: [String], in events: [Event]) -> Bool {
        var names = [Set<String>](repeating: [], count: addresses.count)
        for position in events.indices {
            guard let place = addresses.firstIndex(where: { Self.isSent(events[position], to: $0) }),
                let name = name(of: events[position])
            else { continue }
            names[place].insert(name)
        }
        return names.allSatisfy { $0.count == 1 } && Set(names).count == names.count
    }

    private static func isSent(_ event: Event, to address: String) -> Bool {
        guard event.url.hasPrefix(address) else { return false }
        let next = event.url.dropFirst(address.count).first
        return address.hasSuffix("/") || next == nil || next == "/" || next == "?"
    }

    /// The host and port of an address.
    private static func authority(of address: String) -> String {
        let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? Substring(address)
        return String(rest.prefix { $0 != "/" })
    }

    /// The field that tells workers apart, if there is one: of several, the one with the most values.
    private static func field(in events: [Event]) -> (name: String, values: Int)? {
        var values: [String: [String: Int]] = [:]
        var known: [String: Bool] = [:]
        for position in events.indices.prefix(most) {
            guard case .answered(let response) = events[position].outcome else { continue }
            for (name, value) in response.headers {
                let isCandidate = known[name] ?? mayNameWorkers(name)
                known[name] = isCandidate
                guard isCandidate, let value = self.value(value, of: name) else { continue }
                values[name, default: [:]][value, default: 0] += 1
            }
        }
        let telling = values.filter { name, counts in
            // What is new in each answer names a request and not a worker.
            let isSteady = counts.values.reduce(0, +) >= 3 * counts.count && counts.count <= 256
            return isSteady && (counts.count > 1 || unmistakable.contains(name))
        }
        return telling.min { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { ($0.key, $0.value.count) }
    }

    /// The fields that name a worker even where it is always the same one.
    private static let unmistakable: Set<String> = [
        "x-worker", "x-worker-id", "x-served-by", "x-backend", "x-backend-server", "x-pod", "x-pod-name",
        "x-instance-id", "x-container-id", "fly-instance", "fly-instance-id", "fly-machine-id",
    ]
    /// The words of a field's name that speak of a machine or a process.
    private static let identities: Set<String> = [
        "worker", "backend", "upstream", "pod", "node", "instance", "replica", "host", "hostname", "server",
        "container", "machine", "dyno", "pid", "served", "via",
    ]
    /// The words of a field's name by which it is about something else.
    private static let others: Set<String> = [
        "status", "time", "timing", "duration", "cache", "latency", "version", "count", "length", "date", "limit",
        "remaining", "reset", "request", "trace", "region", "type",
    ]
    /// The values that tell of a cache and of no worker.
    private static let cacheWords: Set<String> = [
        "hit", "miss", "pass", "expired", "stale", "bypass", "revalidated", "dynamic", "updating", "uncached",
    ]

    private static func mayNameWorkers(_ name: String) -> Bool {
        if name == "server-timing" { return true }
        let words = Set(name.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        return !words.isDisjoint(with: identities) && words.isDisjoint(with: others)
    }

    /// The part of a field's value that stays the same for a worker; `nil` when nothing is left.
    private static func value(_ value: String, of name: String) -> String? {
        guard name == "server-timing" else {
            return value.isEmpty || cacheWords.contains(value.lowercased()) ? nil : value
        }
        // A metric is a name with parameters; durations differ from answer to answer.
        let metrics = value.split(separator: ",").compactMap { metric -> String? in
            let parts = metric.split(separator: ";").map { $0.filter { !$0.isWhitespace && $0 != "\"" } }
                .filter { !$0.lowercased().hasPrefix("dur=") }
            let description = parts.first { $0.lowercased().hasPrefix("desc=") }?.dropFirst(5).lowercased()
            guard let first = parts.first, !cacheWords.contains(first.lowercased()),
                description.map({ !cacheWords.contains($0) }) ?? true
            else { return nil }
            return parts.joined(separator: ";")
        }
        return metrics.isEmpty ? nil : metrics.joined(separator: ",")
    }
}
