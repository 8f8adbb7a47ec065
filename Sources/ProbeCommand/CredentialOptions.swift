//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport
import Probe

/// The options for the credentials of all users: files and the environment, never arguments, which every user of the
/// machine can see.
struct CredentialOptions: ParsableArguments {
    @OptionGroup private var firstUser: UserOptions<FirstUser>
    @OptionGroup private var secondUser: UserOptions<SecondUser>
    @OptionGroup private var operatorUser: UserOptions<Operator>

    /// Returns the first user's credentials; `nil` when none are given.
    func first() throws(ProbeFailure) -> Credentials? { try firstUser.credentials() }

    /// Returns the second user's credentials; `nil` when none are given.
    func second() throws(ProbeFailure) -> Credentials? { try secondUser.credentials() }

    /// Returns the operator's credentials; `nil` when none are given.
    func admin() throws(ProbeFailure) -> Credentials? { try operatorUser.credentials() }
}

/// A user of the deployment.
private protocol CredentialHolder: SendableMetatype {
    /// The user for messages, in the possessive: `the first user's`.
    static var owner: String { get }
    /// The prefix of option names.
    static var option: String { get }
    /// The prefix of variable names.
    static var variable: String { get }
}

private enum FirstUser: CredentialHolder {
    static let owner = "the first user's"
    static let option = ""
    static let variable = "SCAN_PROBE_"
}

private enum SecondUser: CredentialHolder {
    static let owner = "the second user's"
    static let option = "second-"
    static let variable = "SCAN_PROBE_SECOND_"
}

private enum Operator: CredentialHolder {
    static let owner = "the operator's"
    static let option = "admin-"
    static let variable = "SCAN_PROBE_ADMIN_"
}

/// The options for one user.
private struct UserOptions<Holder: CredentialHolder>: ParsableArguments {
    @Option(
        name: .customLong("\(Holder.option)email"),
        help: "\(Holder.owner.capitalizedFirst) e-mail; or \(Holder.variable)EMAIL."
    )
    var email: String?

    @Option(
        name: .customLong("\(Holder.option)password-file"),
        help: "A file with \(Holder.owner) password; or \(Holder.variable)PASSWORD."
    )
    var passwordFile: String?

    @Option(
        name: .customLong("\(Holder.option)token-file"),
        help: "A file with \(Holder.owner) token, instead of a login; or \(Holder.variable)TOKEN."
    )
    var tokenFile: String?

    func validate() throws {
        if tokenFile != nil, email != nil || passwordFile != nil {
            let option = Holder.option
            throw ValidationError("Give either --\(option)token-file or --\(option)email and --\(option)password-file.")
        }
    }

    /// Returns the user's credentials; options override the environment, and an e-mail a token.
    func credentials() throws(ProbeFailure) -> Credentials? {
        func environment(_ name: String) -> String? {
            ProcessInfo.processInfo.environment[Holder.variable + name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let tokenFile { return .token(try Self.secret(in: tokenFile)) }
        if self.email == nil, passwordFile == nil, let token = environment("TOKEN") { return .token(token) }
        let password = try passwordFile.map(Self.secret(in:)) ?? environment("PASSWORD")
        switch (self.email ?? environment("EMAIL"), password) {
        case (let email?, let password?):
            return .password(email: email, password: password)
        case (nil, nil):
            return nil
        case (_?, nil):
            throw ProbeFailure(
                .badCredentials,
                "an e-mail without a password: give --\(Holder.option)password-file or set \(Holder.variable)PASSWORD"
            )
        case (nil, _?):
            throw ProbeFailure(
                .badCredentials,
                "a password without an e-mail: give --\(Holder.option)email or set \(Holder.variable)EMAIL"
            )
        }
    }

    private static func secret(in file: String) throws(ProbeFailure) -> String {
        let text: String
        do { text = try BoundedFile.text(of: file, atMost: Credentials.largestFile) } catch {
            throw ProbeFailure(.badCredentials, "\(file) \(error.predicate())")
        }
        // Editors end a file with a line feed, which is not part of the secret.
        let secret = text.trimmed(\.isNewline)
        guard !secret.isEmpty else {
            throw ProbeFailure(.badCredentials, "\(file) is empty; it should hold the secret")
        }
        return secret
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
