//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import ProbeReports
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct SignOffTests {
    @Test func `a sign-off holds, and says which report, which deployment, who and when`() async throws {
        try await AttestedRun.with { run in
            let signed = try await run.sign("--as", "Ann Example")
            #expect(signed.status == 0 && signed.error.isEmpty, "\(signed.error)")
            let verified = try await run.verify()
            #expect(verified.status == 0, "\(verified.error)")
            for words in [
                "The sign-off holds.", "http://127.0.0.1:8080, profile opportunity-scan",
                "2026-01-27T10:15:30Z, plan acceptance, seed 7", "FAIL · grade F · not run: isolation, ",
                "Ann Example, key sha256:", "judged by scan-probe", ", contract 1.1\n", "report.json", "history.jsonl",
            ] { #expect(verified.output.contains(words), "\(words): \(verified.output)") }
            #expect(verified.output.contains(try #require(signed.output.firstMatch(of: /signed at .*/)).output))
        }
    }

    @Test func `what is signed is an in-toto statement about both files`() async throws {
        try await AttestedRun.with { run in
            _ = try await run.sign()
            try run.changeEnvelope { envelope in
                #expect(envelope["payloadType"] as? String == "application/vnd.in-toto+json")
                let payload = try #require(Data(base64Encoded: envelope["payload"] as? String ?? ""))
                let statement = try #require(try JSONSerialization.jsonObject(with: payload) as? [String: Any])
                #expect(statement["_type"] as? String == "https://in-toto.io/Statement/v1")
                #expect(statement["predicateType"] as? String == "https://scan-conformance.invalid/sign-off/v1")
                let subjects = try #require(statement["subject"] as? [[String: Any]])
                #expect(subjects.map { $0["name"] as? String } == ["report.json", "history.jsonl"])
                let predicate = try #require(statement["predicate"] as? [String: Any])
                #expect(
                    Set(predicate.keys) == [
                        "target", "plan", "startedAt", "verdict", "conclusion", "grade", "contract", "knownFailures",
                        "groupsNotRun", "judge", "signer", "signedAt",
                    ]
                )
            }
        }
    }

    @Test func `a changed byte of report or history is refused`() async throws {
        try await AttestedRun.with { run in
            _ = try await run.sign()
            for file in [run.report, run.history] {
                let original = try Data(contentsOf: file)
                for position in stride(from: 0, to: original.count, by: max(original.count / 5, 1)) {
                    var changed = original
                    changed[position] ^= 1
                    try changed.write(to: file)
                    let verified = try await run.verify()
                    #expect(verified.status == 1)
                    #expect(verified.error.contains("\(file.lastPathComponent) was changed after it was signed"))
                }
                try (original + Data("\n".utf8)).write(to: file)
                #expect(try await run.verify().status == 1)
                try original.write(to: file)
            }
            #expect(try await run.verify().status == 0)
        }
    }

    @Test func `an envelope that does not hold is refused in one line`() async throws {
        try await AttestedRun.with { run in
            try await run.makeKey("other")
            _ = try await run.sign()
            let original = try Data(contentsOf: run.envelope)
            func refused(_ words: String, key: String = "key.pub", _ change: () throws -> Void = {}) async throws {
                try change()
                let verified = try await run.verify(key: key)
                #expect(verified.status == 1, "\(words): \(verified.error)")
                #expect(verified.output.isEmpty)
                #expect(verified.error.contains(words), "\(words): \(verified.error)")
                #expect(verified.error.split(separator: "\n").count == 1, "\(verified.error)")
                try original.write(to: run.envelope)
            }
            try await refused(
                "was not made with this key over this content; it names the key sha256:",
                key: "other.pub"
            )
            try await refused("was cut off: it is not JSON") { try original.prefix(200).write(to: run.envelope) }
            try await refused("was cut off: it is not JSON") { try Data().write(to: run.envelope) }
            try await refused("the field `signatures` is missing") {
                try run.changeEnvelope { $0["signatures"] = nil }
            }
            try await refused("holds no signature") { try run.changeEnvelope { $0["signatures"] = [String]() } }
            try await refused("holds `text/plain`, not a sign-off") {
                try run.changeEnvelope { $0["payloadType"] = "text/plain" }
            }
            try await refused("its payload is not base64") { try run.changeEnvelope { $0["payload"] = "***" } }
            try await refused("was not made with this key over this content") {
                try run.changeEnvelope { $0["payload"] = Data("{}".utf8).base64EncodedString() }
            }
            try await refused("was not made with this key over this content") {
                try run.changeEnvelope { $0["signatures"] = [["sig": "AAAA"]] }
            }
            #expect(try await run.verify().status == 0)
        }
    }

    @Test func `one good signature of several is enough, and the others are said to be unchecked`() async throws {
        try await AttestedRun.with { run in
            try await run.makeKey("other")
            _ = try await run.sign()
            try run.changeEnvelope { envelope in
                let own = try #require((envelope["signatures"] as? [[String: String]])?.first)
                envelope["signatures"] = [["keyid": "another", "sig": "AAAA"], own]
            }
            let verified = try await run.verify()
            #expect(verified.status == 0, "\(verified.error)")
            #expect(verified.output.contains("One of 2 signatures was made with this key"))
            let other = try await run.verify(key: "other.pub")
            #expect(other.status == 1)
            #expect(other.error.contains("none of the 2 signatures"))
        }
    }

    @Test func `only what its history gives is signed, and nothing else verifies`() async throws {
        try await AttestedRun.with { run in
            try run.change(run.report, "\"grade\" : \"F\"", "\"grade\" : \"A\"")
            let signed = try await run.sign()
            #expect(signed.status == 1)
            #expect(signed.error.contains("`grade` says \"A\", judging says \"F\""), "\(signed.error)")
            #expect(!FileManager.default.fileExists(atPath: run.envelope.path))
            try run.change(run.report, "\"grade\" : \"A\"", "\"approved\" : true,\n  \"grade\" : \"F\"")
            #expect(try await run.sign().error.contains("`approved` was added"))
        }
    }

    @Test func `a report with known failures is signed with them`() async throws {
        try await AttestedRun.with { run in
            let list = [KnownFailure(id: "STAT-002", reason: "OPS-17", expires: "2026-12-31")]
            let judgement = Judge.judge(Samples.broken, knownFailures: list)
            let report = Report(judgement: judgement, history: Samples.broken)
            try ReportFiles.write(report: report, of: JudgingContext(Samples.broken), to: run.folder)
            #expect(try await run.sign().status == 0)
            let verified = try await run.verify()
            #expect(verified.status == 0, "\(verified.error)")
            #expect(verified.output.contains("known failures: STAT-002"))
        }
    }

    @Test func `files elsewhere are found with --out and --report, and missing ones are told`() async throws {
        try await AttestedRun.with { run in
            let out = run.folder.appending(path: "elsewhere/envelope.json")
            #expect(try await run.sign("--out", out.path).status == 3)
            try FileManager.default.createDirectory(
                at: out.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            #expect(try await run.sign("--out", out.path).status == 0)
            let verify = ["verify", out.path, "--key", run.publicKey.path]
            let lost = try await Executables.run("scan-probe", verify)
            #expect(lost.status == 1 && lost.error.contains("--report names the folder"), "\(lost.error)")
            let found = try await Executables.run("scan-probe", verify + ["--report", run.folder.path])
            #expect(found.status == 0, "\(found.error)")
            try FileManager.default.removeItem(at: run.history)
            let gone = try await Executables.run("scan-probe", verify + ["--report", run.folder.path])
            #expect(gone.status == 1 && gone.error.contains("history.jsonl cannot be read"))
            #expect(try await run.sign().status == 3)
            #expect(try await Executables.run("scan-probe", ["verify", "/no/such", "--key", "/no/such"]).status == 3)
        }
    }

    @Test func `a report that names a history elsewhere is not followed there`() async throws {
        try await AttestedRun.with { run in
            try run.change(run.report, "\"history.jsonl\"", "\"../../etc/passwd\"")
            let signed = try await run.sign()
            #expect(signed.status == 3)
            #expect(signed.error.contains("has to lie beside the report"), "\(signed.error)")
        }
    }

    @Test func `keys that cannot be used are told by what they are, and never shown`() async throws {
        try await AttestedRun.with { run in
            try await run.makeKey("curve", "x25519")
            try await run.makeKey("p256", "ec")
            try await run.makeKey("secret", "ed25519", "-aes256", "-pass", "pass:secret")
            let text = try String(contentsOf: run.key, encoding: .utf8)
            try Data(text.dropLast(40).utf8).write(to: run.folder.appending(path: "cut.pem"))
            for (key, words) in [
                ("secret.pem", "is encrypted, and this tool asks for no passphrase"), ("key.pub", "is a public key"),
                ("curve.pem", "another kind than Ed25519"), ("p256.pem", "another kind than Ed25519"),
                ("cut.pem", "is no key in PEM, or was cut off"), ("report.json", "is no key in PEM"),
                ("nothing.pem", "cannot be read"),
            ] {
                let signed = try await run.sign(key: key)
                #expect(signed.status == 3, "\(key): \(signed.error)")
                #expect(signed.error.contains(words), "\(key): \(signed.error)")
            }
            _ = try await run.sign()
            for (key, words) in [
                ("key.pem", "is a private key, which nobody needs to verify"),
                ("p256.pub", "no public key for Ed25519"),
                ("curve.pub", "no public key for Ed25519"), ("report.json", "is no key in PEM"),
            ] {
                let verified = try await run.verify(key: key)
                #expect(verified.status == 3 && verified.error.contains(words), "\(key): \(verified.error)")
            }
            let secret = try #require(text.split(separator: "\n").dropFirst().first)
            for output in [try await run.sign(), try await run.verify(key: "key.pem")] {
                #expect(!(output.output + output.error).contains(secret))
            }
            #expect(!(try String(contentsOf: run.envelope, encoding: .utf8)).contains(secret))
        }
    }

    @Test func `a private key that others can read gets a warning`() async throws {
        try await AttestedRun.with { run in
            #expect(try await run.sign().error.isEmpty)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: run.key.path)
            let signed = try await run.sign()
            #expect(signed.status == 0)
            #expect(signed.error.contains("warning: others can read the key"), "\(signed.error)")
            #expect(try await run.verify().error.isEmpty)
        }
    }

    @Test(arguments: ["", "  ", "Ann\u{1B}[2J", "Ann\nBob", String(repeating: "n", count: 201)])
    func `a name that cannot be read is a usage error`(name: String) async throws {
        let signed = try await Executables.run("scan-probe", ["sign", ".", "--key", "/no/such", "--as", name])
        #expect(signed.status == 64)
    }
}
