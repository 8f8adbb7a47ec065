//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// TTL-005: no key of the deployment lives for ever, or for longer than a week.
///
/// The queue may be persistent. A key that matches no pattern of the contract may belong to another application,
/// unless its name resembles the deployment's.
enum CensusCheck {
    /// Seven days and a minute.
    private static let longest = Duration.seconds(7 * 86_400 + 60)

    /// TTL-005: No key of the deployment but its queue MUST be left behind a week later.
    @Sendable static func nothingStays(_ observations: Observations) -> Finding {
        var examined = 0
        var unseen = 0
        var counterexamples: [Counterexample] = []
        for sample in observations.history.samples where sample.occasion == .census {
            guard let position = observations.position(near: sample.asked) else { continue }
            unseen = max(unseen, sample.count - sample.keys.count)
            for key in sample.keys where key.exists && key.isOfTheDeployment {
                examined += 1
                guard key.remaining.map({ $0 > longest }) ?? true else { continue }
                let remark = "the census at +\(EventDescription.seconds(sample.asked)) s found "
                counterexamples.append(
                    Counterexample(position, "\(remark)`\(key.key.prefix(100))` (\(key.role.rawValue)) \(key.lifetime)")
                )
            }
        }
        var finding = observations.finding(
            examined: examined,
            of: CountedNoun(one: "key", many: "keys"),
            counterexamples: counterexamples,
            fault: "would be left behind a week later",
            missing: "a census of the store's keys"
        )
        if unseen > 0 { finding.summary += "; \(unseen) more keys were not looked at" }
        return finding
    }
}

extension StoredKey {
    fileprivate var isOfTheDeployment: Bool {
        switch role {
        case .queue: false
        case .unknown:
            ["opportunity_", "scan_lifecycle", "scan_lookup", "scan_result"].contains { key.contains($0) }
        default: true
        }
    }
}

extension Observations {
    /// The position of the last event that was sent up to a time; the first one if there is none.
    func position(near time: Instant) -> Int? {
        let events = history.events
        guard !events.isEmpty else { return nil }
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].sent <= time { low = middle + 1 } else { high = middle }
        }
        return max(low - 1, 0)
    }
}
