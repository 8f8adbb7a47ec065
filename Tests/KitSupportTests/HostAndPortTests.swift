//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import Testing

@Suite struct `A host and a port` {
    @Test(arguments: [("127.0.0.1:9464", "127.0.0.1", 9464), ("[::1]:0", "::1", 0), ("localhost:80", "localhost", 80)])
    func `are read as people write them`(text: String, host: String, port: Int) {
        let place = HostAndPort(text)
        #expect(place?.host == host && place?.port == port)
        #expect(place?.description == text)
    }

    @Test(arguments: [
        "", "9464", "host:", ":9464", "host:x", "host:70000", "host:-1", "::1:9464", "[::1:9464", "http://host:80",
        "a b:80",
    ])
    func `are nothing else`(text: String) {
        #expect(HostAndPort(text) == nil)
    }
}
