//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Initiations other than the first one of a job.
extension SoundRun {
    static let twinBody = #"{"symbols":["DOGE/USDT"]}"#
    static let oldScan = Self.id(0)

    /// Initiations with the filters of a job, while it runs and just as it ends: the response has its id in any
    /// state.
    mutating func addJoins(of truth: Truth, body: String) {
        self.addJoins(of: truth, body: body, at: [0.1, 0.5, 2].map { truth.acknowledged + $0 } + [truth.ended - 0.05])
    }

    /// Initiations with the filters of a complete job, enough to decide the rate, at most 30 within a minute.
    mutating func addLateJoins(of truth: Truth, body: String) {
        addJoins(of: truth, body: body, at: (0..<86).map { truth.ended + 70 + Double($0) * 2.2 })
    }

    private mutating func addJoins(of truth: Truth, body: String, at times: [Double]) {
        for sent in times {
            let took = random(0.005...0.4)
            let isRunning = random(sent...(sent + took)) < truth.ended
            let join = Exchange.initiate(
                truth.id,
                at: sent,
                took: took,
                body: body,
                state: isRunning ? .scanning : .complete
            )
            exchanges.append(
                join.with {
                    $0.intent = .joins
                    $0.job = truth.name
                    $0.jobID = truth.id
                }
            )
        }
    }

    /// An initiation with the filters of a complete job and `force_refresh`; the old job is polled and read
    /// meanwhile.
    mutating func addRefresh(of old: Truth) {
        let initiation = Exchange.initiate(
            Self.id(10),
            at: old.ended + 11.5,
            body: #"{"force_refresh":true}"#
        )
        let new = start(
            initiation.with {
                $0.intent = .refreshes
                $0.jobID = old.id
            },
            as: "\(old.name)-refreshed",
            made: MadeResults(jobID: Self.id(10), userID: "u1", in: MadeResults.Market(), count: 5),
            step: 0.01...0.2
        )
        addPolls(new, pause: 0.05...0.4)
        addReads(new, from: new.ended + 5, count: 3)
        for poll in 0..<6 {
            let sent = new.acknowledged + 0.01 + Double(poll) * 0.4
            exchanges.append(self.poll(old, at: sent, took: 0.02, seen: sent))
        }
        addReads(old, from: new.acknowledged + 0.02, count: 3)
    }

    /// Two concurrent initiations; the second may be answered first, and each may get the state of a new or a running
    /// job.
    mutating func addTwins() {
        let sent = 10 + random(0...1)
        let made = MadeResults(
            jobID: Self.id(11),
            userID: "u1",
            in: MadeResults.Market(symbols: ["DOGE/USDT"]),
            count: 2
        )
        let twins = (0..<2).map { number in
            Exchange.initiate(
                made.jobID,
                at: sent + Double(number) * 0.001,
                took: random(0.01...0.4),
                body: Self.twinBody,
                state: random(0...1) < 0.5 ? .initiated : .scanning
            )
            .with { $0.intent = .twin }
        }
        let answeredFirst = twins[0].received < twins[1].received ? 0 : 1
        let truth = start(twins[answeredFirst], as: "twin-1", made: made, step: 0.01...0.2)
        exchanges.append(twins[1 - answeredFirst].with { $0.job = "twin-1" })
        addPolls(truth, pause: 0.05...0.4)
        addReads(truth, from: truth.ended + 5, count: 3)
    }

    /// A job that fails and gives the reason.
    mutating func addFailure() {
        let body = #"{"symbols":["GONE/USDT"]}"#
        let made = MadeResults(jobID: Self.id(12), userID: "u1", in: MadeResults.Market(), count: 0)
        let initiation = Exchange.initiate(made.jobID, at: 9 + random(0...1), body: body)
        var truth = start(initiation, as: "scan-7", made: made, step: 0.01...0.2)
        truth.fails = true
        addPolls(truth, pause: 0.05...0.4, after: 1)
        addReads(truth, from: truth.ended + 5, count: 2)
    }

    /// A job with the filters of an earlier one, polled back to back.
    mutating func addFastScan() {
        let market = MadeResults.Market(symbols: ["BTC/USDT"])
        let made = MadeResults(jobID: Self.id(13), userID: "u1", in: market, count: 4)
        let initiation = Exchange.initiate(
            made.jobID,
            at: 30,
            body: #"{"symbols":["BTC/USDT"],"force_refresh":true}"#
        )
        let truth = start(initiation.with { $0.pace = .fast }, as: "fast-1", made: made, step: 0.01...0.2)
        var sent = truth.acknowledged
        while sent < truth.ended + 0.1 {
            let took = random(0.005...0.03)
            let poll = self.poll(truth, at: sent, took: took, seen: random(sent...(sent + took)))
            exchanges.append(poll.with { $0.pace = .fast })
            sent += took + 0.0001
        }
        addReads(truth, from: truth.ended + 5, count: 2)
    }

    /// A job with the minimum of requests.
    mutating func addShortScan(_ name: String, user: Event.User, at start: Double, intent: Event.Intent) {
        let number = user == .second ? 14 : 15
        let userID = user == .second ? "u2" : "u1"
        let made = MadeResults(jobID: Self.id(number), userID: userID, in: MadeResults.Market(), count: 4)
        let initiation = Exchange.initiate(made.jobID, at: start + random(0...1), body: "{}", user: user)
        let truth = self.start(initiation.with { $0.intent = intent }, as: name, made: made, step: 0.01...0.2)
        addPolls(truth, pause: 0.1...0.6, after: 1)
        addReads(truth, from: truth.ended + 5, count: 3)
    }
}
