//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Foundation
import Probe

/// Where the credentials of all users come from: files and the environment, never arguments, which every user of the
/// machine can see.
struct CredentialOptions: ParsableArguments {
    @Option(help: "The first user's e-mail; or SCAN_PROBE_EMAIL.")
    var email: String?

    @Option(help: "A file with the first user's password; or SCAN_PROBE_PASSWORD.")
    var passwordFile: String?

    @Option(help: "A file with a token for the first user, instead of a login; or SCAN_PROBE_TOKEN.")
    var tokenFile: String?

    @Option(help: "The second user's e-mail; or SCAN_PROBE_SECOND_EMAIL.")
    var secondEmail: String?

    @Option(help: "A file with the second user's password; or SCAN_PROBE_SECOND_PASSWORD.")
    var secondPasswordFile: String?

    @Option(help: "A file with a token for the second user; or SCAN_PROBE_SECOND_TOKEN.")
    var secondTokenFile: String?

    @Option(help: "The operator's e-mail, for the calls that are for operators only; or SCAN_PROBE_ADMIN_EMAIL.")
    var adminEmail: String?

    @Option(help: "A file with the operator's password; or SCAN_PROBE_ADMIN_PASSWORD.")
    var adminPasswordFile: String?

    @Option(help: "A file with a token for the operator; or SCAN_PROBE_ADMIN_TOKEN.")
    var adminTokenFile: String?

    func validate() throws {
        if self.tokenFile != nil, self.email != nil || self.passwordFile != nil {
            throw ValidationError("Give either --token-file or --email and --password-file.")
        }
        if self.secondTokenFile != nil, self.secondEmail != nil || self.secondPasswordFile != nil {
            throw ValidationError("Give either --second-token-file or --second-email and --second-password-file.")
        }
        if self.adminTokenFile != nil, self.adminEmail != nil || self.adminPasswordFile != nil {
            throw ValidationError("Give either --admin-token-file or --admin-email and --admin-password-file.")
        }
    }

    /// How the first user is let in; `nil` when nothing was given.
    func first() throws(ProbeFailure) -> Credentials? {
        try Self.resolve(
            email: self.email,
            passwordFile: self.passwordFile,
            tokenFile: self.tokenFile,
            option: "--",
            variable: "SCAN_PROBE_"
        )
    }

    /// How the second user is let in; `nil` when nothing was given.
    func second() throws(ProbeFailure) -> Credentials? {
        try Self.resolve(
            email: self.secondEmail,
            passwordFile: self.secondPasswordFile,
            tokenFile: self.secondTokenFile,
            option: "--second-",
            variable: "SCAN_PROBE_SECOND_"
        )
    }

    /// How the operator is let in; `nil` when nothing was given.
    func admin() throws(ProbeFailure) -> Credentials? {
        try Self.resolve(
            email: self.adminEmail,
            passwordFile: self.adminPasswordFile,
            tokenFile: self.adminTokenFile,
            option: "--admin-",
            variable: "SCAN_PROBE_ADMIN_"
        )
    }

    /// Options go before the environment, and an e-mail before a token.
    private static func resolve(
        email: String?,
        passwordFile: String?,
        tokenFile: String?,
        option: String,
        variable: String
    ) throws(ProbeFailure) -> Credentials? {
        func environment(_ name: String) -> String? {
            ProcessInfo.processInfo.environment[variable + name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let tokenFile { return .token(try self.secret(in: tokenFile)) }
        if email == nil, passwordFile == nil, let token = environment("TOKEN") { return .token(token) }
        let password = try passwordFile.map(self.secret(in:)) ?? environment("PASSWORD")
        switch (email ?? environment("EMAIL"), password) {
        case (let email?, let password?):
            return .password(email: email, password: password)
        case (nil, nil):
            return nil
        case (_?, nil):
            throw ProbeFailure(
                .badCredentials,
                "an e-mail without a password: give \(option)password-file or set \(variable)PASSWORD"
            )
        case (nil, _?):
            throw ProbeFailure(
                .badCredentials,
                "a password without an e-mail: give \(option)email or set \(variable)EMAIL"
            )
        }
    }

    private static func secret(in file: String) throws(ProbeFailure) -> String {
        guard let text = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else {
            throw ProbeFailure(.badCredentials, "\(file) cannot be read; check that the file exists and may be read")
        }
        // Editors end a file with a line feed, which is no part of the secret.
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.isEmpty else {
            throw ProbeFailure(.badCredentials, "\(file) is empty; it should hold the secret")
        }
        return secret
    }
}
