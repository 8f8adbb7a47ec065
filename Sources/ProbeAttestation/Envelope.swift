//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials

/// A DSSE envelope: a payload, its media type, and signatures over both.
///
/// Source: Dead Simple Signing Envelope 1.0.2, https://github.com/secure-systems-lab/dsse, `protocol.md` and
/// `envelope.md`.
public struct Envelope: Codable, Sendable, Hashable {
    /// One signature.
    public struct Signature: Codable, Sendable, Hashable {
        /// An unverified hint at the key.
        public var keyid: String?
        /// The signature in base64.
        public var sig: String
    }

    /// The payload in base64.
    public var payload: String
    /// The media type of the payload.
    public var payloadType: String
    /// The signatures, of which one by a trusted key is enough.
    public var signatures: [Signature]

    /// Creates an envelope.
    ///
    /// - Parameters:
    ///   - payload: The payload's bytes.
    ///   - type: The media type of the payload.
    ///   - key: The key to sign with.
    /// - Throws: An error of the cryptographic library.
    public init(payload: Data, type: String, signedWith key: SigningKey) throws {
        let signature = try key.signature(over: Self.preAuthenticationEncoding(type: type, payload: payload))
        self.payload = payload.base64EncodedString()
        payloadType = type
        signatures = [
            Signature(keyid: key.verificationKey.id, sig: signature.base64EncodedString())
        ]
    }

    /// Returns the signed bytes: the type is among them, so that a payload cannot be taken for another type.
    ///
    /// - Parameters:
    ///   - type: The media type of the payload.
    ///   - payload: The payload's bytes.
    /// - Returns: The pre-authentication encoding of the specification.
    public static func preAuthenticationEncoding(type: String, payload: Data) -> Data {
        Data("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    }
}

extension Envelope {
    /// Reads an envelope.
    ///
    /// - Parameters:
    ///   - json: The content of its file.
    ///   - name: The file's name for messages.
    /// - Throws: ``SignOffFailure`` for a text that is not an envelope or is truncated.
    public init(json: Data, name: String) throws(SignOffFailure) {
        do {
            self = try JSONDecoder().decode(Envelope.self, from: json)
        } catch DecodingError.keyNotFound(let key, _) {
            throw SignOffFailure(.refused, "\(name) is no sign-off: the field `\(key.stringValue)` is missing")
        } catch DecodingError.dataCorrupted {
            throw SignOffFailure(.refused, "\(name) is no sign-off, or was cut off: it is not JSON")
        } catch {
            throw SignOffFailure(.refused, "\(name) is no sign-off: a DSSE envelope in JSON is needed")
        }
    }

    /// Renders the envelope in one line, as required by bundles of attestations.
    ///
    /// - Throws: An error of the encoder.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Returns the payload if one of the signatures over it is valid for a key.
    ///
    /// - Parameters:
    ///   - key: The trusted key.
    ///   - type: The required media type of the payload.
    ///   - name: The envelope's name for messages.
    /// - Returns: The exact signed bytes.
    /// - Throws: ``SignOffFailure`` with the mismatch.
    public func payload(signedBy key: VerificationKey, type: String, name: String) throws(SignOffFailure) -> Data {
        guard payloadType == type else {
            throw SignOffFailure(.refused, "\(name) holds `\(payloadType)`, not a sign-off, which is `\(type)`")
        }
        guard let payload = Self.bytes(base64: self.payload) else {
            throw SignOffFailure(.refused, "\(name) is damaged: its payload is not base64")
        }
        guard !signatures.isEmpty else {
            throw SignOffFailure(.refused, "\(name) holds no signature")
        }
        let signed = Self.preAuthenticationEncoding(type: type, payload: payload)
        for signature in signatures {
            if let bytes = Self.bytes(base64: signature.sig), key.isValid(bytes, over: signed) { return payload }
        }
        let hints = signatures.compactMap(\.keyid).filter { !$0.isEmpty }
        let hint = hints.isEmpty ? "" : "; it names the key \(hints.joined(separator: ", ")), and this one is \(key.id)"
        let none =
            signatures.count == 1
            ? "the signature in \(name) was not" : "none of the \(signatures.count) signatures in \(name) was"
        throw SignOffFailure(.refused, "\(none) made with this key over this content\(hint)")
    }

    /// Decodes base64 in the standard or the URL-safe alphabet: DSSE requires readers to accept both.
    private static func bytes(base64 text: String) -> Data? {
        let usual = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - usual.utf8.count % 4) % 4)
        return Data(base64Encoded: usual + padding)
    }
}
