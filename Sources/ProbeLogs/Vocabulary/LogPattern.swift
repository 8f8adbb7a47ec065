//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// A message that logs are searched for, and its meaning.
public struct LogPattern: Sendable, Hashable {
    /// The use of a message beyond being counted.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A poll found its job.
        case found
        /// A poll did not find its job.
        case missed
        /// A job came to its end.
        case ended
        /// The store went away.
        case storeDown = "store_down"
        /// The store was back.
        case storeUp = "store_up"
        /// A worker ended.
        case workerDown = "worker_down"
    }

    /// The id, unique in a vocabulary.
    public var id: String
    /// The name for people.
    public var title: String
    /// The use of the message.
    public var kind: Kind?
    /// The texts of which a line has one.
    public var any: [String]
    /// The texts of which a line has one as well; empty for no such condition.
    public var near: [String]
    /// The texts that a line has all of.
    public var all: [String]
    /// The texts that a line has none of.
    public var unless: [String]
    /// True if the message counts against the deployment.
    public var isWrong: Bool
    /// The place among the findings: the higher, the more of a cause.
    public var rank: Int
    /// The usual cause.
    public var cause: String
}

/// The patterns that logs are searched for, and the names of fields.
public struct LogVocabulary: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The beginnings of job ids, to find them within texts and addresses.
    public var jobIDPrefixes: [String]
    /// The seconds for which a job is kept after its end.
    public var finalLifetime: Double
    /// The seconds for which a waiting or running job is kept after each write.
    public var runningLifetime: Double
    /// The names of fields besides those that are known anyway, by meaning.
    var fields: [FieldRole: [String]]
    /// The patterns.
    public var patterns: [LogPattern]
}

/// A search of lines for all patterns of a vocabulary.
struct PatternSearch {
    private struct Condition {
        var any = TextAutomaton.Found()
        var near: TextAutomaton.Found?
        var all = TextAutomaton.Found()
        var unless = TextAutomaton.Found()
    }

    private let automaton: TextAutomaton
    /// The conditions, the highest rank first.
    private let conditions: [(condition: Condition, pattern: Int)]

    init(_ patterns: [LogPattern]) {
        var numbers: [String: Int] = [:]
        var texts: [String] = []
        func bits(_ list: [String]) -> TextAutomaton.Found {
            var found = TextAutomaton.Found()
            for text in list.map({ $0.lowercased() }) {
                let number = numbers[text] ?? texts.count
                if number == texts.count {
                    numbers[text] = number
                    texts.append(text)
                }
                if number < TextAutomaton.most { found[number >> 6] |= 1 << UInt64(number & 63) }
            }
            return found
        }
        conditions = patterns.enumerated().map { index, pattern in
            let condition = Condition(
                any: bits(pattern.any),
                near: pattern.near.isEmpty ? nil : bits(pattern.near),
                all: bits(pattern.all),
                unless: bits(pattern.unless)
            )
            return (condition, index)
        }.sorted { (-patterns[$0.pattern].rank, $0.pattern) < (-patterns[$1.pattern].rank, $1.pattern) }
        automaton = TextAutomaton(texts)
    }

    /// Returns the number of the pattern that a line has, the one with the highest rank; `nil` for a line with none.
    func pattern(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let found = automaton.find(bytes, range)
        let none = TextAutomaton.Found()
        guard found != none else { return nil }
        for (condition, pattern) in conditions {
            guard condition.any & found != none, condition.all & found == condition.all,
                condition.unless & found == none
            else { continue }
            if let near = condition.near, near & found == none { continue }
            return pattern
        }
        return nil
    }
}
