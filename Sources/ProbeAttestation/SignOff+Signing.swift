//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials
import ProbeReports

extension SignOff {
    /// Signs a report and the history beside it.
    ///
    /// - Parameters:
    ///   - file: The report.
    ///   - key: The key to sign with.
    ///   - name: The signer's name, if it is to be included.
    ///   - judge: The running program.
    ///   - date: The time.
    /// - Returns: The sign-off and its envelope.
    /// - Throws: ``SignOffFailure``, above all for a report that does not follow from its history; it must not be
    ///   signed.
    public static func sign(
        report file: URL,
        with key: SigningKey,
        as name: String?,
        judge: Tool,
        at date: Date
    ) throws -> (signOff: SignOff, envelope: Envelope) {
        let files = try SignedFiles(report: file, failing: .unusable)
        if let difference = try files.difference() {
            throw SignOffFailure(
                .refused,
                "\(file.lastPathComponent) is not what \(judge) makes of its history: \(difference);"
                    + " `scan-probe check` judges the history again"
            )
        }
        let signOff = SignOff(
            of: files.report,
            judge: judge,
            signer: Signer(name: name, keyid: key.verificationKey.id),
            signedAt: date.formatted(.iso8601)
        )
        let statement = Statement(subject: files.subjects, predicate: signOff)
        let envelope = try Envelope(payload: statement.json(), type: Statement.mediaType, signedWith: key)
        return (signOff, envelope)
    }
}
