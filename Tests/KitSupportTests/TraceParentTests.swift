//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import Testing

/// Source: W3C Trace Context, section 3.2.
@Suite struct `A traceparent` {
    private static let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func `is read and written`() throws {
        let parent = try #require(TraceParent(Self.text))
        #expect(parent.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(parent.text == Self.text)
    }

    @Test func `of a later version may have more`() {
        let later = Self.text.replacing("00-4b", with: "cc-4b")
        #expect(TraceParent(later) != nil)
        #expect(TraceParent(later + "-more") != nil)
        #expect(TraceParent(later + "more") == nil)
    }

    @Test(arguments: [
        "", "00", text + "-", text + "0", String(text.dropLast()), text.uppercased(), " " + text,
        text.replacing("00-4b", with: "ff-4b"), text.replacing("4bf9", with: "4bg9"), text.replacing("-", with: "_"),
        text.replacing("4bf92f3577b34da6a3ce929d0e0e4736", with: String(repeating: "0", count: 32)),
        text.replacing("00f067aa0ba902b7", with: String(repeating: "0", count: 16)),
        text.replacing("4bf9", with: "４bf9"), "\(text), \(text)", text.replacing("-01", with: "-+1"),
    ])
    func `of another form is none`(text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test func `begins a trace of its own`() {
        let parents = (0..<1000).map { _ in TraceParent.random() }
        #expect(Set(parents.map(\.traceID)).count == 1000)
        #expect(parents.allSatisfy { TraceParent($0.text) == $0 && $0.text.hasSuffix("-01") })
    }
}
