//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import ScanCore
import TestSelection
import Testing

@testable import ScanHTTP

/// The forms of results: with an entity tag, nothing for a client that has them, compressed for one that takes that.
@Suite struct `Results as they are sent` {
    @Test func `have a tag, and are not sent again to a client that names it`() async throws {
        let (api, path, token) = try await completeScan()
        let first = try await api.send(.get, path, token: token)
        let tag = try #require(first.headers[.eTag])
        #expect(first.status == 200)
        #expect(tag.wholeMatch(of: /"[0-9a-f]{32}"/) != nil)
        #expect(first.headers[.cacheControl] == "no-cache")
        for known in [tag, "W/" + tag, "*", "\"another\", \(tag)"] {
            let second = try await api.send(.get, path, token: token, fields: [.ifNoneMatch: known])
            #expect(second.status == 304, "\(known)")
            #expect(second.body.isEmpty)
            #expect(second.headers[.eTag] == tag)
        }
        let other = try await api.send(.get, path, token: token, fields: [.ifNoneMatch: "\"another\""])
        #expect(other.status == 200)
        #expect(other.body == first.body)
    }

    @Test(.takesSeconds, arguments: ["gzip", "GZIP", "br;q=1, gzip;q=0.5", "*", "gzip;q=0.5, identity;q=0.5"])
    func `are compressed for a client that takes it`(_ accepted: String) async throws {
        let (api, path, token) = try await completeScan()
        let plain = try await api.send(.get, path, token: token)
        let compressed = try await api.send(.get, path, token: token, fields: [.acceptEncoding: accepted])
        #expect(compressed.headers[.contentEncoding] == "gzip")
        #expect(compressed.headers[.contentLength] == "\(compressed.body.count)")
        #expect(compressed.headers[.vary] == "Accept-Encoding")
        #expect(compressed.headers[.eTag] != plain.headers[.eTag], "two forms have one tag")
        #expect(try decompressed(compressed.body) == plain.body)
    }

    @Test(
        .takesSeconds,
        arguments: ["identity", "br", "gzip;q=0", "gzip;q=0.1, identity;q=1", "*;q=0", "gzip;q=x", ""]
    )
    func `are not compressed for any other client`(_ accepted: String) async throws {
        let (api, path, token) = try await completeScan()
        let answer = try await api.send(.get, path, token: token, fields: [.acceptEncoding: accepted])
        #expect(answer.headers[.contentEncoding] == nil)
        #expect(answer.headers[.vary] == "Accept-Encoding")
        #expect(answer.json["scan_id"] as? String == path.split(separator: "/").last.map(String.init))
    }

    /// Runs a scan to its end, and returns the API, the path of its results, and the token of its owner.
    private func completeScan() async throws -> (API, path: String, token: String) {
        let api = try await API(users: [API.user("ann")])
        let token = try #require(try await api.logIn().token)
        let started = try await api.send(.post, "/api/v1/opportunities/discover", body: Array("{}".utf8), token: token)
        let path = try #require(started.json["results_url"] as? String)
        let assignment = try #require(try await api.store.next(for: WorkerID("w"), waiting: .zero))
        var entry = assignment.entry
        entry.complete(at: Date())
        #expect(try await api.store.finish(entry, under: assignment))
        return (api, path, token)
    }

    private func decompressed(_ bytes: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // Shorter than a pipe is deep.
        try input.fileHandleForWriting.write(contentsOf: bytes)
        try input.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }
}
