//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import ProbeLogs

/// Logs that are compressed.
@Suite struct `Compressed logs` {
    @Test func `of several members are read through`() throws {
        let packed = try Data(contentsOf: URL(filePath: Logs.path("sound")))
        let lines = try Logs.lines("sound").count
        #expect(try Logs.report(bytes: packed + packed).lines == 2 * lines)
        #expect(try Logs.report(bytes: packed + Data(count: 512)).lines == lines)
    }

    @Test func `that are cut off or damaged are refused in one line`() throws {
        let packed = try Data(contentsOf: URL(filePath: Logs.path("sound")))
        var damaged = packed
        damaged[packed.count / 2] ^= 0xFF
        for bytes in [packed.prefix(packed.count / 2), damaged, packed.prefix(5)] {
            let problem = #expect(throws: UnreadableLog.self) { try Logs.report(bytes: Data(bytes)) }
            #expect(problem?.description.contains("is no whole gzip file") == true)
        }
    }

    @Test func `by another program are refused with the command that helps`() throws {
        let problem = #expect(throws: UnreadableLog.self) { try Logs.report(bytes: Data([0x28, 0xB5, 0x2F, 0xFD, 0])) }
        #expect(problem?.description.contains("`zstd -dc FILE | scan-probe logs -`") == true)
        #expect(throws: UnreadableLog.self) { try Logs.report(bytes: Data("BZh91AY".utf8)) }
    }
}
