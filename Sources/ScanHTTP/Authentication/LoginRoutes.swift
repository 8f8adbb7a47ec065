//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOPosix
import ScanCore

/// The login route.
///
/// Source: `Conformance/Contract/api.md#login`.
struct LoginRoutes {
    let users: UserDirectory
    let issuer: TokenIssuer
    let limiter: any RateLimiter
    let quota: Quota
    /// The thread pool for scrypt, which is slow on purpose.
    let threads: NIOThreadPool

    func add(to group: RouterGroup<APIContext>) {
        group.route("login", [.post: login])
    }

    @Sendable private func login(_ request: Request, context: APIContext) async throws -> Response {
        let members = try await JSONValue.object(of: request, context: context)
        let (email, password) = try credentials(in: members)
        if case .refused(let delay) = try await limiter.admit(subject(of: email), quota: quota) {
            throw APIError.tooMany(retryAfter: delay)
        }
        let user = try await threads.runIfActive { users.authenticate(email: email, password: password) }
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

    /// Returns the key of the login rate limit: a digest, since an e-mail address may hold any character.
    private func subject(of email: String) -> String {
        let digest = SHA256.hash(data: Array(email.lowercased().utf8)).prefix(16)
        return "login:" + digest.map { String($0, radix: 16) }.joined()
    }
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
        self.accessToken = token
        self.expiresIn = Int(lifetime.seconds)
        self.userId = user.id.description
        self.role = user.role
        self.user = User(id: user.id.description, email: user.email, role: user.role)
    }
}
