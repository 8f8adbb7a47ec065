//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The evidence that a run did not record in full, because its budget of memory and disk was used up.
public struct CutEvidence: Sendable, Hashable {
    /// The number of bodies of which only the digest and the beginning are recorded.
    public var bodies: Int
    /// The number of responses.
    public var answers: Int
    /// The budget; absent when it was not used up, or the history has no footer.
    public var budget: History.Footer.Budget?

    /// Looks through a history.
    public init(_ history: History) {
        bodies = 0
        answers = 0
        // By position: an event is large, and copying it costs more than looking at it.
        for position in history.events.indices {
            guard case .answered(let response) = history.events[position].outcome else { continue }
            answers += 1
            if response.bodyDigest != nil { bodies += 1 }
        }
        budget = history.footer?.budget
    }

    /// The sentence for reports; `nil` when everything was recorded.
    public var sentence: String? {
        let isUsedUp = budget?.isUsedUp == true
        guard bodies > 0 || isUsedUp else { return nil }
        var parts: [String] = []
        if bodies > 0 {
            let counted = bodies == 1 ? "1 body is" : "\(bodies) bodies are"
            parts.append("\(counted) kept by digest and beginning only, of \(answers) answers")
        }
        if isUsedUp { parts.append("the run ended when there was room for nothing more") }
        let limits = budget.map { " (\($0.memory >> 20) MB of memory, \($0.disk >> 20) MB of disk)" } ?? ""
        return "The budget for evidence\(limits) was used up: \(parts.joined(separator: "; "))"
    }
}
