//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import Probe

@Suite struct TargetTests {
    @Test(arguments: [
        ("http://host", "http://host/api/v1/status/x"), ("http://host/", "http://host/api/v1/status/x"),
        ("http://host:1/api/v1/", "http://host:1/api/v1/status/x"),
        ("https://host/a", "https://host/a/api/v1/status/x"),
    ])
    func `paths are appended to the address`(address: String, expected: String) throws {
        #expect(try Target(address).url(path: "/status/{job_id}", basePath: "/api/v1", jobID: "x") == expected)
    }

    @Test func `an id is one path component whatever it holds`() throws {
        let url = try Target("http://host").url(path: "/s/{job_id}", basePath: "", jobID: "../*?#é%")
        #expect(url == "http://host/s/..%2F%2A%3F%23%C3%A9%25")
    }

    @Test(arguments: [
        ("/status/x", "http://host:1/status/x"), ("x", "http://host:1/api/x"), ("http://HOST:1/a", "http://HOST:1/a"),
        ("http://host/a", nil), ("https://host:1/a", nil), ("//elsewhere/a", nil), ("http://user@host:1/a", nil),
    ])
    func `links lead to the same origin or nowhere`(link: String, expected: String?) throws {
        #expect(try Target("http://host:1").follow(link, from: "http://host:1/api/discover") == expected)
    }
}
