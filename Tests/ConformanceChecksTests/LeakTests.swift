//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import ConformanceChecks

@Suite struct LeakTests {
    private static func leak(in body: String, url: String = "http://h/api/v1/status/7", sent: String? = nil) -> String?
    {
        var event = SoundRun(seed: 1).history.events[0]
        event.url = url
        event.jobID = "7"
        event.requestBody = sent
        return Leak.first(in: body, knownFrom: event)
    }

    @Test(arguments: [
        ("raised at /srv/scan/lookup.rb", "a path of the server (` at /srv/`)"),
        ("Traceback (most recent call last):", "a stack trace (`traceback`)"),
        ("could not reach REDIS", "the name of the store (`redis`)"),
        ("no answer from 10.1.2.3:6379", "an address (`10.1.2.3`)"),
        ("no answer from 127.0.0.1.", "an address (`127.0.0.1.`)"),
        ("no answer from 192.168.0.9", "an address (`192.168.0.9`)"),
        ("no answer from 172.16.0.1", "an address (`172.16.0.1`)"),
        ("no answer from 172.31.255.255", "an address (`172.31.255.255`)"),
        ("at 0xDEADBE", "an address in memory (`0xdeadbe`)"),
        ("at 0x00007ffd1234", "an address in memory (`0x00007ffd1234`)"),
    ])
    func `an error that tells of the inside is told`(body: String, leak: String) {
        #expect(Self.leak(in: body) == leak)
    }

    @Test(arguments: [
        "A token is needed; log in at /api/v1/auth/login.", "", "version 1.2.3", "1.2.3.4", "11.0.0.1", "128.0.0.1",
        "172.15.0.1", "172.32.0.1", "173.16.0.1", "192.167.0.1", "191.168.0.1", "192.168.0", "192.168.0.256",
        "10.0.0.1.2", "0xDEADB", "0xx123456", "0xnothing here", "cost 0x",
    ])
    func `an error that tells of nothing inside is left alone`(body: String) {
        #expect(Self.leak(in: body) == nil)
    }

    @Test(arguments: [
        ("no job redis", "http://h/api/v1/status/redis"), ("no job 10.0.0.1", "http://h/api/v1/status/10.0.0.1"),
        ("no job redis:1", "http://h/api/v1/status/%72edis:1"),
    ])
    func `an echo of the request is no leak`(body: String, url: String) {
        #expect(Self.leak(in: body, url: url) == nil)
        #expect(Self.leak(in: body, sent: "{\"filter\":\"\(body)\"}") == nil)
        #expect(Self.leak(in: body) != nil)
    }
}
