//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *isolation*.
enum IsolationChecks: CheckGroup {
    static let catalogue = CatalogueSource("isolation.yaml", PackageResources.isolation_yaml)

    static let all = [
        Check("ISO-001", on: [.status, .results], find: foreignIsNotFound),
        Check("ISO-002", on: [.status, .results], find: foreignIsLikeUnknown),
        Check("ISO-003", on: [.status, .results], find: tokensAreRequired),
        Check("ISO-004", on: [.diagnostics], find: DiagnosticsCheck.usersAreKeptOut),
        Check("ISO-005", on: [.status, .results], find: HostileIDCheck.reachesNobody),
    ]

    /// ISO-001: Another user's scan id MUST be answered as not found, in status and results, during and after the scan,
    /// on every worker.
    ///
    /// A 401, 429, 5xx or a missing response is no evidence. A 403 refuses, and leaves to ISO-002 that it tells the id
    /// from an unknown one; an answer that any unknown id gets tells nothing of anybody's job.
    @Sendable static func foreignIsNotFound(_ observations: Observations) -> Finding {
        var operations: Set<Event.Operation> = []
        var examined = 0
        var counterexamples: [Counterexample] = []
        let unknown = observations.shapesOfUnknown
        for position in observations.probes {
            let event = observations.event(position)
            guard event.intent == .foreignID, let response = event.knowledgeableAnswer else { continue }
            examined += 1
            operations.insert(event.operation)
            guard StatusReading(event.outcome) != .notFound, response.status != 403,
                unknown[event.operation]?.contains(ResponseShape(response, askedFor: event.jobID)) != true
            else { continue }
            let remark = "the \(observations.nouns.job) belongs to another user"
            counterexamples.append(Counterexample(position, remark))
        }
        let missing = [Event.Operation.status, .results].filter { !operations.contains($0) }.map(\.rawValue)
        return observations.finding(
            examined: missing.isEmpty || !counterexamples.isEmpty ? examined : 0,
            of: .probes,
            counterexamples: counterexamples,
            fault: "with another user's id were not answered as not found",
            missing: "an answer to another user's id for \(missing.joined(separator: " and for "))"
        )
    }

    /// ISO-002: The answer to another user's scan id MUST be indistinguishable from the answer to an unknown id, in
    /// status and body.
    ///
    /// Ids, times and request ids are masked before responses are compared.
    @Sendable static func foreignIsLikeUnknown(_ observations: Observations) -> Finding {
        var unknown: [Event.Operation: Set<ResponseShape>] = [:]
        var foreign: [(position: Int, operation: Event.Operation, shape: ResponseShape)] = []
        for position in observations.probes {
            let event = observations.event(position)
            guard event.intent == .unknownID || event.intent == .foreignID, let response = event.knowledgeableAnswer
            else {
                continue
            }
            let shape = ResponseShape(response, askedFor: event.jobID)
            if event.intent == .unknownID {
                unknown[event.operation, default: []].insert(shape)
            } else {
                foreign.append((position, event.operation, shape))
            }
        }
        let comparable = foreign.filter { unknown[$0.operation] != nil }
        let counterexamples = comparable.filter { unknown[$0.operation]?.contains($0.shape) == false }
            .map { Counterexample($0.position, "an unknown id is answered otherwise") }
        let missing = [Event.Operation.status, .results].filter { operation in
            !comparable.contains { $0.operation == operation }
        }
        return observations.finding(
            examined: missing.isEmpty || !counterexamples.isEmpty ? comparable.count : 0,
            of: .probes,
            counterexamples: counterexamples,
            fault: "with another user's id can be told from an unknown id",
            missing: "answers to both an unknown and another user's id for "
                + missing.map(\.rawValue).joined(separator: " and for ")
        )
    }

    /// ISO-003: A request without a token, or with a malformed, unsigned, forged or expired one, MUST be answered 401.
    ///
    /// Each kind of token has to be tried; a redirect, a 429 or 5xx other than 500 is no evidence.
    @Sendable static func tokensAreRequired(_ observations: Observations) -> Finding {
        let kinds = Self.kindsOfWrongTokens(observations)
        let refusals = observations.history.header.access.refusals ?? [401]
        var tried: Set<Event.Intent> = []
        var examined = 0
        var counterexamples: [Counterexample] = []
        for position in observations.probes {
            let event = observations.event(position)
            guard kinds.contains(event.intent), let status = event.outcome.response?.status else { continue }
            guard status != 429, !(300..<400).contains(status), !(501...599).contains(status) else { continue }
            examined += 1
            tried.insert(event.intent)
            guard !refusals.contains(status) else { continue }
            counterexamples.append(Counterexample(position, "sent with \(event.intent.spelledOut)"))
        }
        let missing = kinds.filter { !tried.contains($0) }.map(\.spelledOut)
        return observations.finding(
            examined: missing.isEmpty || !counterexamples.isEmpty ? examined : 0,
            of: .probes,
            counterexamples: counterexamples,
            fault:
                "without a valid token were not answered \(refusals.sorted().map(String.init).joined(separator: " or "))",
            missing: "an answered request with \(missing.joined(separator: ", with "))"
        )
    }

    /// The kinds of wrong tokens that a run has to try: of a token that is no JWT, only one with other characters can be made.
    private static func kindsOfWrongTokens(_ observations: Observations) -> [Event.Intent] {
        let all: [Event.Intent] = [.noToken, .malformedToken, .unsignedToken, .forgedToken, .expiredToken]
        guard observations.history.header.access.refusals != nil else { return all }
        let sent = Set(observations.probes.map { observations.event($0).intent })
        // Whoever forges a JWT forges it in every way.
        return sent.contains(.unsignedToken) || !sent.contains(.forgedToken)
            ? all : [.noToken, .malformedToken, .forgedToken]
    }
}

extension Observations {
    /// The answers to ids that nobody has, by operation, without what differs between any two answers.
    var shapesOfUnknown: [Event.Operation: Set<ResponseShape>] {
        var shapes: [Event.Operation: Set<ResponseShape>] = [:]
        for position in probes {
            let event = self.event(position)
            guard event.intent == .unknownID, let response = event.knowledgeableAnswer else { continue }
            shapes[event.operation, default: []].insert(ResponseShape(response, askedFor: event.jobID))
        }
        return shapes
    }
}

extension Event {
    /// The response, if it shows whether the requested id exists.
    fileprivate var knowledgeableAnswer: Response? {
        guard let response = outcome.response else { return nil }
        guard response.status != 401, response.status != 429, response.status < 500 else { return nil }
        return response
    }
}

extension Event.Intent {
    /// The intent of a token probe, for people.
    fileprivate var spelledOut: String {
        switch self {
        case .noToken: "no token"
        case .malformedToken: "a malformed token"
        case .unsignedToken: "an unsigned token"
        case .forgedToken: "a forged token"
        case .expiredToken: "an expired token"
        default: "a valid token"
        }
    }
}
