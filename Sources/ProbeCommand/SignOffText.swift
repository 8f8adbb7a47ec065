//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeAttestation
import ProbeReports

/// The text of a sign-off for people: deployment, findings, signer and time.
struct SignOffText {
    private let signOff: SignOff
    /// The key that made the signature, which the sign-off only claims.
    private let key: String

    init(_ signOff: SignOff, key: String) {
        self.signOff = signOff
        self.key = key
    }

    /// The lines, each with a line feed and safe to print.
    var lines: String {
        Self.table([
            ("deployment", "\(signOff.target.url), profile \(signOff.target.profile)"),
            ("run", "\(signOff.startedAt), plan \(signOff.plan.name), seed \(signOff.plan.seed)"),
            ("verdict", verdict),
            (
                "signed by",
                [signOff.signer.name, "key \(key)", claim].compactMap(\.self).joined(separator: ", ")
            ),
            (
                "signed at",
                "\(signOff.signedAt), judged by \(signOff.judge)"
                    + (signOff.contract.map { ", contract \($0)" } ?? "")
            ),
        ])
    }

    /// The key that the sign-off claims, where that is another one.
    private var claim: String? {
        let claimed = signOff.signer.keyid
        return claimed == key ? nil : "which claims to be the key \(claimed)"
    }

    private var verdict: String {
        let known = signOff.knownFailures
        let notRun = signOff.groupsNotRun
        return "\(signOff.verdict.rawValue) · grade \(signOff.grade.rawValue)"
            + (notRun.isEmpty ? "" : " · not run: \(notRun.joined(separator: ", "))")
            + (known.isEmpty ? "" : " · known failures: \(known.joined(separator: ", "))")
    }

    /// Returns a row of two columns.
    static func table(_ rows: [(name: String, value: String)]) -> String {
        rows.map { name, value in
            "  \(name)\(String(repeating: " ", count: max(12 - name.count, 1)))\(TerminalText.safe(value))\n"
        }
        .joined()
    }
}
