//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check of RES-013.
enum PageMissingCheck {
    /// The pages of one results read, the first one included.
    private struct Read {
        var jobID: String
        var positions: [Int]
        var isWhole = true
    }

    /// RES-013: Every page of the results MUST be readable, and no item MUST be missing or come twice.
    @Sendable static func find(_ observations: Observations) -> Finding {
        var reads: [Int: Read] = [:]
        var order: [Int] = []
        for position in observations.history.events.indices {
            let event = observations.event(position)
            guard let number = event.read, event.operation == .page, let id = event.jobID else { continue }
            if reads[number] == nil {
                let first = observations.history.events.firstIndex { $0.id == number }
                reads[number] = Read(jobID: id, positions: first.map { [$0] } ?? [])
                order.append(number)
            }
            reads[number]?.positions.append(position)
        }
        var counterexamples: [Counterexample] = []
        var wholeReads: [String: (items: Set<String>, position: Int)] = [:]
        for number in order {
            guard var read = reads[number] else { continue }
            counterexamples += Self.faults(of: &read, observations)
            let items = Set(read.positions.flatMap { observations.event($0).outcome.response?.parsed?.items ?? [] })
            guard read.isWhole, !items.isEmpty, let last = read.positions.last else { continue }
            if let other = wholeReads[read.jobID], other.items != items {
                counterexamples.append(
                    Counterexample(
                        last,
                        "\(items.count) items, another read had \(other.items.count)",
                        against: other.position
                    )
                )
            }
            wholeReads[read.jobID] = wholeReads[read.jobID] ?? (items, last)
        }
        return observations.finding(
            examined: order.count,
            of: .reads,
            counterexamples: counterexamples,
            fault: "had a page that could not be read, or items twice or missing",
            missing: "a results read of more than one page"
        )
    }

    private static func faults(of read: inout Read, _ observations: Observations) -> [Counterexample] {
        var faults: [Counterexample] = []
        var items: [String: Int] = [:]
        var pages: [String: Int] = [:]
        for position in read.positions {
            guard let response = observations.event(position).outcome.response else {
                // A broken connection says nothing, and nor does an address that was not followed.
                read.isWhole = false
                continue
            }
            guard (200..<300).contains(response.status) else {
                read.isWhole = false
                guard (400..<500).contains(response.status), ![401, 403, 429].contains(response.status) else {
                    continue
                }
                faults.append(Counterexample(position, "the page cannot be read"))
                continue
            }
            let listed = response.parsed?.items ?? []
            if let twice = listed.lazy.compactMap({ items[$0] }).first {
                faults.append(Counterexample(position, "an item comes twice", against: twice))
            } else if listed.isEmpty, let digest = response.parsed?.digest, let same = pages[digest] {
                faults.append(Counterexample(position, "the page comes twice", against: same))
            }
            for item in listed { items[item] = position }
            if let digest = response.parsed?.digest { pages[digest] = position }
        }
        return faults
    }
}
