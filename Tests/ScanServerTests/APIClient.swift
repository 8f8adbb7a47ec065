//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import ScanHTTP
import TestSupport
import Testing

/// A response of the API.
struct APIAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: Data

    /// The members of the body; empty if the body is not a JSON object.
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }

    /// The `status` in the body.
    var state: String? { json["status"] as? String }

    /// The `scan_id` in the body.
    var scanID: String? { json["scan_id"] as? String }

    /// The number of finished strategies in the body's progress.
    var completed: Int? { (json["progress"] as? [String: Any])?["strategies_completed"] as? Int }

    /// The worker that sent the response.
    var worker: String? { headers.first(name: "x-worker") }
}

/// A client of a deployment's API that sends each request on its own connection.
///
/// Every answer of the reference is compared with the reference's own description.
struct APIClient: Sendable {
    let url: String
    var token: String?
    /// A flag that makes answers be compared with the description; it is false for mutants, whose answers may be wrong.
    var isReference = true
    /// The client that makes the connections.
    var http = HTTPClient.shared

    private static let description = Result { try DescribedAPI(APIDescription.document) }

    /// Logs in a user of a deployment.
    static func logIn(_ name: String = "demo", at deployment: Deployment) async throws -> APIClient {
        var client = APIClient(url: deployment.url, isReference: deployment.isReference)
        let body = try ["email": "\(name)@example.com", "password": deployment.password].json
        let answer = try await client.send(.POST, "/api/v1/auth/login", body: body)
        client.token = answer.json["access_token"] as? String
        return client
    }

    /// Sends a request.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        body: String? = nil,
        type: String = "application/json",
        timeout: TimeAmount = .seconds(20),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> APIAnswer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        // A closed connection, so that the next request may reach another worker.
        request.headers.add(name: "connection", value: "close")
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await http.execute(request, timeout: timeout)
        let bytes = try await response.body.collect(upTo: 16 << 20)
        let answer = APIAnswer(
            status: Int(response.status.code),
            headers: response.headers,
            body: Data(bytes.readableBytesView)
        )
        if isReference {
            let exchange = DescribedAPI.Exchange(
                method: method.rawValue,
                path: path,
                status: answer.status,
                headers: answer.headers.map { ($0.name, $0.value) },
                body: answer.body
            )
            let problems = try Self.description.get().problems(of: exchange)
            #expect(problems == [], "\(method) \(path) \(answer.status)", sourceLocation: sourceLocation)
        }
        return answer
    }

    /// Starts a scan.
    func discover(_ body: String = "{}") async throws -> APIAnswer {
        try await send(.POST, "/api/v1/opportunities/discover", body: body)
    }

    /// Polls a scan.
    func status(_ scan: String) async throws -> APIAnswer {
        try await send(.GET, "/api/v1/opportunities/status/\(scan)")
    }

    /// Reads the results of a scan.
    func results(_ scan: String) async throws -> APIAnswer {
        try await send(.GET, "/api/v1/opportunities/results/\(scan)")
    }
}

extension [String: String] {
    /// The dictionary as a JSON object.
    var json: String {
        get throws { String(decoding: try JSONSerialization.data(withJSONObject: self), as: UTF8.self) }
    }
}
