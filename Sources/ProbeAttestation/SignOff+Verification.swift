//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
public import FoundationEssentials
import KitSupport
import ProbeReports

extension SignOff {
    /// A valid sign-off.
    public struct Verified: Sendable, Hashable {
        /// The signed statement.
        public var signOff: SignOff
        /// The names and digests of the files, such as `report.json` and `sha256:…`.
        public var files: [(name: String, digest: String)] { zip(names, digests).map { ($0, $1) } }
        /// The number of the envelope's signatures; one is the trusted key's, and the others were not verified.
        public var signatures: Int
        /// The trusted key.
        public var key: String
        /// The first difference in the judgement of the running program, if its version is not the one that signed;
        /// absent when it judges the same.
        public var difference: String?

        fileprivate var names: [String]
        fileprivate var digests: [String]
    }

    /// Verifies an envelope and all bytes of the files that it refers to, offline.
    ///
    /// The version that signed must judge the history as in the report. Another version may judge differently: the
    /// difference is reported, and does not invalidate the signature.
    ///
    /// - Parameters:
    ///   - envelope: The content of the envelope's file.
    ///   - name: The name of that file for messages.
    ///   - key: The trusted key.
    ///   - directory: The folder with the report and its history.
    ///   - judge: The running program.
    /// - Returns: The valid sign-off.
    /// - Throws: ``SignOffFailure`` with the first mismatch.
    public static func verify(
        envelope: Data,
        name: String,
        with key: VerificationKey,
        in directory: URL,
        judge: Tool
    ) throws(SignOffFailure) -> Verified {
        let envelope = try Envelope(json: envelope, name: name)
        let payload = try envelope.payload(signedBy: key, type: Statement.mediaType, name: name)
        let statement = try Statement(json: payload, name: name)
        try check(statement.subject, name: name, in: directory)

        let report = directory.appending(path: statement.subject[0].name)
        let signed = statement.predicate
        let advice = self.advice(signed: signed.judge, running: judge)
        let files = try SignedFiles(report: report, failing: .refused, advice: advice)
        guard files.subjects == statement.subject else {
            throw SignOffFailure(.refused, "\(name) speaks of another history than `\(files.report.history)`")
        }
        let difference = try files.difference()
        if let difference, signed.judge == judge {
            throw SignOffFailure(.refused, "\(files.reportName) is not what judging its history gives: \(difference)")
        }
        let expected = SignOff(of: files.report, judge: signed.judge, signer: signed.signer, signedAt: signed.signedAt)
        guard signed == expected else {
            throw SignOffFailure(.refused, "\(name) says something else of the run than \(files.reportName) does")
        }
        return Verified(
            signOff: signed,
            signatures: envelope.signatures.count,
            key: key.id,
            difference: difference,
            names: statement.subject.map(\.name),
            digests: statement.subject.map { "sha256:\($0.digest["sha256"] ?? "")" }
        )
    }

    /// Compares the files with their digests before their contents are read.
    private static func check(
        _ subjects: [Statement.Subject],
        name: String,
        in directory: URL
    ) throws(SignOffFailure) {
        guard subjects.count == 2, subjects.allSatisfy({ $0.digest["sha256"] != nil }) else {
            throw SignOffFailure(.refused, "\(name) does not speak of a report and its history")
        }
        for subject in subjects {
            guard !subject.name.isEmpty, !subject.name.contains("/"), subject.name != ".." else {
                throw SignOffFailure(.refused, "\(name) speaks of `\(subject.name)`, which is no name of a file")
            }
            let file = directory.appending(path: subject.name)
            let content: Data
            do { content = Data(try BoundedFile.bytes(of: file.path, atMost: SignedFiles.largest)) } catch {
                let advice = "; --report names the folder of the report"
                throw SignOffFailure(.refused, "\(file.path) \(error.predicate(advice: advice))")
            }
            guard subject == Statement.Subject(name: subject.name, content: content) else {
                throw SignOffFailure(
                    .refused,
                    "\(file.path) was changed after it was signed: it is \(Digest(of: content).name),"
                        + " and sha256:\(subject.digest["sha256"] ?? "") was signed"
                )
            }
        }
    }

    private static func advice(signed: Tool, running: Tool) -> String {
        signed == running ? "" : "; it was judged by \(signed), and this is \(running): verify it with that one"
    }
}
