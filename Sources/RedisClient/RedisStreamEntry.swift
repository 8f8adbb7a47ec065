//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis

/// One entry of a stream: its id, and its fields in order.
package struct RedisStreamEntry: Sendable, Hashable {
    /// A field of an entry.
    package struct Field: Sendable, Hashable {
        /// The field's name.
        package let name: String
        /// The field's value.
        package let value: [UInt8]
    }

    /// The id, such as `1690000000000-0`.
    package let id: String
    /// The fields; empty for an entry that was deleted while pending.
    package let fields: [Field]

    /// Parses an entry in a reply; `nil` if it is malformed.
    package init?(_ value: RESPValue) {
        guard let parts = value.array, parts.count == 2, let id = parts[0].string else { return nil }
        let words = parts[1].array ?? []
        guard words.count.isMultiple(of: 2) else { return nil }
        var fields: [Field] = []
        for index in stride(from: 0, to: words.count, by: 2) {
            guard let name = words[index].string, let value = words[index + 1].bytes else { return nil }
            fields.append(Field(name: name, value: value))
        }
        self.id = id
        self.fields = fields
    }

    /// Returns the first value of a field; `nil` if there is none.
    package subscript(_ name: String) -> [UInt8]? {
        fields.first { $0.name == name }?.value
    }

    /// Parses the reply to `XREADGROUP` on one stream; empty on timeout, `nil` if it is malformed.
    package static func entries(fromRead reply: RESPValue) -> [RedisStreamEntry]? {
        if reply.isNull { return [] }
        guard let streams = reply.array, streams.count == 1, let stream = streams[0].array, stream.count == 2 else {
            return nil
        }
        return Self.list(stream[1])
    }

    /// Parses the next cursor and the entries in a reply to `XAUTOCLAIM`; `nil` if it is malformed.
    package static func entries(
        fromAutoclaim reply: RESPValue
    ) -> (nextStart: String, entries: [RedisStreamEntry])? {
        guard let parts = reply.array, parts.count >= 2, let next = parts[0].string, let entries = Self.list(parts[1])
        else { return nil }
        return (next, entries)
    }

    /// Parses a list of entries, as `XCLAIM` and `XRANGE` return it, skipping nulls for entries deleted meanwhile.
    package static func list(_ value: RESPValue) -> [RedisStreamEntry]? {
        guard let elements = value.array?.filter({ !$0.isNull }) else { return nil }
        let entries = elements.compactMap { RedisStreamEntry($0) }
        return entries.count == elements.count ? entries : nil
    }
}
