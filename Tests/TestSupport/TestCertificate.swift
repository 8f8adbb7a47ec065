//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A generator of throw-away certificates, by the `openssl` program.
enum TestCertificate {
    /// Writes `certificate.pem` and `key.pem`, self-signed, for 127.0.0.1 and localhost.
    static func make(in directory: URL) async throws {
        let openssl = try ChildProcess.locate("openssl", package: "openssl")
        let process = try await ChildProcess.start(
            openssl,
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout", directory.appendingPathComponent("key.pem").path,
                "-out", directory.appendingPathComponent("certificate.pem").path,
            ]
        )
        await process.waitUntilExit(killingAfter: .seconds(20))
        guard process.exitStatus == 0 else {
            throw RedisServerFailure("openssl made no certificate: exit status \(process.exitStatus)")
        }
    }
}
