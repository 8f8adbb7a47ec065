//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

/// The sign-in of a user.
struct SignIn: Sendable {
    let requester: Requester
    let readiness: Readiness
    let seed: UInt64

    /// Signs a user in, or uses the given token.
    ///
    /// - Throws: ``ProbeFailure`` with advice, `CancellationError`.
    func session(for credentials: Credentials?, user: Event.User) async throws -> Session {
        switch credentials {
        case .token(let token):
            guard Self.fitsIntoHeader(token) else {
                throw ProbeFailure(
                    .badCredentials,
                    "the token has a line break or another control character, which no header can carry: does the file"
                        + " or the variable hold more than the token?"
                )
            }
            return try await take(Self.form(token, for: requester.profile.access), user)
        case .password(let email, let password):
            if requester.profile.access.carrier == .basic, requester.profile.login == nil {
                requester.redactor.learn(password: password)
                return try await take(Self.basic(email, password), user)
            }
            guard let login = requester.profile.login else {
                throw ProbeFailure(
                    .badCredentials,
                    "the profile `\(requester.profile.name)` has no login: give a token, or no credentials"
                )
            }
            requester.redactor.learn(password: password)
            return try await signIn(login, email: email, password: password, user: user)
        case nil:
            guard requester.profile.login == nil else {
                throw ProbeFailure(
                    .badCredentials,
                    "credentials are missing: set SCAN_PROBE_EMAIL and SCAN_PROBE_PASSWORD, or give --email and"
                        + " --password-file, or --token-file"
                )
            }
            if user == .first { try await readiness.await(token: nil, seed: seed) }
            return Session()
        }
    }

    /// Uses a token that needs no login.
    private func take(_ token: String, _ user: Event.User) async throws -> Session {
        requester.redactor.learn(token)
        if user == .first { try await readiness.await(token: token, seed: seed) }
        return Session(token: token)
    }

    /// A name and a password as a header has them.
    ///
    /// Source: RFC 7617 §2.
    private static func basic(_ name: String, _ password: String) -> String {
        Data("\(name):\(password)".utf8).base64EncodedString()
    }

    /// A given token as it is sent: with Basic it may be written as name and password.
    private static func form(_ token: String, for access: Profile.TokenScheme) -> String {
        guard access.carrier == .basic, token.contains(":") else { return token }
        return Data(token.utf8).base64EncodedString()
    }

    private func signIn(
        _ login: Profile.Login,
        email: String,
        password: String,
        user: Event.User
    ) async throws -> Session {
        let fresh = requester.freshValues()
        let shown = try requester.render(login.endpoint, email: email, password: Redactor.mask, fresh)
        let secret = try requester.render(login.endpoint, email: email, password: password, fresh)
        var planned = PlannedRequest(operation: .login, user: user, body: secret.body, shownBody: shown.body)
        planned.mediaType = secret.mediaType
        if login.isBasic { planned.basic = Self.basic(email, password) }
        let (event, rawBody) = try await readiness.send(planned)
        guard let response = event.outcome.response else { throw Self.failure(event) }
        guard login.endpoint.accepts.contains(response.status) else {
            throw Redirection.failure(event, target: requester.target)
                ?? Self.refusal(event, response, email: email)
        }
        let answer = Answer(body: rawBody ?? "", headers: response.headers)
        guard let token = login.token.first(in: answer, as: \.string), !token.isEmpty else {
            let places = login.token.map { "`\($0)`" }.joined(separator: ", ")
            throw ProbeFailure(
                .loginRefused,
                "\(event.url) answered \(response.status) without a token at \(places): is this the right address and profile?"
            )
        }
        guard Self.fitsIntoHeader(token), token.utf8.count <= ReadingLimits.token else {
            throw ProbeFailure(
                .loginRefused,
                "\(event.url) answered \(response.status) with a token that no header can carry"
            )
        }
        requester.redactor.learn(token)
        return Session(token: token, userID: login.userID.first(in: answer, as: Interpreter.id))
    }

    /// Returns true if a header can carry a token: RFC 9110 §5.5 forbids controls.
    private static func fitsIntoHeader(_ token: String) -> Bool {
        token.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// Returns the failure for a request without a response.
    static func failure(_ event: Event) -> ProbeFailure {
        guard case .unanswered(let failure) = event.outcome else {
            return ProbeFailure(.unreachable, "\(event.url) did not answer")
        }
        switch failure.kind {
        case .tls:
            return ProbeFailure(
                .tls,
                "\(event.url) cannot be reached securely: \(failure.message); --cacert FILE adds an authority to trust"
            )
        case .harness, .foreignOrigin:
            return ProbeFailure(.unreachable, "\(event.url) could not be asked: \(failure.message)")
        case .unreachable, .connectionLost, .timedOut, .notHTTP:
            return ProbeFailure(
                .unreachable,
                "\(event.url) cannot be reached: \(failure.message); is the deployment running and the address right?"
            )
        }
    }

    private static func refusal(_ event: Event, _ response: Response, email: String) -> ProbeFailure {
        switch response.status {
        case 400, 401, 403, 422:
            ProbeFailure(
                .loginRefused,
                "\(event.url) refused \(email) with \(response.status): check the e-mail and the password"
            )
        case 404, 405:
            ProbeFailure(
                .loginRefused,
                "\(event.url) answered \(response.status), there is no login here: check the address and the profile"
            )
        case 429:
            ProbeFailure(
                .loginRefused,
                "\(event.url) answered 429, too many logins: wait\(Self.time(asked: response)) and try again"
            )
        default:
            ProbeFailure(
                .loginRefused,
                "\(event.url) answered \(response.status) to the login: is the deployment healthy?"
            )
        }
    }

    /// Returns the time to wait as the response has it, in words.
    private static func time(asked response: Response) -> String {
        guard let delay = RetryAfter.delay(in: response.headers, now: .now) else { return "" }
        return " \(max(1, delay.components.seconds)) s"
    }
}
