//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An editable response of the reference server.
struct Answer {
    /// The HTTP status.
    var status: HTTPResponse.Status
    /// The headers; content length and type are set when the response is sent.
    var headers: HTTPFields
    /// The members of the body; empty if the body is not a JSON object.
    var json: [String: Any]
    /// The text that replaces ``json`` as the body, with its media type.
    var text: (body: String, type: String)?

    /// The scan state in the body.
    var state: String? { json["status"] as? String }

    /// The worker that sent the response.
    var worker: String? { Self.workerField.flatMap { headers[$0] } }

    /// The request id in the headers.
    var requestID: String? {
        get { Self.requestIDField.flatMap { headers[$0] } }
        set { if let name = Self.requestIDField { headers[name] = newValue } }
    }

    private static let workerField = HTTPField.Name("X-Worker")
    private static let requestIDField = HTTPField.Name("X-Request-ID")

    /// Reads a whole response.
    init(_ response: Response) async throws {
        status = response.status
        headers = response.headers
        let body = BodyCollector()
        try await response.body.write(body)
        json = [:]
        let bytes = Data(body.collected)
        if let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] {
            json = object
        } else {
            text = (String(decoding: bytes, as: UTF8.self), headers[.contentType] ?? "text/plain")
        }
    }

    /// Returns the response to send.
    func response() throws -> Response {
        var headers = self.headers
        let body: ByteBuffer
        if let text = self.text {
            headers[.contentType] = text.type
            body = ByteBuffer(string: text.body)
        } else {
            let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
            body = ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: json, options: options))
        }
        headers[.contentLength] = "\(body.readableBytes)"
        return Response(status: status, headers: headers, body: .init(byteBuffer: body))
    }
}

extension Answer {
    /// Edits an object in the body, if present.
    mutating func change(_ key: String, _ change: (inout [String: Any]) -> Void) {
        guard var object = json[key] as? [String: Any] else { return }
        change(&object)
        json[key] = object
    }

    /// Edits a list of objects in the body, if present.
    mutating func changeList(_ key: String, _ change: (inout [[String: Any]]) -> Void) {
        guard var list = json[key] as? [[String: Any]] else { return }
        change(&list)
        json[key] = list
    }

    /// Turns the response into an error response.
    mutating func fail(_ status: HTTPResponse.Status, _ word: String, _ message: String) {
        self.status = status
        headers[.location] = nil
        headers[.retryAfter] = nil
        text = nil
        var json: [String: Any] = ["success": false, "status": word, "message": message]
        json["request_id"] = requestID
        self.json = json
    }

    /// Turns the response into the one for an unknown id.
    mutating func becomeNotFound() {
        fail(.notFound, "not_found", "There is no such scan, or it has expired.")
    }
}

/// A writer that collects a response body.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var collected: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws { collected += buffer.readableBytesView }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
