//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeReports
import TestSupport
import Testing

@testable import ProbeAttestation

@Suite struct OlderVersionTests {
    private static let older = SignOff.Tool(name: "scan-probe", version: "0.0.1")
    private static let newer = SignOff.Tool(name: "scan-probe", version: "9.0.0")

    @Test func `an intact report of an older version holds, and what is judged otherwise now is told`() async throws {
        try await AttestedRun.with { run in
            try run.change(run.report, "status polls", "polls of the status")
            let envelope = try Self.envelope(of: run)
            let verified = try Self.verify(envelope, of: run, by: Self.newer)
            let difference = try #require(verified.difference)
            #expect(difference.contains("judging says"), "\(difference)")
            #expect(verified.signOff.judge == Self.older)
            // The version that signed would have written another report.
            #expect(throws: SignOffFailure.self) { try Self.verify(envelope, of: run, by: Self.older) }
        }
    }

    @Test func `a report of before the contract had a version is signed and holds without one`() async throws {
        try await AttestedRun.with { run in
            try run.change(run.report, "  \"contract\" : \"1.1\",\n", "")
            let signed = try await run.sign()
            #expect(signed.status == 0 && !signed.output.contains("contract"), "\(signed.error)")
            let verified = try await run.verify()
            #expect(verified.status == 0 && !verified.output.contains("contract"), "\(verified.error)")
            // An unknown requirement of the judging version is a different case.
            try run.change(run.report, "  \"duration", "  \"contract\" : \"0.9\",\n  \"duration")
            #expect(try await run.verify().status == 1)
            #expect(try await run.sign().error.contains("contract"))
        }
    }

    @Test func `of an older version, too, a changed byte of report or history is refused`() async throws {
        try await AttestedRun.with { run in
            let envelope = try Self.envelope(of: run)
            #expect(try Self.verify(envelope, of: run, by: Self.newer).difference == nil)
            for file in [run.report, run.history] {
                let original = try Data(contentsOf: file)
                for position in stride(from: 0, to: original.count, by: max(original.count / 20, 1)) {
                    var changed = original
                    changed[position] ^= 1
                    try changed.write(to: file)
                    #expect(throws: SignOffFailure.self) { try Self.verify(envelope, of: run, by: Self.newer) }
                }
                try original.write(to: file)
            }
        }
    }

    @Test func `the key that verified is told, and not the one that the sign-off claims`() async throws {
        try await AttestedRun.with { run in
            let claimed = "sha256:\(String(repeating: "0", count: 64))"
            try Self.envelope(of: run, claiming: claimed).write(to: run.envelope)
            let verified = try await run.verify()
            #expect(verified.status == 0, "\(verified.error)")
            let key = try VerificationKey(pem: String(contentsOf: run.publicKey, encoding: .utf8), name: "key.pub")
            #expect(verified.output.contains("signed by   key \(key.id), which claims to be the key \(claimed)"))
        }
    }

    /// Returns the content signed by the older version: the files as they are.
    private static func envelope(of run: AttestedRun, claiming keyID: String? = nil) throws -> Data {
        let files = try SignedFiles(report: run.report, failing: .unusable)
        let key = try SigningKey(pem: String(contentsOf: run.key, encoding: .utf8), name: "key.pem")
        let signOff = SignOff(
            of: files.report,
            judge: Self.older,
            signer: SignOff.Signer(name: nil, keyid: keyID ?? key.verificationKey.id),
            signedAt: "2026-01-27T10:15:30Z"
        )
        let statement = Statement(subject: files.subjects, predicate: signOff)
        return try Envelope(payload: statement.json(), type: Statement.mediaType, signedWith: key).json()
    }

    private static func verify(_ envelope: Data, of run: AttestedRun, by judge: SignOff.Tool) throws -> SignOff.Verified
    {
        let key = try VerificationKey(pem: String(contentsOf: run.publicKey, encoding: .utf8), name: "key.pub")
        return try SignOff.verify(envelope: envelope, name: "sign-off.json", with: key, in: run.folder, judge: judge)
    }
}
