//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOHTTP1
import ScanHTTP
import TestSupport
import Testing

/// Source: `Conformance/Contract/api.md#openapi-description`.
@Suite(.timeLimit(.minutes(10))) struct `The description that a server gives of itself` {
    @Test func `is the one that the tests compare with, and needs no login`() async throws {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let client = APIClient(url: deployment.url)
            let answer = try await client.send(.GET, "/openapi.json")
            #expect(answer.status == 200)
            #expect(answer.body == APIDescription.document)
            let head = try await client.send(.HEAD, "/openapi.json")
            #expect(head.status == 200)
            #expect(head.headers.first(name: "etag") == answer.headers.first(name: "etag"))
        }
    }

    @Test func `holds for every answer that the prober gets, whatever it sends`() async throws {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            try await TemporaryFolder.with { folder in
                let users = [
                    "--email", "demo@example.com", "--password-file", deployment.passwordFile,
                    "--second-email", "second@example.com", "--second-password-file", deployment.passwordFile,
                    "--admin-email", "admin@example.com", "--admin-password-file", deployment.passwordFile,
                ]
                let arguments = ["run", deployment.url, "--plan", "smoke", "--out", folder.path] + users
                let run = try await Executables.run("scan-probe", arguments)
                let comparison = try RecordedAnswers.compared(in: folder)
                #expect(comparison.problems == [])
                #expect(comparison.answers > 100, "\(run.error)")
            }
        }
    }
}
