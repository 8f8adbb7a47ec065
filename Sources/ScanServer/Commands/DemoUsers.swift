//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import ScanHTTP

/// The demo users of a server without a users file: two users and an administrator with a common password.
///
/// The password is random for each run, and written to a file that only its owner can read.
struct DemoUsers {
    let users: [UserRecord]
    let passwordFile: String

    /// Creates the users and writes the password file.
    static func make() throws -> DemoUsers {
        var generator = SystemRandomNumberGenerator()
        let password = (0..<4).map { _ in
            String(UInt32.random(in: .min ... .max, using: &generator), radix: 36)
        }.joined()
        let file = FileManager.default.temporaryDirectory
            .appending(component: "scan-server-demo-password-\(ProcessInfo.processInfo.processIdentifier)")
            .path
        guard
            FileManager.default.createFile(
                atPath: file,
                contents: Data(password.utf8),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw ServerError("cannot write the demo password to \(file); name a users file with --users instead") }
        // A low cost: the password has as much entropy as a key, and the server should start at once.
        let hash = try PasswordHash(of: password, rounds: 1 << 12)
        let users = [("demo", Role.user), ("second", .user), ("admin", .admin)].compactMap { name, role in
            UserID(name).map { UserRecord(id: $0, email: "\(name)@example.com", role: role, password: hash) }
        }
        return DemoUsers(users: users, passwordFile: file)
    }
}
