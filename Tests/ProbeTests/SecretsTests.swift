//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import ProbeHistory
import Testing

@testable import Probe

@Suite struct SecretsTests {
    @Test(arguments: [TestDeployment.Fault.none, .echoesTokens])
    func `no password and no token reaches the history`(fault: TestDeployment.Fault) async throws {
        let lines = Lines()
        let (_, requests) = try await TestDeployment.probe(fault, writer: lines.writer)
        // The canaries were really sent: otherwise their absence would prove nothing.
        #expect(requests.contains { $0.body.contains(TestDeployment.password) })
        #expect(requests.contains { $0.token == TestDeployment.token(of: "ada") })
        #expect(lines.text.contains("/auth/login"))
        for secret in ["canary", "eyJ", TestDeployment.password] {
            #expect(!lines.text.contains(secret), "\(secret)")
        }
    }

    @Test(arguments: ["canary-pass-1", "Kanarienvögel", "\u{212A}anarienvogel", "say \"canary\""])
    func `a secret is found wherever it stands, and however its characters are written`(secret: String) {
        let redactor = Redactor()
        redactor.learn(secret)
        let written = [
            secret, secret.decomposedStringWithCanonicalMapping, secret.precomposedStringWithCanonicalMapping,
        ]
        for text in written + [JSONValue.string(secret).canonicalText] {
            #expect(!redactor.redact("before \(text) after").contains("anar"), "\(text)")
        }
        #expect(redactor.redact("can canary-pas") == "can canary-pas")
    }

    @Test func `a short password is blanked in the login and leaves other words alone`() async throws {
        let lines = Lines()
        _ = try? await TestDeployment.probe(first: .password(email: "ada", password: "scan"), writer: lines.writer)
        let login = try #require(try HistoryReader().read(lines.bytes).events(.login).first)
        #expect(login.requestBody == #"{"email":"ada","password":"***"}"#)
        #expect(login.url.hasSuffix("/api/v1/auth/login"))
    }

    @Test func `descriptions of credentials do not show the secret`() {
        let credentials = [Credentials.password(email: "ada", password: "canary"), .token("canary")]
        for value in credentials {
            #expect(!"\(value)".contains("canary"))
            #expect(!String(reflecting: value).contains("canary"))
            var dump = ""
            Swift.dump(value, to: &dump)
            #expect(!dump.contains("canary"))
        }
    }
}
