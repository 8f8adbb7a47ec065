//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// An untyped JSON value, so that validation can report the path of each invalid value.
enum JSONValue: Decodable, Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Parses the body of a request as a JSON object.
    ///
    /// - Throws: ``APIError``: 413, 415, 400, or 422 if the body is JSON but not an object.
    static func object(of request: Request, context: APIContext) async throws -> [String: JSONValue] {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type?.trimmingSpaces == "application/json" else { throw APIError.notJSON }
        let body = try await collect(request.body, upTo: context.maxUploadSize)
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView)) else {
            throw APIError.malformedJSON
        }
        guard case .object(let members) = value else {
            throw APIError.invalid([.init(loc: ["body"], msg: "must be a JSON object")])
        }
        return members
    }

    /// The maximum number of bytes to read from an oversized body.
    ///
    /// The client can then finish sending and read the response, instead of seeing a broken connection.
    private static let drainedBytes = 32 << 20

    private static func collect(_ body: RequestBody, upTo limit: Int) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        var total = 0
        for try await chunk in body {
            total += chunk.readableBytes
            if total > drainedBytes { break }
            if total <= limit { collected.writeImmutableBuffer(chunk) }
        }
        guard total <= limit else { throw APIError.bodyTooLarge }
        return collected
    }
}

extension String {
    fileprivate var trimmingSpaces: String { filter { $0 != " " && $0 != "\t" } }
}
