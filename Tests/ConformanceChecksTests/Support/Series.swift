//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import ConformanceChecks

/// Histories that differ in one value, which takes others in turn.
struct Series: Sendable {
    var name: String
    /// The values, and the history with each.
    var values: [(text: String, history: @Sendable () -> History)]

    init<Value: Sendable>(
        _ name: String,
        _ values: some Sequence<Value>,
        _ history: @escaping @Sendable (Value) -> History
    ) {
        self.name = name
        self.values = values.map { value in ("\(value)", { history(value) }) }
    }

    /// The findings of checks along the series, a line for each check whose finding depends on the value.
    ///
    /// Each finding stands at the value from which on it is found: `0 passed 3, 11 failed 1 3 @4`.
    func lines(of checks: [Check]) -> [String] {
        lines { history in
            let observations = Observations(history)
            return checks.map { ($0.id, Self.brief($0.find(observations))) }
        }
    }

    /// The texts that some reading of a history gives along the series.
    func lines(of reading: (History) -> [(name: String, text: String)]) -> [String] {
        var names: [String] = []
        var told: [String: [(value: String, text: String)]] = [:]
        for (value, history) in values {
            for (name, text) in reading(history()) {
                if told[name] == nil { names.append(name) }
                if told[name]?.last?.text != text { told[name, default: []].append((value, text)) }
            }
        }
        return names.compactMap { name in
            guard let texts = told[name], texts.count > 1 else { return nil }
            return "\(self.name): \(name) " + texts.map { "\($0.value) \($0.text)" }.joined(separator: ", ")
        }
    }

    /// A finding as its kind, the numbers of its summary, and the events of its evidence.
    static func brief(_ finding: Finding) -> String {
        // The share that would have shown follows from the number before it.
        let summary = finding.summary.firstRange(of: "; a fault in more than").map { finding.summary[..<$0.lowerBound] }
        let numbers = (summary ?? finding.summary[...]).split { !$0.isWholeNumber }.map(String.init)
        let evidence = finding.verdict.evidence.prefix(5).map { "@\($0.event)" + ($0.against.map { "/\($0)" } ?? "") }
        return ([finding.verdict.kind.rawValue] + numbers + evidence).joined(separator: " ")
    }
}

extension [Check] {
    /// The built-in checks whose ids begin so.
    static func of(_ prefixes: String...) -> [Check] {
        Check.all.filter { check in prefixes.contains { check.id.hasPrefix($0) } }
    }
}
