//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import RedisClient

@Suite struct RedisConfigurationTests {
    @Test(arguments: [
        ("redis://localhost", "redis://localhost:6379/0"),
        ("redis://localhost/", "redis://localhost:6379/0"),
        ("REDIS://10.0.0.1:7000/3", "redis://10.0.0.1:7000/3"),
        ("redis://[::1]:7000", "redis://[::1]:7000/0"),
        ("redis://[fe80::1]/2", "redis://[fe80::1]:6379/2"),
        ("redis://:secret@host", "redis://:***@host:6379/0"),
        ("rediss://me:secret@host:1/15", "rediss://me:***@host:1/15"),
        ("redis://host?db=4", "redis://host:6379/4"),
        ("unix:///tmp/r.sock", "unix:///tmp/r.sock?db=0"),
        ("redis+cluster://a,b:7001,[::1]:7002,a", "redis+cluster://a:6379,b:7001,[::1]:7002"),
        ("rediss+cluster://me:secret@a/0", "rediss+cluster://me:***@a:6379"),
        ("redis+sentinel://a,b:1?master=m", "redis+sentinel://a:26379,b:1/0?master=m"),
        (
            "rediss+sentinel://:secret@a/2?master=m&sentinel_password=secret",
            "rediss+sentinel://:***@a:26379/2?master=m"
        ),
        ("unix://me:secret@/tmp/r.sock?db=2", "unix://me:***@/tmp/r.sock?db=2"),
    ])
    func `an address is read and printed without its password`(url: String, printed: String) throws {
        let configuration = try RedisConfiguration(url: url)
        #expect("\(configuration)" == printed)
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!(dumped + String(reflecting: configuration)).contains("secret"))
    }

    @Test func `user and password are decoded`() throws {
        let configuration = try RedisConfiguration(url: "redis://us%65r:p%40ss%2F%3A:w%c3%a4@host")
        #expect(configuration.user == "user")
        #expect(configuration.password == "p@ss/::wä")
        #expect(try RedisConfiguration(url: "redis://:p@ss@host").password == "p@ss")
        #expect(try RedisConfiguration(url: "redis://nopass:@host").user == "nopass")
        #expect(try RedisConfiguration(url: "redis://nopass:@host").password == "")
        #expect(try RedisConfiguration(url: "redis://:@host").password == nil)
    }

    @Test(arguments: [
        ("", "no scheme"), ("localhost:6379", "no scheme"), ("redis:/host", "no scheme"),
        ("redis+cluster://", "no host"), ("redis+cluster://a,,b", "no host"), ("redis+cluster://a:1,b:x", "1 to 65535"),
        ("redis+cluster://a/1", "no databases but 0"), ("redis+cluster://a?master=m", "unknown parameter"),
        ("redis+sentinel://a", "?master=NAME"), ("redis+sentinel://a?master=", "?master=NAME"),
        ("redis+sentinel://?master=m", "no host"), ("redis://a:1,b:2", "redis+cluster://"),
        ("redis+sentinel://a?master=m&cacert=/c", "unknown parameter"),
        ("http://host", "unknown scheme"), ("rdis://host", "unknown scheme"),
        ("redis://", "no host"), ("redis://:6379", "no host"), ("redis:///0", "no host"),
        ("redis://host:port", "1 to 65535"), ("redis://host:0", "1 to 65535"), ("redis://host:70000", "1 to 65535"),
        ("redis://host:", "1 to 65535"), ("redis://me:hunter2", "before an @"), ("redis://[::1]6379", "]"),
        ("redis://hunter2@host", "user:password@"), ("redis://me:50%hunter2@host", "%25"),
        ("redis://me:%ff@host", "UTF-8"), ("redis://host/first", "not a number"), ("redis://host/-1", "not a number"),
        ("redis://host/1?db=2", "twice"), ("redis://host?timeout=5", "unknown parameter"),
        ("redis://host?cacert=/ca.pem", "unknown parameter"), ("unix://tmp/r.sock", "begin with /"),
        ("unix:///", "begin with /"),
    ])
    func `a slip is answered with a sentence that does not quote it`(url: String, hint: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) { try RedisConfiguration(url: url) }
        #expect(error.description.contains(hint))
        #expect(!error.description.contains("hunter2"))
    }

    @Test func `certificates that cannot be read are an error of the configuration`() throws {
        let configuration = try RedisConfiguration(url: "rediss://host?cacert=/nowhere/ca.pem")
        #expect(configuration.certificateAuthorities == "/nowhere/ca.pem")
        let error = #expect(throws: RedisConfigurationError.self) {
            try RedisClient(configuration, logger: .silent)
        }
        #expect(error?.description.contains("check the path") == true)
    }

    @Test func `pauses are spread over the whole range and never pass the cap`() {
        let backoff = RedisBackoff()
        var generator = SystemRandomNumberGenerator()
        for failures in [0, 1, 3, 10, 1_000, .max] {
            let bound = failures > 4 ? backoff.cap : backoff.base * (1 << failures)
            let pauses = (0..<500).map { _ in backoff.pause(after: failures, using: &generator) }
            #expect(pauses.allSatisfy { $0 >= .zero && $0 <= bound })
            #expect(pauses.contains { $0 < bound / 4 } && pauses.contains { $0 > bound * 3 / 4 })
        }
    }
}
