//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// INIT-008: the response to an initiation echoes the requested filters.
///
/// The results are checked against the filters by RES-011.
enum FilterEchoCheck {
    /// INIT-008: The answer to an initiation MUST echo the filters that were asked for.
    @Sendable static func filtersAreEchoed(_ observations: Observations) -> Finding {
        guard observations.asksForFilters() else {
            return .skipped(reason: "the plan initiates no \(observations.nouns.job) with filters")
        }
        var examined = 0
        var counterexamples: [Counterexample] = []
        for initiation in observations.initiations where initiation.isAccepted {
            let event = observations.event(initiation.position)
            guard let asked = AskedFilters(event), !asked.isEmpty, let body = event.answeredJSON else { continue }
            examined += 1
            guard let echo = (body["filters"] ?? body["data"]?["filters"])?.object else {
                counterexamples.append(Counterexample(initiation.position, "filters is missing"))
                continue
            }
            guard let name = asked.firstDifference(from: AskedFilters(echo)) else { continue }
            let told = echo[name]?.shown ?? "missing"
            counterexamples.append(Counterexample(initiation.position, "filters.\(name) is \(told)"))
        }
        return observations.finding(
            examined: examined,
            of: CountedNoun(one: "initiation with filters", many: "initiations with filters"),
            counterexamples: counterexamples,
            fault: "did not echo them",
            missing: "an accepted initiation with filters whose answer was kept",
            pattern: counterexamples.first?.remark
        )
    }
}

extension AskedFilters {
    /// The name of the first filter that is set here and different in the echo.
    fileprivate func firstDifference(from echo: AskedFilters) -> String? {
        for name in lists.keys.sorted() where lists[name] != echo.lists[name] { return name }
        if risk != nil, risk != echo.risk { return "filter_by_risk_level" }
        if minimumProfit != nil, minimumProfit != echo.minimumProfit { return "min_profit_potential" }
        if maximumCapital != nil, maximumCapital != echo.maximumCapital { return "max_required_capital" }
        return nil
    }
}

extension Observations {
    /// Returns true for a plan or a run that has any initiation with filters, apart from those of an intent.
    func asksForFilters(apartFrom excluded: Event.Intent? = nil) -> Bool {
        let plan = history.header.plan
        let isPlanned = (plan.jobs.bodies + plan.initiate.twinBodies).contains { body in
            JSONValue(parsing: body)?.object.map(AskedFilters.init)?.isEmpty == false
        }
        return isPlanned
            || initiations.contains {
                event($0.position).intent != excluded && AskedFilters(event($0.position))?.isEmpty == false
            }
    }
}
