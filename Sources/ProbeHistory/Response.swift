//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An HTTP response, raw and with its parsed fields.
///
/// A copy is one reference: the responses of a run are handed on many times, and each is changed hardly ever.
public struct Response: Sendable, Hashable {
    private var content: CopyOnWrite<Content>

    /// The HTTP status code.
    public var status: Int {
        get { content.value.status }
        set { content.value.status = newValue }
    }
    /// The header fields.
    public var headers: HeaderFields {
        get { content.value.headers }
        set { content.value.headers = newValue }
    }
    /// The body as text, up to the kept size; invalid UTF-8 is replaced.
    public var body: String? {
        get { content.value.body }
        set { content.value.body = newValue }
    }
    /// The size of the whole body in bytes.
    public var bodyBytes: Int {
        get { content.value.bodyBytes }
        set { content.value.bodyBytes = newValue }
    }
    /// The digest of a body of which only the beginning was recorded; absent otherwise.
    ///
    /// The SHA-256 of the redacted text, as `sha256:` and hexadecimal digits.
    public var bodyDigest: String? {
        get { content.value.bodyDigest }
        set { content.value.bodyDigest = newValue }
    }
    /// The worker that responded, if the response names one.
    public var worker: String? {
        get { content.value.worker }
        set { content.value.worker = newValue }
    }
    /// The fields that the profile parsed; absent when the body is not JSON.
    public var parsed: ParsedFields? {
        get { content.value.parsed }
        set { content.value.parsed = newValue }
    }

    /// Creates a response.
    public init(
        status: Int,
        headers: HeaderFields = [:],
        body: String? = nil,
        bodyBytes: Int = 0,
        bodyDigest: String? = nil,
        worker: String? = nil,
        parsed: ParsedFields? = nil
    ) {
        content = CopyOnWrite(
            Content(
                status: status,
                headers: headers,
                body: body,
                bodyBytes: bodyBytes,
                bodyDigest: bodyDigest,
                worker: worker,
                parsed: parsed
            )
        )
    }

    /// Returns the response with several changes, which cost one copy together.
    package func with(_ change: (inout Content) -> Void) -> Response {
        var response = self
        response.content.change(change)
        return response
    }
}

extension Response: Codable {
    /// The fields of a response as they are stored.
    package struct Content: Codable, Sendable, Hashable {
        package var status: Int
        package var headers: HeaderFields
        package var body: String?
        package var bodyBytes: Int
        package var bodyDigest: String?
        package var worker: String?
        package var parsed: ParsedFields?

        private enum CodingKeys: String, CodingKey {
            case status, headers, body, bodyBytes, bodyDigest, worker
            case parsed = "understood"
        }
    }

    /// Decodes a response.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when a field is missing or has another type.
    public init(from decoder: any Decoder) throws { content = CopyOnWrite(try Content(from: decoder)) }

    /// Encodes a response.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws { try content.value.encode(to: encoder) }
}
