//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1

/// A private Ed25519 key, in the format of `openssl genpkey -algorithm ed25519`.
///
/// The key never appears in a text, neither in a description nor in a message.
public struct SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    private let key: Curve25519.Signing.PrivateKey

    /// Reads a key in PEM: PKCS#8, not encrypted.
    ///
    /// - Parameters:
    ///   - pem: The text of the file.
    ///   - name: The file's name for messages.
    /// - Throws: ``SignOffFailure`` with the actual kind of the file, and never its content.
    public init(pem: String, name: String) throws(SignOffFailure) {
        guard let document = try? PEMDocument.parseMultiple(pemString: pem).first else {
            throw SignOffFailure(.unusable, "\(name) is no key in PEM, or was cut off; \(Self.advice)")
        }
        switch document.discriminator {
        case "PRIVATE KEY": break
        case "ENCRYPTED PRIVATE KEY":
            throw SignOffFailure(
                .unusable,
                "\(name) is encrypted, and this tool asks for no passphrase:"
                    + " `openssl pkey -in \(name) -out plain.pem` writes the key without one"
            )
        case "PUBLIC KEY":
            throw SignOffFailure(.unusable, "\(name) is a public key, which cannot sign; give the private one")
        default:
            throw SignOffFailure(.unusable, "\(name) is another kind of key or file; \(Self.advice)")
        }
        // The library accepts the bytes of any key of this length, X25519 too.
        guard document.derBytes.prefix(16).contains(VerificationKey.ed25519),
            let key = try? Curve25519.Signing.PrivateKey(derRepresentation: document.derBytes)
        else { throw SignOffFailure(.unusable, "\(name) is a key of another kind than Ed25519; \(Self.advice)") }
        self.key = key
    }

    /// The matching public key.
    public var verificationKey: VerificationKey { VerificationKey(key.publicKey) }

    /// The name of the type: the key is secret.
    public var description: String { "SigningKey" }
    /// The name of the type: the key is secret.
    public var debugDescription: String { "SigningKey" }

    func signature(over bytes: Data) throws -> Data { try key.signature(for: bytes) }

    private static let advice = "`openssl genpkey -algorithm ed25519 -out key.pem` makes one"
}
