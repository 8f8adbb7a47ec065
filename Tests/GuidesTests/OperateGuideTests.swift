//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import ScanServer

/// The guide for operators, against the server.
@Suite struct `The guide to operation` {
    @Test func `names every metric of the server, and no other`() {
        let guide = Guide.named("operate").text
        let names = guide.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .flatMap { $0.split(separator: "|").first?.split(separator: "`") ?? [] }
            .map(String.init).filter { $0.contains("_") }
        #expect(names.sorted() == MetricDefinition.all.map(\.name).sorted())
    }
}
