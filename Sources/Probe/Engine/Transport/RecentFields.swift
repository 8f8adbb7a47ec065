//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import NIOHTTP1
import ProbeHistory
import Synchronization

/// The header fields of the last answers.
///
/// Answers that follow each other mostly have the same ones but for the request id: they are made once, stored once, and
/// looked through for secrets once.
final class RecentFields: Sendable {
    /// The number of lists that are kept: one for each worker, kind of answer and second of a `Date`.
    private static let most = 4
    /// The longest list that is kept, in fields.
    private static let longest = 32

    private struct Known: Sendable {
        let received: HTTPHeaders
        let fields: HeaderFields
    }

    private let known = Mutex<[Known]>([])

    /// Returns the fields of an answer, names in lower case and repeated ones joined.
    func fields(of received: HTTPHeaders) -> HeaderFields {
        guard received.count <= Self.longest else { return Self.joined(received) }
        let known = self.known.withLock { known -> HeaderFields? in
            guard let place = known.firstIndex(where: { Self.areSame($0.received, received) }) else { return nil }
            known.swapAt(0, place)
            return known[0].fields
        }
        if let known { return known.withRequestID(received.first(name: HeaderFields.requestID)) }
        let fields = Self.joined(received)
        guard received.count(where: { Self.isRequestID($0.name) }) <= 1 else { return fields }
        self.known.withLock { known in
            if known.count == Self.most { known.removeLast() }
            known.insert(Known(received: received, fields: fields), at: 0)
        }
        return fields
    }

    /// Returns true if two lists have the same bytes but for the values of request ids, of which one has at most one.
    private static func areSame(_ first: HTTPHeaders, _ second: HTTPHeaders) -> Bool {
        first.count == second.count
            && zip(first, second).allSatisfy { first, second in
                first.name.hasSameBytes(as: second.name)
                    && (first.value.hasSameBytes(as: second.value) || isRequestID(first.name))
            }
    }

    private static func isRequestID(_ name: String) -> Bool {
        name.isField(HeaderFields.requestID)
    }

    private static func joined(_ received: HTTPHeaders) -> HeaderFields {
        var fields: [String: String] = [:]
        fields.reserveCapacity(received.count)
        for (name, value) in received {
            let name = name.utf8.contains { (65...90).contains($0) } ? name.lowercased() : name
            if let first = fields[name] { fields[name] = first + ", " + value } else { fields[name] = value }
        }
        return HeaderFields(fields)
    }
}
