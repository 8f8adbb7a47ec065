//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import KitSupport

/// The id by which a deployment's own tracing knows a request.
///
/// Sixteen bytes, since a history has one for each of a million events. Source: W3C Trace Context, section 3.2.2.3.
public struct TraceID: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    /// Creates the id that a header field carries.
    package init(_ parent: TraceParent) {
        high = parent.high
        low = parent.low
    }
}

extension TraceID: LosslessStringConvertible {
    /// Creates an id from its text; `nil` for anything but 32 lower-case hexadecimal digits that are not all zero.
    public init?(_ text: String) {
        let bytes = Array(text.utf8.prefix(33))
        guard bytes.count == 32, let high = UInt64(lowercaseHexadecimal: bytes[..<16]),
            let low = UInt64(lowercaseHexadecimal: bytes[16...]), high != 0 || low != 0
        else { return nil }
        self.high = high
        self.low = low
    }

    /// The id as 32 hexadecimal digits.
    public var description: String { high.hexadecimal() + low.hexadecimal() }
}

extension TraceID: Codable {
    /// Decodes an id from its text.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when the text is none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = TraceID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a trace id has 32 hexadecimal digits"
            )
        }
        self = id
    }

    /// Encodes the id as its text.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
