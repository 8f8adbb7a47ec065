//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// Source: `Conformance/Contract/api.md#trace`.
@Suite(.timeLimit(.minutes(5))) struct `The lines of a request` {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test func `have the trace that the client counts it to, and nothing malformed`() async throws {
        try await withDeployment(arguments: ["--log-format", "json"]) { deployment in
            let token = try #require(try await APIClient.logIn(at: deployment).token)
            let parents = [
                "00-\(Self.trace)-00f067aa0ba902b7-01", "00-\(Self.trace)-00f067aa0ba902b7-01-", "\u{1}", nil,
            ]
            var requests: [String] = []
            for parent in parents {
                var request = HTTPClientRequest(
                    url: "\(deployment.url)/api/v1/opportunities/status/scan_\(String(repeating: "0", count: 32))"
                )
                request.headers.add(name: "authorization", value: "Bearer \(token)")
                if let parent { request.headers.add(name: "traceparent", value: parent) }
                let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(20))
                // A control character is refused before there is a request.
                guard let response, response.status == .notFound else { continue }
                requests.append(try #require(response.headers.first(name: "x-request-id")))
            }
            try #require(requests.count >= 3)
            let areLogged = try await eventually {
                requests.allSatisfy { deployment.log.contains("\"request_id\":\"\($0)\"") }
            }
            #expect(areLogged)
            let traces = requests.map { id in
                deployment.log.split(separator: "\n").filter { $0.contains(id) }.compactMap { line in
                    (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["trace_id"] as? String
                }
            }
            #expect(traces.first?.isEmpty == false && traces.first?.allSatisfy { $0 == Self.trace } == true)
            #expect(traces.dropFirst().allSatisfy { $0.isEmpty })
        }
    }
}
