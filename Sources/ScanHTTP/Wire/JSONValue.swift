//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parsed JSON value, not yet validated, so that an error can name the location of each wrong value.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number; infinite if it exceeds the range of `Double`, as 1e999 does.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Parses a JSON text.
    ///
    /// - Throws: ``JSONFailure``.
    init(parsing bytes: some Sequence<UInt8>) throws(JSONFailure) {
        var parser = JSONParser(Array(bytes))
        self = try parser.parse()
    }
}

/// The reason for which a request body is rejected as JSON.
enum JSONFailure: Error, Hashable {
    /// A violation of the grammar or the encoding, with the offset of the byte.
    case malformed(at: Int)
    /// A nesting of arrays and objects deeper than ``JSONParser/maximumDepth``.
    case tooDeep
    /// A repeated name in an object, which parsers interpret differently.
    case repeatedName(String)
}
