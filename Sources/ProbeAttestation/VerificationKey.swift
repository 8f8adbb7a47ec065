//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1

/// A public Ed25519 key, in the format of `openssl pkey -in key.pem -pubout`.
public struct VerificationKey: Sendable {
    /// The algorithm's identifier in DER, which every Ed25519 key carries.
    ///
    /// Source: RFC 8410 §3.
    static let ed25519 = Data([0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70])

    private let key: Curve25519.Signing.PublicKey

    init(_ key: Curve25519.Signing.PublicKey) {
        self.key = key
    }

    /// Reads a key in PEM: SubjectPublicKeyInfo.
    ///
    /// - Parameters:
    ///   - pem: The text of the file.
    ///   - name: The file's name for messages.
    /// - Throws: ``SignOffFailure`` with the actual kind of the file.
    public init(pem: String, name: String) throws(SignOffFailure) {
        guard let document = try? PEMDocument.parseMultiple(pemString: pem).first else {
            throw SignOffFailure(.unusable, "\(name) is no key in PEM, or was cut off; \(Self.advice)")
        }
        if document.discriminator.hasSuffix("PRIVATE KEY") {
            throw SignOffFailure(.unusable, "\(name) is a private key, which nobody needs to verify; \(Self.advice)")
        }
        guard document.discriminator == "PUBLIC KEY",
            let key = try? Curve25519.Signing.PublicKey(derRepresentation: document.derBytes)
        else { throw SignOffFailure(.unusable, "\(name) is no public key for Ed25519; \(Self.advice)") }
        self.key = key
    }

    /// The key's name: `sha256:` and the digest of its SubjectPublicKeyInfo in DER.
    ///
    /// It is equal to the output of `openssl pkey -pubin -in key.pub -outform DER | sha256sum`.
    public var id: String { Digest(of: key.derRepresentation).name }

    func isValid(_ signature: Data, over bytes: Data) -> Bool { key.isValidSignature(signature, for: bytes) }

    private static let advice = "`openssl pkey -in key.pem -pubout -out key.pub` writes the public key"
}
