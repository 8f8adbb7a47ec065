//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport
import ScanCore
import ScanHTTP

extension ScanServerCommand {
    /// The command `user`.
    struct User: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Manage the users file.",
            discussion: "Servers that run notice within a second.",
            subcommands: [Add.self, Remove.self]
        )
    }
}

extension ScanServerCommand.User {
    /// The command `user add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a user, or give one a new password.",
            discussion: "The password is read from a file, or from standard input, never from the command line."
        )

        @Option(help: "The users file; it is made if it is not there.")
        var users: String

        @Option(help: "The address to log in with.")
        var email: String

        @Option(help: "What the user may do: user or admin.")
        var role = Role.user

        @Option(help: "The file that holds the password; standard input without it.")
        var passwordFile: String?

        @Option(help: "The cost of the scrypt hash, as a power of two: 2^17 takes 128 MB for some tenths of a second.")
        var cost = 17

        func validate() throws {
            if !(10...20).contains(cost) { throw ValidationError("--cost takes 10 to 20.") }
            if !email.contains("@") { throw ValidationError("--email takes an address such as ann@example.com.") }
        }

        func run() async throws {
            let file = UsersFile(path: users)
            var directory = try file.readOrEmpty()
            let hash = try PasswordHash(of: try password(), rounds: 1 << cost)
            let id = directory.user(email: email)?.id ?? Self.newID()
            directory.put(UserRecord(id: id, email: email, role: role, password: hash))
            try file.write(directory)
            StandardOutput.write("\(email) is \(role.rawValue) \(id) in \(users).\n")
        }

        private func password() throws -> String {
            let text: String?
            if let passwordFile {
                let content: String
                do { content = try BoundedFile.text(of: passwordFile, atMost: 64 << 10) } catch {
                    throw ServerError("the password file \(passwordFile) \(error.predicate())")
                }
                text = content.split(whereSeparator: \.isNewline).first.map(String.init)
            } else {
                text = readLine()
            }
            guard let text, !text.isEmpty else {
                throw ServerError("the password is empty; give one on its first line")
            }
            return text
        }

        private static func newID() -> UserID {
            var generator = SystemRandomNumberGenerator()
            let number = String(UInt64.random(in: .min ... .max, using: &generator), radix: 36)
            return UserID("user-\(number)") ?? newID()
        }
    }
}

extension ScanServerCommand.User {
    /// The command `user remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a user, whose tokens are no longer good then."
        )

        @Option(help: "The users file.")
        var users: String

        @Option(help: "The address that the user logs in with.")
        var email: String

        func run() async throws {
            let file = UsersFile(path: users)
            var directory = try file.read()
            guard directory.remove(email: email) else { throw ServerError("nobody in \(users) is \(email.shown)") }
            try file.write(directory)
            StandardOutput.write("\(email) is no longer in \(users).\n")
        }
    }
}

extension Role: ExpressibleByArgument {}
