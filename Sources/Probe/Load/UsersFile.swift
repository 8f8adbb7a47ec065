//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// A file of many users: one a line, an e-mail and a password, or a token.
public enum UsersFile {
    /// Reads the users of a file.
    ///
    /// - Parameter path: The file: `E-MAIL PASSWORD` or `TOKEN` in each line; empty lines and those after `#` do not count.
    /// - Returns: The users' credentials, at least one.
    /// - Throws: ``ProbeFailure`` in one line that names the line.
    public static func read(_ path: String) throws(ProbeFailure) -> [Credentials] {
        let text: String
        do { text = try BoundedFile.text(of: path, atMost: 64 << 20) } catch {
            throw ProbeFailure(.badCredentials, "\(path) \(error.predicate())")
        }
        return try users(text, path: path)
    }

    static func users(_ text: String, path: String) throws(ProbeFailure) -> [Credentials] {
        var users: [Credentials] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            switch words.count {
            case 1: users.append(.token(String(first)))
            case 2: users.append(.password(email: String(first), password: String(words[1])))
            default:
                throw ProbeFailure(
                    .badCredentials,
                    "\(path):\(index + 1): a line is an e-mail and a password, or a token, with spaces between them only"
                )
            }
        }
        guard !users.isEmpty else {
            throw ProbeFailure(
                .badCredentials,
                "\(path) has no users: one a line, an e-mail and a password, or a token"
            )
        }
        return users
    }
}
