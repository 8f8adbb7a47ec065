//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import Testing

@testable import ScanHTTP

@Suite struct `The writer of JSON` {
    @Test func `writes strings as Foundation does`() throws {
        let controls = String(String.UnicodeScalarView((0..<0x80).compactMap(Unicode.Scalar.init)))
        for text in ["", controls, "é € 𝄞 \u{2028} /", "\"\\\"", "e\u{301}\u{0}\u{1F}"] {
            #expect(try written { $0.array([text]) { $0.string($1) } } == encoded([text]))
        }
    }

    @Test func `writes numbers as Foundation does`() throws {
        var random = SplitMix64(seed: 1)
        var numbers = [0, -0.0, 1, -1, 100, 0.1, 1e-7, 1e15, 1e16, 1e21, 1e300, .leastNonzeroMagnitude, .pi, 12345.67]
        numbers += (0..<2000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
        numbers += (0..<2000).map { _ in (Double(random.next() % 100_000_000) / 100) }
        for number in numbers {
            #expect(try written { $0.array([number]) { $0.number($1) } } == encoded([number]), "\(number)")
        }
    }

    @Test func `writes what is no number as null, and separates members and values`() {
        let text = written { writer in
            writer.object { body in
                body.member("a", Double.nan)
                body.member("b") { $0.array([1.0, .infinity, 3.5]) { $0.number($1) } }
                body.member("c") { $0.object { _ in } }
                body.member("d", true)
                body.member("e", 7)
                body.member("f", ",")
            }
        }
        #expect(text == #"{"a":null,"b":[1,null,3.5],"c":{},"d":true,"e":7,"f":","}"#)
    }

    private func written(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
