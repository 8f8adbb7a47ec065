//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A JSON text, before anything is made of it, so that each wrong value can be named by its place.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number; infinite when it is beyond what a `Double` holds, as 1e999 is.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads a JSON text.
    ///
    /// - Throws: ``JSONFailure``.
    init(parsing bytes: some Sequence<UInt8>) throws(JSONFailure) {
        var parser = JSONParser(Array(bytes))
        self = try parser.parse()
    }
}

/// Why bytes are no JSON text that a request may have.
enum JSONFailure: Error, Hashable {
    /// The grammar or the encoding is broken at a byte.
    case malformed(at: Int)
    /// Arrays and objects are nested deeper than ``JSONParser/maximumDepth``.
    case tooDeep
    /// An object has a name twice, so that two readers may take two things from it.
    case repeatedName(String)
}
