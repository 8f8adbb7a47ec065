//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A value of the header field `traceparent`, by which systems of tracing know a request.
///
/// Source: W3C Trace Context, section 3.2.
package struct TraceParent: Sendable, Hashable {
    /// The name of the header field.
    package static let field = "traceparent"

    /// The first half of the trace id.
    package let high: UInt64
    /// The second half of the trace id.
    package let low: UInt64
    /// The id of the request within its trace.
    package let parentID: UInt64
    /// The flags, of which the lowest says that the sender records the trace.
    package let flags: UInt8

    /// Creates the value of a request that begins a trace of its own.
    package static func random() -> TraceParent {
        // None of the two ids may be zero.
        self.generator.withLock { generator in
            TraceParent(
                high: generator.next(),
                low: UInt64.random(in: 1 ... .max, using: &generator),
                parentID: UInt64.random(in: 1 ... .max, using: &generator),
                flags: 1
            )
        }
    }

    /// The source of ids, which are no secrets: the system's own would be a call into the kernel for each.
    private static let generator = Mutex(SplitMix64(seed: .random(in: .min ... .max)))

    private init(high: UInt64, low: UInt64, parentID: UInt64, flags: UInt8) {
        self.high = high
        self.low = low
        self.parentID = parentID
        self.flags = flags
    }

    /// Creates a value from its text; `nil` if it has not the form, so that it is to be ignored.
    ///
    /// - Parameter text: The text, of which a later version than 00 may have more than this one knows.
    package init?(_ text: String) {
        let bytes = Array(text.utf8.prefix(Self.length + 1))
        let dash = UInt8(ascii: "-")
        guard bytes.count >= Self.length, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = UInt64(lowercaseHexadecimal: bytes[0..<2]), version != 0xFF,
            let high = UInt64(lowercaseHexadecimal: bytes[3..<19]),
            let low = UInt64(lowercaseHexadecimal: bytes[19..<35]),
            let parentID = UInt64(lowercaseHexadecimal: bytes[36..<52]), parentID != 0, high != 0 || low != 0,
            let flags = UInt64(lowercaseHexadecimal: bytes[53..<55])
        else { return nil }
        if bytes.count > Self.length {
            guard version > 0, bytes[Self.length] == dash else { return nil }
        }
        self.init(high: high, low: low, parentID: parentID, flags: UInt8(flags))
    }

    /// The characters of a value of version 00.
    private static let length = 55

    /// The trace id as 32 hexadecimal digits.
    package var traceID: String { high.hexadecimal() + low.hexadecimal() }

    /// The value of the header field.
    package var text: String { "00-\(traceID)-\(parentID.hexadecimal())-\(flags.hexadecimal())" }
}
