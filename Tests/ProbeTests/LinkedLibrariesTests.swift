//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import TestSupport
import Testing

/// Foundation as a whole brings ICU, forty megabytes that have to be loaded before the first request.
@Suite struct `The libraries of scan-probe` {
    @Test func `are without Foundation and ICU`() async throws {
        let probe = try Executables.url(of: "scan-probe")
        let libraries = try await Executables.runInstalled("ldd", package: "libc-bin", [probe.path])
        #expect(libraries.status == 0, "\(libraries.error)")
        #expect(libraries.output.contains("libFoundationEssentials.so"))
        for unwanted in ["libFoundation.so", "libFoundationInternationalization.so", "lib_FoundationICU.so"] {
            #expect(!libraries.output.contains(unwanted))
        }
    }

    @Test func `are asked for no symbol of Foundation`() async throws {
        let probe = try Executables.url(of: "scan-probe")
        let symbols = try await Executables.runInstalled(
            "nm",
            package: "binutils",
            ["--dynamic", "--undefined-only", probe.path]
        )
        #expect(symbols.status == 0, "\(symbols.error)")
        // The mangled name of a module stands with its length in front.
        #expect(symbols.output.contains("20FoundationEssentials"))
        #expect(!symbols.output.contains("10Foundation"))
    }
}
