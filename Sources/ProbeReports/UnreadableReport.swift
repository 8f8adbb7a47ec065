//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The reason why a JSON document is no report of this version.
public struct UnreadableReport: Error, Sendable, Hashable, CustomStringConvertible {
    /// The field with its place in the document, and what is wrong with it.
    public let description: String

    init(_ error: any Error) {
        switch error {
        case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context):
            let place = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
            let message = context.debugDescription
            description = place.isEmpty ? message : "\(place.joined(separator: ".")): \(message)"
        default:
            description = "\(error)"
        }
    }
}
