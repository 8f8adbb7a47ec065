//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import Probe
import ProbeAttestation
import ProbeReports

/// The command `scan-probe sign`, which signs a report so that tampering is detected.
struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign a report and its history.",
        discussion: """
            openssl genpkey -algorithm ed25519 -out key.pem
            openssl pkey -in key.pem -pubout -out key.pub
            scan-probe sign report --key key.pem --as 'Ann Example'
            scan-probe verify report/sign-off.json --key key.pub

            What is signed is an in-toto statement in a DSSE envelope: the digests of report.json and its history, the \
            target, the plan, the verdict, the grade, the time and the signer. Only what judging the history gives is \
            signed, whatever the verdict.

            Exit status: 0 signed, 1 the report is not what its history gives, 3 a file or key cannot be used, 64 usage,
            74 the output cannot be written.
            """
    )

    /// The file name of an envelope beside the report.
    static let fileName = "sign-off.json"

    @Argument(help: "The report.json of a run, or its folder; the history lies beside it.")
    var report: String

    @Option(help: "A file with the private key: Ed25519, PKCS#8 in PEM, not encrypted.")
    var key: String

    @Option(name: .customLong("out"), help: "The file for the envelope; sign-off.json beside the report otherwise.")
    var file: String?

    @Option(name: .customLong("as"), help: "Who signs, as it is to be read by people.")
    var name: String?

    func validate() throws {
        try Conclusion.requireName(of: file)
        guard let name else { return }
        guard !name.allSatisfy(\.isWhitespace), name.count <= 200, TerminalText.safe(name) == name else {
            throw ValidationError("--as needs a name of at most 200 characters, all of them printable.")
        }
    }

    func run() throws {
        let report = ReportPath(self.report).file
        let (signOff, envelope): (SignOff, Envelope)
        do {
            let key = try SigningKey(pem: try KeyFile.readPrivate(self.key), name: self.key)
            (signOff, envelope) = try SignOff.sign(report: report, with: key, as: name, judge: .running, at: .now)
        } catch let failure as SignOffFailure {
            throw Console.fail(failure)
        }
        let file =
            self.file.map { URL(filePath: $0) } ?? report.deletingLastPathComponent().appending(path: Self.fileName)
        do {
            try envelope.json().write(to: file, options: .atomic)
        } catch {
            throw Console.fail("\(file.path) cannot be written to; choose another file with --out")
        }
        try Console.print(
            "\(SignOffText(signOff, key: signOff.signer.keyid).lines)\nWritten to \(TerminalText.safe(file.path)).\n"
        )
    }
}

extension SignOff.Tool {
    /// The name and version of this program.
    static let running = SignOff.Tool(name: "scan-probe", version: ProbeTool.version)
}

extension Console {
    /// Prints the reason that signing failed or a sign-off is invalid.
    static func fail(_ failure: SignOffFailure) -> ExitCode {
        self.fail(failure.message, failure.kind == .refused ? .fail : .untestable)
    }
}
