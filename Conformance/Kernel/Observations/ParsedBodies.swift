//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A bounded cache of parsed bodies that several checks examine.
///
/// Beyond its capacity a body is parsed on each access.
final class ParsedBodies {
    private static let keptBytes = 4 << 20
    private var bodies: [Int: JSONValue] = [:]
    private var bytes = 0

    /// The body of the response to an event, if it is JSON and was recorded in full.
    func json(of event: Event, at position: Int) -> JSONValue? {
        if let body = bodies[position] { return body }
        guard let body = event.answeredJSON else { return nil }
        bytes += event.outcome.response?.body?.utf8.count ?? 0
        if bytes <= Self.keptBytes { bodies[position] = body }
        return body
    }
}
