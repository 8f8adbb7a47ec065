//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

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
            requester.redactor.learn(token)
            if user == .first { try await readiness.await(token: token, seed: seed) }
            return Session(token: token)
        case .password(let email, let password):
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

    private func signIn(
        _ login: Profile.Login,
        email: String,
        password: String,
        user: Event.User
    ) async throws -> Session {
        let planned = PlannedRequest(
            operation: .login,
            user: user,
            body: Self.fill(login.body, email: email, password: password),
            shownBody: Self.fill(login.body, email: email, password: Redactor.mask)
        )
        let (event, rawBody) = try await readiness.send(planned)
        guard let response = event.outcome.response else { throw Self.failure(event) }
        guard login.endpoint.accepts.contains(response.status) else {
            throw Redirection.failure(event, target: requester.target)
                ?? Self.refusal(event, response, email: email)
        }
        guard let value = rawBody.flatMap(JSONValue.init(parsing:)),
            let token = login.token.first(in: value, as: \.string), !token.isEmpty
        else {
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
        return Session(token: token, userID: login.userID.first(in: value) { $0.string ?? $0.int.map(String.init) })
    }

    /// Returns true if a header can carry a token: RFC 9110 §5.5 forbids controls.
    private static func fitsIntoHeader(_ token: String) -> Bool {
        token.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func fill(_ template: JSONValue, email: String, password: String) -> String {
        func filled(_ value: JSONValue) -> JSONValue {
            switch value {
            case .string("{email}"): .string(email)
            case .string("{password}"): .string(password)
            case .object(let members): .object(members.mapValues(filled))
            case .array(let elements): .array(elements.map(filled))
            default: value
            }
        }
        return filled(template).canonicalText
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
        case .harness:
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
            ProbeFailure(.loginRefused, "\(event.url) answered 429, too many logins: wait and try again")
        default:
            ProbeFailure(
                .loginRefused,
                "\(event.url) answered \(response.status) to the login: is the deployment healthy?"
            )
        }
    }
}
