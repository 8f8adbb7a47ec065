//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// A run against a correct deployment, in which requests overlap and responses overtake each other.
///
/// Each response reports the true state at some instant between its request and its receipt.
struct SoundRun {
    static let strategies = 14

    /// The true course of a job.
    struct Truth {
        var name: String
        var user: Event.User
        var acknowledged: Double
        var steps: [Double]
        var made: MadeResults
        var fails = false
        var id: String { made.jobID }
        var ended: Double { steps.last ?? acknowledged }

        func completedSteps(at time: Double) -> Int { steps.count { $0 <= time } }
    }

    /// The first jobs: the requested filters, and the available opportunities.
    private static let asked: [(body: String, market: MadeResults.Market)] = [
        ("{}", MadeResults.Market()),
        (#"{"symbols":["BTC/USDT"]}"#, MadeResults.Market(symbols: ["BTC/USDT"])),
        (#"{"symbols":" eth-usdt , XRP/USDT,"}"#, MadeResults.Market(symbols: ["ETH/USDT", "XRP/USDT"])),
        (
            #"{"strategy_ids":["spot_breakout"],"filter_by_risk_level":"medium"}"#,
            MadeResults.Market(strategies: ["spot_breakout"], risks: ["low", "medium"])
        ),
        (
            #"{"min_profit_potential":10,"max_required_capital":500,"asset_tiers":["retail"],"strategy_types":"spot"}"#,
            MadeResults.Market()
        ),
    ]

    var generator: SplitMix64
    var exchanges: [Exchange] = []

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
        let jobs = Self.asked.indices.map { addScan($0) }
        addJoins(of: jobs[0], body: Self.asked[0].body)
        addLateJoins(of: jobs[1], body: Self.asked[1].body)
        addRefresh(of: jobs[0])
        addTwins()
        addFailure()
        addFastScan()
        addShortScan("scan-8", user: .second, at: 9, intent: .course)
        addShortScan("after-errors", user: .first, at: 35, intent: .afterErrors)
        for probe in 0..<6 { addProbes(probe) }
        addHostileProbes()
        addDiagnostics()
        for index in exchanges.indices {
            let worker = "w\(generator.next() % 3 + 1)"
            exchanges[index].outcome = exchanges[index].outcome.from(worker: worker)
        }
    }

    var history: History {
        History(exchanges) {
            $0.initiate.joins = 90
            $0.initiate.refreshes = 1
            $0.initiate.twinBodies = [Self.twinBody]
            $0.status.fastPolls = 200
        }
    }

    mutating func random(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }

    /// A unique id, whose first characters differ.
    static func id(_ number: Int) -> String {
        "scan_\(String(0x1234_5678 + number, radix: 16))\(String(repeating: "0", count: 24))"
    }

    private mutating func addScan(_ number: Int) -> Truth {
        let asked = Self.asked[number]
        let initiation = Exchange.initiate(
            Self.id(number),
            at: 5 + random(0...3),
            took: random(0.005...0.4),
            body: asked.body
        )
        let truth = start(
            initiation,
            as: "scan-\(number + 1)",
            made: MadeResults(jobID: Self.id(number), userID: "u1", in: asked.market, count: number == 0 ? 12 : 3),
            step: 0.01...1
        )
        addPolls(truth, pause: 0.001...0.3)
        addEarlyReads(truth)
        addReads(truth, from: truth.ended + 5)
        addFollowedLink(truth)
        return truth
    }

    /// Adds the initiation of a job, and decides the course of the job.
    mutating func start(
        _ initiation: Exchange,
        as name: String,
        made: MadeResults,
        step: ClosedRange<Double>
    ) -> Truth {
        exchanges.append(initiation.with { $0.job = name })
        var time = initiation.sent
        var steps: [Double] = []
        for _ in 0..<Self.strategies {
            time += random(step)
            steps.append(max(time, initiation.received))
        }
        return Truth(
            name: name,
            user: initiation.user,
            acknowledged: initiation.received,
            steps: steps,
            made: made
        )
    }

    /// Adds polls so close together that many of them overlap, up to some time after completion.
    mutating func addPolls(_ truth: Truth, pause: ClosedRange<Double>, after: Double = 4) {
        var sent = truth.acknowledged
        while sent < truth.ended + after {
            sent += random(pause)
            let took = random(0.002...0.9)
            exchanges.append(self.poll(truth, at: sent, took: took, seen: random(sent...(sent + took))))
        }
        for poll in 0..<5 {
            let sent = truth.ended + 6 + Double(poll)
            exchanges.append(self.poll(truth, at: sent, took: 0.02, seen: sent))
        }
    }

    /// A poll that reports the true state at an instant.
    func poll(_ truth: Truth, at sent: Double, took: Double, seen: Double) -> Exchange {
        let steps = truth.completedSteps(at: seen)
        let hasEnded = steps == Self.strategies
        let found = truth.made.opportunities.count * steps / Self.strategies
        let state: JobState = !hasEnded ? .scanning : truth.fails ? .failed : .complete
        let poll = Exchange.poll(truth.id, at: sent, took: took, state, steps, found: found)
        return poll.with { exchange in
            exchange.user = truth.user
            exchange.job = truth.name
            guard state != .complete else { return }
            let body = hasEnded ? #"{"error":{"code":"market_unavailable"}}"# : truth.made.partialBodies[found]
            exchange.outcome.changeResponse { response in
                response.body = body
                response.bodyBytes = body.utf8.count
            }
        }
    }

    private mutating func addEarlyReads(_ truth: Truth) {
        for read in 0..<3 {
            let sent = truth.acknowledged + Double(read) * 0.3 + 0.01
            let took = random(0.002...0.9)
            let isComplete = random(sent...(sent + took)) >= truth.ended
            exchanges.append(
                Exchange.results(truth.made, at: sent, took: took).with {
                    $0.intent = .early
                    $0.job = truth.name
                    if !isComplete { $0.outcome = .status(202, .scanning) }
                }
            )
        }
    }

    mutating func addReads(_ truth: Truth, from start: Double, count: Int = 22) {
        for read in 0..<count {
            let took = random(0.002...0.9)
            let exchange = Exchange.results(truth.made, at: start + Double(read) * 0.4, took: took)
            exchanges.append(
                exchange.with {
                    $0.user = truth.user
                    $0.job = truth.name
                    if truth.fails { $0.outcome = .status(409, .failed) }
                }
            )
        }
    }

    private mutating func addFollowedLink(_ truth: Truth) {
        let sent = truth.ended + 7
        let followed = poll(truth, at: sent, took: 0.02, seen: sent)
        exchanges.append(followed.with { $0.intent = .followsLink })
    }
}
