//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The workers that a run met, and what ties a client to one of them.
public struct WorkersSeen: Codable, Sendable, Hashable {
    /// The number of workers; absent where answers name none.
    public var count: Int?
    /// The names of the first of them, in order.
    public var names: [String]
    /// The header field that names them, where it was found and not declared.
    public var field: String?
    /// The number of workers that the user says there are; absent when nobody said so.
    public var expected: Int?
    /// The proxies and load balancers that were noticed in front of them.
    public var front: [String]
    /// The number of answers that came from something in front.
    public var frontAnswers: Int
    /// The cookies that tie a client to a worker.
    public var cookies: [String]

    private enum CodingKeys: String, CodingKey {
        case count, names, field, expected, front, cookies
        case frontAnswers = "front_answers"
    }

    /// The number of names that a report keeps.
    private static let most = 12

    /// Looks through a history.
    public init(_ history: History) {
        self.init(Observations(history))
    }

    init(_ observations: Observations) {
        let history = observations.history
        var names: Set<String> = []
        var cookies: Set<String> = []
        for position in history.events.indices {
            guard case .answered(let response) = history.events[position].outcome else { continue }
            if let name = observations.workerNames.name(of: history.events[position]) { names.insert(Self.short(name)) }
            if let field = response.headers["set-cookie"] {
                cookies.formUnion(Affinity.knownCookies(in: field).map(Self.short))
            }
        }
        cookies.formUnion(Affinity.replayedCookies(observations).map(Self.short))
        count = names.isEmpty ? nil : names.count
        self.names = Array(names.sorted().prefix(Self.most))
        field = names.isEmpty ? nil : observations.workerNames.tellingField.map(Self.short)
        expected = history.header.access.expectedWorkers
        front = observations.front.names
        frontAnswers = observations.frontAnswers.count
        self.cookies = Array(cookies.sorted().prefix(Self.most))
    }

    /// A name of the deployment's, bounded: by scalars, since a character may have any number of them.
    private static func short(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(60)))
    }
}

extension WorkersSeen {
    /// The number in words, such as `3 workers`.
    public var counted: String {
        switch count {
        case nil: "unknown: answers name none"
        case 1?: "1 worker"
        case let count?: "\(count) workers"
        }
    }

    /// The workers in a sentence: their number, what is in front of them, and what ties a client to one.
    public var sentence: String {
        var parts = [counted]
        if let expected, expected > count ?? 0 { parts[0] += ", \(expected) expected" }
        if let count, count > 1, let field { parts[0] += " (told by \(field))" }
        if !front.isEmpty { parts.append("behind \(front.joined(separator: ", "))") }
        if !cookies.isEmpty {
            parts.append("a client that keeps the cookie \(cookies.joined(separator: ", ")) stays on one worker")
        }
        if isPinned { parts.append("all connections may have been led to one of several") }
        return parts.joined(separator: "; ")
    }

    /// True if one worker alone was seen, or nobody knows how many, where others seem to be.
    private var isPinned: Bool {
        count ?? 1 == 1 && expected == nil && (!front.isEmpty || !cookies.isEmpty || isOneOfSeveralByName)
    }

    /// True if the only name ends in a number above 1, as those of workers that are counted do.
    private var isOneOfSeveralByName: Bool {
        guard count == 1, let name = names.first else { return false }
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        guard let number = Int(String(digits)) else { return false }
        return digits.count <= 2 && number > 1
    }

    /// The reason that nothing which rests on crossing workers can be decided; `nil` when it can.
    var doubt: String? {
        if let expected, expected > count ?? 0 {
            let seen = count.map { "\($0 == 1 ? "1 was" : "\($0) were") seen" } ?? "answers name none"
            return "\(expected) workers are expected, and \(seen): give their own addresses with --replica"
        }
        guard isPinned else { return nil }
        let seen =
            count == nil ? "answers name none, and all may have come from one" : "all came from one, which may be one"
        return "answers of more than one worker: \(seen) of several "
            + "(--replica reaches each of them, --expect-workers 1 says that there is no other)"
    }

    /// The limit of any pass: one worker alone was met, or nobody knows how many; `nil` when the user told.
    public var limit: String? {
        guard expected == nil else { return nil }
        return switch count {
        case nil: "unknown how many workers"
        case 1?: "on 1 worker"
        case _?: nil
        }
    }

    /// The remark that a pass needs where it rests on crossing workers; `nil` when several were seen.
    var remark: String? {
        switch count {
        case nil: "answers name no worker"
        case 1?: "all on 1 worker"
        case _?: nil
        }
    }
}
