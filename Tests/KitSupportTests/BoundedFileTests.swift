//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import Testing

@Suite struct BoundedFileTests {
    @Test(arguments: [0, 1, 1023, 1024]) func `a file within the limit is read whole`(count: Int) throws {
        let bytes = (0..<count).map { UInt8($0 % 128) }
        try Self.with(Data(bytes)) { path in
            let (read, text) = (
                try BoundedFile.bytes(of: path, atMost: 1024), try BoundedFile.text(of: path, atMost: 1024)
            )
            #expect(read == bytes)
            #expect(text == String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `a file beyond the limit, and a device without an end, are refused`() throws {
        try Self.with(Data(count: 1025)) { path in
            #expect(throws: BoundedFile.Failure.tooLong(limit: 1024)) {
                try BoundedFile.bytes(of: path, atMost: 1024)
            }
        }
        let failure = #expect(throws: BoundedFile.Failure.self) {
            try BoundedFile.text(of: "/dev/zero", atMost: 2 << 20)
        }
        #expect(failure?.predicate() == "is larger than 2 MB: is it the right file?")
    }

    @Test func `a file that is missing, a folder, and what is no text are told apart`() throws {
        for path in ["/nowhere/at/all", "/"] {
            let failure = #expect(throws: BoundedFile.Failure.self) { try BoundedFile.bytes(of: path, atMost: 1024) }
            #expect(failure?.predicate(advice: "; look again") == "cannot be read; look again")
        }
        try Self.with(Data([0x61, 0xFF])) { path in
            #expect(throws: BoundedFile.Failure.noText) { try BoundedFile.text(of: path, atMost: 1024) }
        }
    }

    @Test func `the mark that some editors begin a file with is no text`() throws {
        try Self.with(Data([0xEF, 0xBB, 0xBF, 0x61])) { path in
            let text = try BoundedFile.text(of: path, atMost: 1024)
            #expect(text.utf8.elementsEqual([0x61]))
        }
    }

    private static func with(_ content: Data, _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "bounded-\(UUID())")
        try content.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(file.path(percentEncoded: false))
    }
}
