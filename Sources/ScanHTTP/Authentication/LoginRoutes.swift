//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import KitSupport
import NIOPosix
package import ScanCore

/// The login route.
///
/// Source: `Conformance/Contract/api.md#login`.
struct LoginRoutes {
    let users: CurrentUsers
    let issuer: TokenIssuer
    let limiter: any RateLimiter
    let quotas: LoginQuotas
    let checks: PasswordChecks
    /// The thread pool for scrypt, which is slow on purpose.
    let threads: NIOThreadPool

    func add(to group: RouterGroup<APIContext>) {
        group.route("login", [.post: login])
    }

    @Sendable private func login(_ request: Request, context: APIContext) async throws -> Response {
        let members = try await JSONValue.object(of: request, context: context)
        let (email, password) = try credentials(in: members)
        // The client is counted first, so that invented e-mail addresses count against its limit, too.
        try await admit("login-from:" + digest(of: context.client.description), quota: quotas.perClient)
        try await admit("login:" + digest(of: email.lowercased()), quota: quotas.perEmail)
        let users = users.directory
        let user = try await checks.pass(from: context.client.description) {
            try await threads.runIfActive { users.authenticate(email: email, password: password) }
        }
        guard let user else { throw APIError.wrongCredentials }
        let token = try await issuer.token(for: Principal(user: user.id, role: user.role))
        return try Response.json(LoginBody(user, token: token, lifetime: issuer.lifetime))
    }

    private func credentials(in members: [String: JSONValue]) throws -> (email: String, password: String) {
        var problems: [APIError.Detail] = []
        func text(_ name: String) -> String {
            if case .string(let text) = members[name], !text.isEmpty, text.utf8.count <= 1024 { return text }
            problems.append(.init(loc: ["body", name], msg: "must be a string of 1 to 1024 bytes"))
            return ""
        }
        let credentials = (text("email"), text("password"))
        guard problems.isEmpty else { throw APIError.invalid(problems) }
        return credentials
    }

    private func admit(_ subject: String, quota: Quota) async throws {
        if case .refused(let delay) = try await limiter.admit(subject, quota: quota) {
            throw APIError.tooMany(retryAfter: delay)
        }
    }

    /// Returns the digest of an address, which stands for it in the keys of the rate limiter.
    private func digest(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(16).hexadecimal
    }
}

/// The rate limits of logins, shared by all workers.
package struct LoginQuotas: Sendable, Hashable, Codable {
    /// The limit for one e-mail address.
    package var perEmail = Quota(limit: 30, window: .seconds(60))
    /// The limit for one client address with any e-mail addresses.
    package var perClient = Quota(limit: 120, window: .seconds(60))

    /// Creates the default limits.
    package init() {}
}

/// The response to a login.
private struct LoginBody: Encodable {
    struct User: Encodable {
        let id: String
        let email: String
        let role: Role
    }

    let accessToken: String
    let tokenType = "bearer"
    let expiresIn: Int
    let userId: String
    let role: Role
    let user: User

    init(_ user: UserRecord, token: String, lifetime: Duration) {
        accessToken = token
        expiresIn = Int(lifetime.seconds)
        userId = user.id.description
        role = user.role
        self.user = User(id: user.id.description, email: user.email, role: user.role)
    }
}
