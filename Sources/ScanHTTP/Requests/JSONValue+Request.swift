//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import NIOCore

extension JSONValue {
    /// Reads the body of a request as a JSON object, and checks its size before it is parsed.
    ///
    /// - Throws: ``APIError``: 413, 415, 400, or 422 if the body is JSON but not an object.
    static func object(of request: Request, context: APIContext) async throws -> [String: JSONValue] {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type?.trimmingSpaces == "application/json" else { throw APIError.notJSON }
        let body = try await collect(request.body, upTo: context.maxUploadSize)
        guard case .object(let members) = try parse(body) else {
            throw APIError.invalid([.init(loc: ["body"], msg: "must be a JSON object")])
        }
        return members
    }

    private static func parse(_ body: ByteBuffer) throws(APIError) -> JSONValue {
        do throws(JSONFailure) {
            return try JSONValue(parsing: body.readableBytesView)
        } catch {
            switch error {
            case .malformed(let offset): throw .malformedJSON("The body is not valid JSON: look at byte \(offset).")
            case .tooDeep:
                throw .malformedJSON("The body is nested deeper than \(JSONParser.maximumDepth) levels.")
            case .repeatedName(let name):
                throw .malformedJSON("The body has an object with the name '\(name.prefix(40))' twice.")
            }
        }
    }

    private static func collect(_ body: RequestBody, upTo limit: Int) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        for try await chunk in body {
            guard collected.readableBytes + chunk.readableBytes <= limit else { throw APIError.bodyTooLarge }
            collected.writeImmutableBuffer(chunk)
        }
        return collected
    }
}

extension String {
    fileprivate var trimmingSpaces: String { filter { $0 != " " && $0 != "\t" } }
}
