//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import ScanCore

/// A user, as stored in the users file.
package struct UserRecord: Sendable, Hashable, Codable {
    /// The user's id, as it appears in tokens and keys.
    package let id: UserID
    /// The e-mail address for logging in, in lower case.
    package let email: String
    /// The user's role.
    package let role: Role
    /// The password's hash, see ``PasswordHash``.
    package let password: String

    /// Creates a user.
    package init(id: UserID, email: String, role: Role, password: PasswordHash) {
        self.id = id
        self.email = email.lowercased()
        self.role = role
        self.password = password.description
    }
}

/// The directory of users who may log in.
package struct UserDirectory: Sendable {
    /// All users, in the file's order.
    package private(set) var users: [UserRecord]
    /// One hash for each cost that occurs among the users.
    private let decoys: [PasswordHash]
    private var roles: [UserID: Role]

    /// Creates a directory of the given users.
    package init(_ users: [UserRecord]) {
        self.users = users
        let hashes = users.compactMap { PasswordHash($0.password) }
        decoys = Dictionary(hashes.map { ($0.cost, $0) }) { first, _ in first }.map(\.value)
        roles = Dictionary(users.map { ($0.id, $0.role) }) { _, last in last }
    }

    /// Reads a users file: a JSON array of objects with `id`, `email`, `role` and `password`.
    ///
    /// - Throws: ``UserDirectoryError`` with a remedy.
    package init(json: Data, named file: String) throws(UserDirectoryError) {
        let users: [UserRecord]
        do { users = try JSONDecoder().decode([UserRecord].self, from: json) } catch {
            throw UserDirectoryError("\(file) is no users file; write one with `scan-server user add --users \(file)`")
        }
        if let user = users.first(where: { PasswordHash($0.password) == nil }) {
            throw UserDirectoryError("\(file): the password of \(user.email) is no scrypt hash; add the user anew")
        }
        self.init(users)
    }

    /// Adds a user, or replaces the one with the same address, keeping that user's id.
    package mutating func put(_ user: UserRecord) {
        if let place = users.firstIndex(where: { $0.email == user.email }) {
            users[place] = user
        } else {
            users.append(user)
        }
        self = UserDirectory(users)
    }

    /// Returns the current role of the user with an id; `nil` if there is no such user, or no longer.
    func role(of id: UserID) -> Role? { roles[id] }

    /// Removes the user with an e-mail address, and returns false if there was none.
    package mutating func remove(email: String) -> Bool {
        let rest = users.filter { $0.email != email.lowercased() }
        defer { self = UserDirectory(rest) }
        return rest.count < users.count
    }

    /// Returns the user with an e-mail address.
    package func user(email: String) -> UserRecord? { users.first { $0.email == email.lowercased() } }

    /// Returns the users as JSON, for the users file.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(users)
    }

    /// Returns the user with an e-mail address and password, if there is one.
    ///
    /// Each call computes one hash for every cost that occurs among the users, so that the time does not tell which
    /// addresses have an account. It blocks its thread meanwhile, so call it outside the cooperative pool.
    func authenticate(email: String, password: String) -> UserRecord? {
        let user = user(email: email)
        let hash = user.flatMap { PasswordHash($0.password) }
        var matches = false
        for decoy in decoys {
            if let hash, hash.cost == decoy.cost {
                matches = hash.matches(password)
            } else {
                _ = decoy.matches(password)
            }
        }
        return matches ? user : nil
    }
}

/// An error for a users file that cannot be used.
package struct UserDirectoryError: Error, CustomStringConvertible {
    /// The message for people.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
