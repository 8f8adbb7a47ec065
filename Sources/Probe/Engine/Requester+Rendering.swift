//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// The filling in of requests, from the profile and the values that were captured.
extension Requester {
    /// Fills in a planned request; not again where that was done for the poll before.
    func fill(
        _ planned: PlannedRequest,
        _ call: Profile.Endpoint,
        _ captured: [String: CapturedValue]
    ) throws(CallProblem) -> RepeatedPoll.Filled {
        if let known = planned.repeated?.filled(with: captured, token: planned.token) { return known }
        let rendered = try render(planned, call, captured)
        var request = self.request(planned, call, rendered)
        request.check()
        let filled = RepeatedPoll.Filled(captured: captured, token: planned.token, call: rendered, request: request)
        if let repeated = planned.repeated, !call.isMadeAnew { repeated.keep(filled) }
        return filled
    }

    /// Fills in a planned request.
    func render(
        _ planned: PlannedRequest,
        _ call: Profile.Endpoint,
        _ captured: [String: CapturedValue]
    ) throws(CallProblem) -> RenderedCall {
        var call = call
        if let query = planned.query {
            call.query = call.query.filter { field in !query.contains { $0.name == field.name } } + query
        }
        // Bad input, and the credentials of a login, stand in for what the profile describes.
        if planned.intent.isBadInput || planned.operation == .login { call.body = nil }
        if planned.url != nil {
            // An address has its own path and query; the rest is that of the call.
            call.address = nil
            call.path = "/"
            call.query = planned.query ?? []
        }
        var rendered = try renderer.render(
            call,
            jobID: planned.jobID,
            captured: captured,
            fresh: planned.fresh ?? freshValues(),
            body: planned.body
        )
        if let url = planned.url {
            let query = rendered.url.split(separator: "?", maxSplits: 1).dropFirst().first
            rendered.url = query.map { AddressText.append(String($0), to: url) } ?? url
        }
        if planned.intent.isBadInput || planned.operation == .login {
            rendered.body = planned.body
            rendered.mediaType = planned.mediaType ?? "application/json"
        }
        // It is not sent, and a history records what is.
        rendered.url = AddressText.withoutFragment(rendered.url)
        return rendered
    }

    /// Fills in a login.
    func render(
        _ login: Profile.Endpoint,
        email: String,
        password: String,
        _ fresh: FreshValues
    ) throws -> RenderedCall {
        var values: [String: CapturedValue] = [:]
        for (name, text) in [("email", email), ("user", email), ("password", password)] {
            values[name] = CapturedValue(text: text, base: target.description)
        }
        do {
            return try renderer.render(login, jobID: nil, captured: values, fresh: fresh)
        } catch {
            throw ProbeFailure(
                .badCredentials,
                "the login cannot be sent: a header cannot carry the name or the password"
            )
        }
    }

    /// Returns the request of a call as it is sent.
    func request(
        _ planned: PlannedRequest,
        _ call: Profile.Endpoint,
        _ rendered: RenderedCall
    ) -> TransportRequest {
        var request = TransportRequest(
            method: planned.method ?? call.method,
            url: rendered.url,
            headers: headers(of: planned, call, rendered),
            body: rendered.body,
            timeout: timeout,
            freshConnection: planned.freshConnection
        )
        if let token = planned.token, case .query(let name) = profile.access.carrier, renderer.isOwn(rendered.url) {
            request.url = AddressText.append(
                "\(AddressText.escape(name))=\(AddressText.escape(token))",
                to: request.url
            )
        }
        return request
    }

    private func headers(
        of planned: PlannedRequest,
        _ call: Profile.Endpoint,
        _ rendered: RenderedCall
    ) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [("Accept", "application/json"), ("User-Agent", ProbeTool.name)]
        if rendered.body != nil {
            headers.append(("Content-Type", planned.contentType ?? rendered.mediaType ?? "application/json"))
        }
        if !rendered.headers.isEmpty {
            // The media type of bad input is sent whatever the profile says.
            let special = rendered.headers.filter {
                $0.key.lowercased() != "content-type" || planned.contentType == nil
            }
            headers.removeAll { usual in special.keys.contains { $0.lowercased() == usual.name.lowercased() } }
            headers += special.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        }
        if let cookies = planned.cookies { headers.append(("Cookie", cookies)) }
        if let basic = planned.basic { headers.append(("Authorization", "Basic \(basic)")) }
        if let token = planned.token, renderer.isOwn(rendered.url) {
            switch profile.access.carrier {
            case .header(let name, let value):
                headers.append((name, value.replacingBytes(of: "{token}", with: token)))
            case .basic: headers.append(("Authorization", "Basic \(token)"))
            case .cookie(let name): headers.append(("Cookie", "\(name)=\(token)"))
            case .query: break
            }
        }
        return headers
    }

    /// The header fields that the history shows: the media type of bad input, and the names of cookies.
    func shownHeaders(of planned: PlannedRequest) -> [String: String]? {
        var shown: [String: String] = [:]
        shown["content-type"] = planned.contentType
        shown["cookie"] = planned.cookies.map { cookies in
            CookieField.pairs(in: cookies, separator: ";").map { "\($0.name)=\(Redactor.mask)" }.joined(separator: "; ")
        }
        return shown.isEmpty ? nil : shown
    }
}
