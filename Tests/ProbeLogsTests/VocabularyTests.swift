//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Probe
import Testing

@testable import ProbeLogs

/// The patterns.
@Suite struct `Patterns` {
    /// Messages of Redis, of operating systems, and of clients in Python, JavaScript, Java and Go.
    @Test(
        arguments: [
            (
                "redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
                "redis-refused"
            ),
            ("[ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379", "redis-refused"),
            ("redis: dial tcp 10.0.0.5:6379: i/o timeout", "redis-timeout"),
            ("redis.exceptions.TimeoutError: Timeout reading from socket", "redis-timeout"),
            ("io.lettuce.core.RedisException: Connection reset by peer", "redis-reset"),
            ("redis.exceptions.ConnectionError: Connection closed by server.", "redis-reset"),
            ("NOAUTH Authentication required.", "redis-auth"),
            ("WRONGPASS invalid username-password pair or user is disabled.", "redis-auth"),
            ("OOM command not allowed when used memory > 'maxmemory'.", "redis-oom"),
            ("READONLY You can't write against a read only replica.", "redis-readonly"),
            ("redis.exceptions.ResponseError: MOVED 3999 127.0.0.1:6381", "redis-moved"),
            ("LOADING Redis is loading the dataset in memory", "redis-loading"),
            ("ERR max number of clients reached", "redis-maxclients"),
            ("Redis unavailable: the server refused with OOM (replied)", "redis-oom"),
            ("Error: getaddrinfo ENOTFOUND redis.internal", "redis-unreachable"),
            ("[CRITICAL] WORKER TIMEOUT (pid:81)", "worker-ended"),
            ("Worker (pid:81) was sent SIGKILL! Perhaps out of memory?", "out-of-memory"),
            ("Error R14 (Memory quota exceeded)", "out-of-memory"),
            ("State changed from up to crashed", "worker-ended"),
            ("a request to the payment service timed out", nil),
            ("upstream refused: connection refused", nil),
        ] as [(String, String?)]
    )
    func `know an error by its words`(message: String, id: String?) throws {
        let vocabulary = try LogVocabulary.builtIn()
        let search = PatternSearch(vocabulary.patterns)
        let bytes = Array("2026-11-28T21:35:48Z error \(message)".utf8)
        let found = search.pattern(of: bytes.span, 0..<bytes.count).map { vocabulary.patterns[$0].id }
        #expect(found == id)
    }

    /// Source: `Conformance/Contract/store.md#operator-messages`.
    @Test(
        arguments: [
            ("Lookup key not found after registration, retrying", "registration-retried"),
            ("Scan cache key resolved via direct result search (fallback)", "resolved-by-fallback"),
            ("Failed to resolve scan cache key", "lookup-failed"),
            ("Failed to resolve scan cache key reason=the scan belongs to another user", "foreign-lookup"),
        ]
    )
    func `have the operator messages of the contract`(message: String, id: String) throws {
        let vocabulary = try LogVocabulary.builtIn()
        let bytes = Array(message.utf8)
        let found = PatternSearch(vocabulary.patterns).pattern(of: bytes.span, 0..<bytes.count)
        #expect(found.map { vocabulary.patterns[$0].id } == id)
        #expect(vocabulary.patterns.allSatisfy { !$0.cause.isEmpty && !$0.any.isEmpty })
    }

    private static let own = """
        name: exports
        job_id_prefixes: [exp-]
        fields:
          worker: [node_label]
          job: [export]
        patterns:
          - id: gone
            title: Exports that were not found
            kind: missed
            any: ["no such export"]
            rank: 20
            cause: it is gone
          - id: seen
            title: Exports that were found
            kind: found
            any: ["export found"]
            wrong: false
            rank: 0
            cause: as it should be

        """

    @Test func `of another vocabulary find its jobs and workers`() throws {
        let vocabulary = try LogVocabulary(yaml: Self.own, fileName: "own.yaml", base: .builtIn())
        var lines: [String] = []
        for second in 10..<40 {
            let (node, words) = second.isMultiple(of: 2) ? ("a", "Export found") : ("b", "No such export")
            lines.append(
                #"{"time":"2026-11-28T21:35:\#(second)Z","node_label":"\#(node)","export":"exp-1","msg":"\#(words)"}"#
            )
        }
        let report = try Logs.report(lines: lines, vocabulary: vocabulary)
        #expect(report.findings.first?.id == "scans-found-by-some-workers", "\(report.findings.map(\.id))")
        #expect(report.findings.first?.detail?.contains("never found by worker b") == true)
    }

    @Test(
        arguments: [
            ("name: x\npattern: []\n", "p.yaml:2: unknown key `pattern`; did you mean `patterns`?"),
            (
                "name: x\npatterns:\n  - id: a\n    title: t\n    cause: c\n",
                "p.yaml:3: the key `patterns.any` is missing"
            ),
            (
                "name: x\npatterns:\n  - id: a\n    title: t\n    cause: c\n    any: [b]\n    kind: lost\n",
                "p.yaml:7: `lost` is no kind of pattern; there are found, missed, ended, store_down, store_up, worker_down"
            ),
            ("name: x\nname: y\n", "p.yaml:2: the key `name` stands there twice"),
            ("name: x\nlifetimes: {final: soon}\n", "p.yaml:2: `lifetimes.final` must be a number of seconds from"),
            ("- a\n", "p.yaml:1: a mapping of keys to values is needed here"),
        ]
    )
    func `with a mistake are refused with the line`(text: String, message: String) throws {
        let problem = try #require(
            throws: ProbeFailure.self
        ) { try LogVocabulary(yaml: text, fileName: "p.yaml", base: nil) }
        #expect(problem.message.hasPrefix(message), "\(problem.message)")
    }
}
