//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import ProbeReports
import TestSupport

/// A folder with a report, its history and keys that the real `openssl` made.
struct AttestedRun {
    let folder: URL

    var report: URL { folder.appending(path: ReportFiles.report) }
    var history: URL { folder.appending(path: ReportFiles.history) }
    var envelope: URL { folder.appending(path: "sign-off.json") }
    var key: URL { folder.appending(path: "key.pem") }
    var publicKey: URL { folder.appending(path: "key.pub") }

    /// Runs a body with a folder, which is deleted afterwards.
    static func with(_ history: History = Samples.broken, _ body: (AttestedRun) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let run = AttestedRun(folder: folder)
            try ReportFiles.write(report: Samples.report(history), of: JudgingContext(history), to: folder)
            try HistoryWriter(file: run.history).write(history)
            try await run.makeKey("key")
            try await body(run)
        }
    }

    /// Creates a pair of keys.
    func makeKey(_ name: String, _ algorithm: String = "ed25519", _ options: String...) async throws {
        let key = folder.appending(path: "\(name).pem").path
        let more = algorithm == "ec" ? ["-pkeyopt", "ec_paramgen_curve:prime256v1"] : []
        try await openssl(["genpkey", "-algorithm", algorithm, "-out", key] + more + options)
        let encrypted = options.contains("-aes256") ? ["-passin", "pass:secret"] : []
        try await openssl(
            ["pkey", "-in", key, "-pubout", "-out", folder.appending(path: "\(name).pub").path] + encrypted
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    }

    @discardableResult
    func openssl(_ arguments: [String]) async throws -> Executables.Output {
        try await Executables.runInstalled("openssl", package: "openssl", arguments)
    }

    /// Signs with `scan-probe sign`.
    func sign(_ options: String..., key: String = "key.pem") async throws -> Executables.Output {
        let key = folder.appending(path: key).path
        return try await Executables.run("scan-probe", ["sign", folder.path, "--key", key] + options)
    }

    /// Verifies with `scan-probe verify`.
    func verify(_ options: String..., key: String = "key.pub") async throws -> Executables.Output {
        let key = folder.appending(path: key).path
        return try await Executables.run("scan-probe", ["verify", envelope.path, "--key", key] + options)
    }

    /// Changes the members of the envelope.
    func changeEnvelope(_ change: (inout [String: Any]) throws -> Void) throws {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: envelope))
        var members = json as? [String: Any] ?? [:]
        try change(&members)
        try JSONSerialization.data(withJSONObject: members).write(to: envelope)
    }

    /// Replaces a text in a file.
    func change(_ file: URL, _ text: String, _ other: String) throws {
        let content = try String(contentsOf: file, encoding: .utf8)
        precondition(content.contains(text), "\(text) does not stand in \(file.lastPathComponent)")
        try Data(content.replacing(text, with: other, maxReplacements: 1).utf8).write(to: file)
    }
}
