//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer of the right server on its way out, open to change.
struct Answer {
    /// The HTTP status.
    var status: HTTPResponse.Status
    /// The headers; length and type of the body are set when the answer is sent.
    var headers: HTTPFields
    /// The members of the body, empty when it is no JSON object.
    var json: [String: Any]
    /// What is sent in the place of ``json``, with its media type.
    var text: (body: String, type: String)?

    /// The state in the body.
    var state: String? { self.json["status"] as? String }

    /// Reads an answer whole.
    init(_ response: Response) async throws {
        self.status = response.status
        self.headers = response.headers
        let body = BodyCollector()
        try await response.body.write(body)
        self.json = [:]
        let bytes = Data(body.collected)
        if let object = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] {
            self.json = object
        } else {
            self.text = (String(decoding: bytes, as: UTF8.self), self.headers[.contentType] ?? "text/plain")
        }
    }

    /// The answer as it is sent.
    func response() throws -> Response {
        var headers = self.headers
        let body: ByteBuffer
        if let text = self.text {
            headers[.contentType] = text.type
            body = ByteBuffer(string: text.body)
        } else {
            let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
            body = ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: self.json, options: options))
        }
        headers[.contentLength] = "\(body.readableBytes)"
        return Response(status: self.status, headers: headers, body: .init(byteBuffer: body))
    }
}

extension Answer {
    /// Changes an object within the body, if it is there.
    mutating func change(_ key: String, _ change: (inout [String: Any]) -> Void) {
        guard var object = self.json[key] as? [String: Any] else { return }
        change(&object)
        self.json[key] = object
    }

    /// Changes a list of objects within the body, if it is there.
    mutating func changeList(_ key: String, _ change: (inout [[String: Any]]) -> Void) {
        guard var list = self.json[key] as? [[String: Any]] else { return }
        change(&list)
        self.json[key] = list
    }

    /// Turns the answer into an error, in the one shape that errors have.
    mutating func fail(_ status: HTTPResponse.Status, _ word: String, _ message: String) {
        self.status = status
        self.headers[.location] = nil
        self.headers[.retryAfter] = nil
        self.text = nil
        var json: [String: Any] = ["success": false, "status": word, "message": message]
        for (name, value) in self.headers.lazy.map({ ($0.name.canonicalName, $0.value) }) where name == "x-request-id" {
            json["request_id"] = value
        }
        self.json = json
    }

    /// Turns the answer into what an unknown id gets.
    mutating func becomeNotFound() {
        self.fail(.notFound, "not_found", "There is no such scan, or it has expired.")
    }
}

/// Takes a body in.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var collected: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws { self.collected += buffer.readableBytesView }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
