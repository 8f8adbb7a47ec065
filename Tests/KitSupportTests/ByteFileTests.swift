//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import SystemPackage
import Testing

@Suite struct ByteFileTests {
    @Test func `a file is written, and read in pieces and from any place`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("bytes-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        let options: FileDescriptor.OpenOptions = [.create, .exclusiveCreate]
        try ByteFile(
            try FileDescriptor.open(FilePath(file.path), .writeOnly, options: options, permissions: .ownerReadWrite)
        )
        .write(Array("0123456789".utf8))
        let bytes = try ByteFile(reading: file.path)
        #expect(try bytes.seekToEnd() == 10)
        #expect(try bytes.read(atMost: 4).isEmpty)
        try bytes.seek(to: 7)
        #expect(try bytes.read(atMost: 2) == Array("78".utf8))
        #expect(try bytes.read(atMost: 9) == Array("9".utf8))
        #expect(throws: Errno.noSuchFileOrDirectory) { try ByteFile(reading: file.path + "-absent") }
    }
}
