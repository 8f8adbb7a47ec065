//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Probe
import ProbeHistory
import Synchronization

/// The sender of an exploration's requests.
final class Caller: Sendable {
    private struct State {
        var use: TokenUse
        var calls: [SeenCall] = []
    }

    let target: Target
    private let transport: any Transport
    private let token: String?
    private let headers: [(name: String, value: String)]
    let tell: @Sendable (String) -> Void
    private let state: Mutex<State>
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    init(
        target: Target,
        transport: any Transport,
        token: String?,
        use: TokenUse?,
        headers: [(name: String, value: String)],
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.target = target
        self.transport = transport
        self.token = token
        self.headers = headers
        self.tell = tell
        state = Mutex(State(use: use ?? .bearer))
        start = clock.now
    }

    /// The way in which the token is sent; absent without a token.
    var tokenUse: TokenUse? { token == nil ? nil : state.withLock { $0.use } }

    /// The seconds since the exploration began.
    var now: Double {
        Double(start.duration(to: clock.now).components.seconds) + Double(
            start.duration(to: clock.now).components.attoseconds
        ) / 1e18
    }

    /// Sends a request, and the token in the way that the deployment accepts.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - reference: A path with its query, or an absolute address.
    ///   - body: The body.
    ///   - contentType: Its media type.
    ///   - isQuiet: True for one of many attempts, of which only the successful one is told.
    /// - Returns: The call with its answer.
    /// - Throws: ``ProbeFailure`` where the deployment does not answer.
    func send(
        _ method: String,
        _ reference: String,
        body: String? = nil,
        contentType: String? = nil,
        isQuiet: Bool = false
    ) async throws -> SeenCall {
        var call = try await exchange(method, reference, body, contentType)
        if [401, 403].contains(call.status), token != nil, state.withLock({ $0.use }) == .bearer {
            for use in TokenUse.others {
                state.withLock { $0.use = use }
                let other = try await exchange(method, reference, body, contentType)
                guard [401, 403].contains(other.status) else {
                    call = other
                    break
                }
                state.withLock { $0.use = .bearer }
            }
        }
        if !isQuiet { tell(call.line) }
        return call
    }

    private func exchange(
        _ method: String,
        _ reference: String,
        _ body: String?,
        _ contentType: String?
    ) async throws -> SeenCall {
        let url = reference.hasPrefix("/") ? target.description + reference : reference
        var fields: [(name: String, value: String)] = [("Accept", "application/json"), ("User-Agent", ProbeTool.name)]
        if let contentType, body != nil { fields.append(("Content-Type", contentType)) }
        fields.removeAll { usual in headers.contains { $0.name.lowercased() == usual.name.lowercased() } }
        fields += headers
        let use = state.withLock { $0.use }
        if let token { fields.append((use.name, use.value.replacingBytes(of: "{token}", with: token))) }
        var request = TransportRequest(
            method: method,
            url: url,
            headers: fields,
            body: body,
            timeout: .seconds(30),
            freshConnection: true
        )
        request.beginTrace()
        switch await transport.exchange(request, mark: { _ in }).result {
        case .success(let reply):
            return SeenCall(
                method: method,
                url: url,
                requestHeaders: headers,
                requestBody: body,
                status: reply.status,
                headers: reply.headers,
                body: reply.body,
                time: now
            )
        case .failure(let failure):
            throw ProbeFailure(
                failure.kind == .tls ? .tls : .unreachable,
                "\(url) cannot be reached: \(failure.message); is the deployment running and the address right?"
            )
        }
    }

    /// Waits for a number of seconds.
    func wait(_ seconds: Double) async throws { try await clock.sleep(for: .seconds(seconds)) }

    /// Returns the path and query of an address in an answer; `nil` for one of another origin.
    func reference(of link: String, in answer: SeenCall) -> String? {
        guard let base = URL(string: answer.url), let resolved = URL(string: link, relativeTo: base)?.absoluteURL,
            let parts = URLComponents(url: resolved, resolvingAgainstBaseURL: true),
            let own = URLComponents(string: target.description), parts.hasOrigin(of: own)
        else { return nil }
        let folder = own.percentEncodedPath
        let reference = parts.reference
        return reference.hasPrefix(folder) ? String(reference.dropFirst(folder.count)) : nil
    }
}
