//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Generates what a prober sees of a sound deployment: overlapping requests, each answered by the truth at some
/// instant between its sending and its receipt.
struct SoundRun {
    static let strategies = 14

    /// A scan as it really went.
    private struct Truth {
        var id: String
        var started: Double
        var steps: [Double]
        var opportunities: Int
        var completed: Double { self.steps.last ?? self.started }

        func completedSteps(at time: Double) -> Int { self.steps.count { $0 <= time } }
    }

    private var generator: SeededGenerator
    private(set) var exchanges: [Exchange] = []

    init(seed: UInt64, scans: Int = 5) {
        self.generator = SeededGenerator(seed: seed)
        for number in 0..<scans { self.add(scan: number) }
        for probe in 0..<6 { self.addProbes(probe) }
        for index in self.exchanges.indices {
            let worker = "w\(self.generator.next() % 3 + 1)"
            self.exchanges[index].outcome = self.exchanges[index].outcome.from(worker: worker)
        }
    }

    var history: History { History(self.exchanges) }

    private mutating func random(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &self.generator) }

    private mutating func add(scan number: Int) {
        let id = "scan_\(String(0x1234_5678 + number, radix: 16))\(String(repeating: "0", count: 24))"
        let started = 5 + self.random(0...3)
        let body = number == 0 ? "{}" : #"{"symbols":["S\#(number)"]}"#
        self.exchanges.append(.initiate(id, at: started, took: self.random(0.005...0.4), body: body))
        let acknowledged = self.exchanges[self.exchanges.count - 1].received

        var time = started
        var steps: [Double] = []
        for _ in 0..<Self.strategies {
            time += self.random(0.01...1)
            steps.append(max(time, acknowledged))
        }
        let truth = Truth(id: id, started: started, steps: steps, opportunities: 20 + number)
        self.addPolls(truth, from: acknowledged)
        self.addReads(truth, from: acknowledged)
        // The first scan is left alone, so that the last initiation is one of another scan.
        if number > 0 { self.addJoins(truth, body: body, from: acknowledged) }
    }

    /// Initiations with the same filters while the scan runs, which are answered with that scan.
    private mutating func addJoins(_ truth: Truth, body: String, from acknowledged: Double) {
        for _ in 0..<22 {
            let sent = self.random(acknowledged...max(acknowledged, truth.completed - 0.03))
            let join = Exchange.initiate(truth.id, at: sent, body: body)
            self.exchanges.append(join.with { $0.outcome = $0.outcome.said(.scanning) })
        }
    }

    /// Polls so close together that many of them overlap, up to some time after completion.
    private mutating func addPolls(_ truth: Truth, from acknowledged: Double) {
        var sent = acknowledged
        while sent < truth.completed + 4 {
            sent += self.random(0.001...0.3)
            let took = self.random(0.002...0.9)
            let steps = truth.completedSteps(at: self.random(sent...(sent + took)))
            let state: ScanState = steps == Self.strategies ? .complete : .scanning
            self.exchanges.append(.poll(truth.id, at: sent, took: took, state, steps, found: truth.opportunities))
        }
        let last = truth.completed + 6
        for poll in 0..<5 {
            let sent = last + Double(poll)
            self.exchanges.append(.poll(truth.id, at: sent, .complete, Self.strategies, found: truth.opportunities))
        }
    }

    private mutating func addReads(_ truth: Truth, from acknowledged: Double) {
        for read in 0..<24 {
            let sent = read < 3 ? acknowledged + Double(read) * 0.3 + 0.01 : truth.completed + 5 + Double(read) * 0.4
            let took = self.random(0.002...0.9)
            let exchange = Exchange.results(
                truth.id,
                at: sent,
                took: took,
                listed: truth.opportunities,
                digest: "digest of \(truth.id)"
            )
            let isComplete = self.random(sent...(sent + took)) >= truth.completed
            self.exchanges.append(
                exchange.with {
                    $0.intent = read < 3 ? .early : .course
                    if !isComplete { $0.outcome = .status(202, .scanning) }
                }
            )
        }
        let followed = Exchange.poll(
            truth.id,
            at: truth.completed + 7,
            .complete,
            Self.strategies,
            found: truth.opportunities
        )
        self.exchanges.append(followed.with { $0.intent = .followsLink })
    }

    private mutating func addProbes(_ number: Int) {
        for operation in [Event.Operation.status, .results] {
            let url = operation == .status ? Exchange.statusURL : Exchange.resultsURL
            let unknown = "scan_\(String(repeating: "f", count: 31))\(number)"
            let foreign = "scan_\(String(repeating: "e", count: 31))\(number)"
            let probes: [(Event.Intent, String, Outcome)] = [
                (.unknownID, unknown, .notFound(number)), (.foreignID, foreign, .notFound(number + 100)),
                (.noToken, foreign, .status(401)), (.malformedToken, foreign, .status(401)),
                (.unsignedToken, foreign, .status(401)), (.forgedToken, foreign, .status(401)),
                (.expiredToken, foreign, .status(401)),
            ]
            for (intent, id, outcome) in probes {
                let sent = self.random(10...30)
                self.exchanges.append(
                    Exchange(
                        operation: operation,
                        intent: intent,
                        scanID: id,
                        url: url(id),
                        sent: sent,
                        received: sent + 0.01,
                        outcome: outcome
                    )
                )
            }
        }
    }
}
