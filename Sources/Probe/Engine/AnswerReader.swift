//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Understands large answers one after the other: a parsed body takes several times its own size.
actor AnswerReader {
    /// A body up to this size is understood at once, in bytes.
    private static let small = 256 << 10

    /// Performs the reading of an exchange, alone if its body is large.
    nonisolated func read(_ exchange: Exchange, _ reading: @Sendable () -> Outcome) async -> Outcome {
        guard case .success(let reply) = exchange.result, reply.body.utf8.count > Self.small else { return reading() }
        return await perform(reading)
    }

    private func perform(_ reading: @Sendable () -> Outcome) -> Outcome { reading() }
}

extension Event {
    /// The event without the body of its answer, which nobody needs once it is understood and recorded.
    var withoutBody: Event {
        guard case .answered(var response) = outcome else { return self }
        response.body = nil
        var event = self
        event.outcome = .answered(response)
        return event
    }
}
