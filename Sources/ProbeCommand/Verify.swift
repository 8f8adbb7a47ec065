//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport
import ProbeAttestation
import ProbeReports

/// The command `scan-probe verify`, which checks a sign-off offline.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Verify a sign-off: the signature, the very bytes of the report and its history, and what judging gives.",
        discussion: """
            Exit status: 0 everything holds, 1 something does not, 3 a file or key cannot be read, 64 usage,
            74 the output cannot be written.
            """
    )

    @Argument(help: "The envelope that scan-probe sign wrote.")
    var file: String

    @Option(help: "A file with the signer's public key: Ed25519 in PEM, which must come from somebody you trust.")
    var key: String

    @Option(name: .customLong("report"), help: "The folder of the report; that of the envelope otherwise.")
    var directory: String?

    func run() throws {
        let file = URL(filePath: self.file)
        let envelope: Data
        do { envelope = Data(try BoundedFile.bytes(of: self.file, atMost: 1 << 20)) } catch {
            throw Console.fail("\(self.file) \(error.predicate())")
        }
        let directory = self.directory.map { URL(filePath: $0, directoryHint: .isDirectory) }
        let verified: SignOff.Verified
        do {
            verified = try SignOff.verify(
                envelope: envelope,
                name: self.file,
                with: try VerificationKey(pem: try KeyFile.read(key), name: key),
                in: directory ?? file.deletingLastPathComponent(),
                judge: .running
            )
        } catch let failure as SignOffFailure {
            throw Console.fail(failure)
        }
        let files = verified.files.map { ($0.name, $0.digest) }
        var text =
            "The sign-off holds.\n\n" + SignOffText(verified.signOff, key: verified.key).lines
            + SignOffText.table(files)
        if verified.signatures > 1 {
            text += "\nOne of \(verified.signatures) signatures was made with this key; the others were not checked.\n"
        }
        if verified.signOff.judge != .running {
            let now = verified.difference.map { "otherwise" + TerminalText.safe(", \($0),") } ?? "the same"
            text +=
                "\nJudged by \(TerminalText.safe("\(verified.signOff.judge)")) then, and \(now) by \(SignOff.Tool.running) now.\n"
        }
        try Console.print(text)
    }
}
