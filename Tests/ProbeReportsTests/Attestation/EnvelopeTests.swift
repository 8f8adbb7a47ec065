//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeAttestation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct EnvelopeTests {
    /// The test vector of the DSSE specification, `protocol.md`.
    @Test func `the bytes that are signed are those of the specification`() {
        let encoded = Envelope.preAuthenticationEncoding(
            type: "http://example.com/HelloWorld",
            payload: Data("hello world".utf8)
        )
        #expect(String(decoding: encoded, as: UTF8.self) == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
    }

    @Test func `lengths are counted in bytes`() {
        let encoded = Envelope.preAuthenticationEncoding(type: "é", payload: Data([0xFF, 0x00]))
        #expect(encoded == Data("DSSEv1 2 é 2 ".utf8) + Data([0xFF, 0x00]))
    }

    @Test func `openssl verifies what scan-probe signed`() async throws {
        try await AttestedRun.with { run in
            let signed = try await run.sign("--as", "Ann Example")
            #expect(signed.status == 0, "\(signed.error)")
            let envelope = try Envelope(json: Data(contentsOf: run.envelope), name: "")
            let (bytes, signature) = try Self.files(of: envelope, in: run)
            let result = try await run.openssl([
                "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", run.publicKey.path, "-in", bytes.path, "-sigfile",
                signature.path,
            ])
            #expect(result.status == 0, "\(result.output)\(result.error)")
            // The check could be wrong the other way: openssl might verify anything.
            try Data("other".utf8).write(to: bytes)
            let other = try await run.openssl([
                "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", run.publicKey.path, "-in", bytes.path, "-sigfile",
                signature.path,
            ])
            #expect(other.status != 0)
        }
    }

    @Test func `scan-probe verifies what openssl signed`() async throws {
        try await AttestedRun.with { run in
            #expect(try await run.sign().status == 0)
            var envelope = try Envelope(json: Data(contentsOf: run.envelope), name: "")
            try await run.makeKey("other")
            let (bytes, signature) = try Self.files(of: envelope, in: run)
            let other = run.folder.appending(path: "other.pem").path
            let result = try await run.openssl([
                "pkeyutl", "-sign", "-rawin", "-inkey", other, "-in", bytes.path, "-out", signature.path,
            ])
            #expect(result.status == 0, "\(result.error)")
            envelope.signatures[0].sig = try Data(contentsOf: signature).base64EncodedString()
            try envelope.json().write(to: run.envelope)
            let verified = try await run.verify(key: "other.pub")
            #expect(verified.status == 0, "\(verified.error)")
            #expect(try await run.verify().status == 1)
        }
    }

    @Test func `the name of a key is what openssl makes of it`() async throws {
        try await AttestedRun.with { run in
            let file = run.folder.appending(path: "key.der").path
            try await run.openssl(["pkey", "-pubin", "-in", run.publicKey.path, "-outform", "DER", "-out", file])
            let digest = try await run.openssl(["dgst", "-sha256", "-r", file]).output.prefix(64)
            let key = try VerificationKey(pem: String(contentsOf: run.publicKey, encoding: .utf8), name: "")
            #expect(key.id == "sha256:\(digest)")
            let signing = try SigningKey(pem: String(contentsOf: run.key, encoding: .utf8), name: "")
            #expect(signing.verificationKey.id == key.id)
            #expect("\(signing) \(String(reflecting: signing))" == "SigningKey SigningKey")
        }
    }

    @Test func `base64 for URLs is read too`() async throws {
        try await AttestedRun.with { run in
            #expect(try await run.sign().status == 0)
            try run.changeEnvelope { envelope in
                let payload = try #require(envelope["payload"] as? String)
                envelope["payload"] = payload.replacing("+", with: "-").replacing("/", with: "_").replacing(
                    "=",
                    with: ""
                )
            }
            #expect(try await run.verify().status == 0)
        }
    }

    /// Writes the signed bytes and the first signature to files.
    private static func files(of envelope: Envelope, in run: AttestedRun) throws -> (bytes: URL, signature: URL) {
        let bytes = run.folder.appending(path: "signed")
        let signature = run.folder.appending(path: "signature")
        let payload = try #require(Data(base64Encoded: envelope.payload))
        try Envelope.preAuthenticationEncoding(type: envelope.payloadType, payload: payload).write(to: bytes)
        try #require(Data(base64Encoded: envelope.signatures[0].sig)).write(to: signature)
        return (bytes, signature)
    }
}
