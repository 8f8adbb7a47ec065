//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A call with its values filled in.
struct RenderedCall: Sendable, Hashable {
    /// The absolute URL.
    var url: String
    /// The header fields that the profile describes.
    var headers: [String: String]
    /// The body; absent when none is sent.
    var body: String?
    /// The media type of the body.
    var mediaType: String?
}

/// A reason that a call cannot be sent.
enum CallProblem: Error, Hashable {
    /// A value that no answer gave.
    case missing(String)
    /// An address of an origin that is not allowed.
    case foreign(address: String, origin: String)
    /// A text that is no address.
    case noAddress(String)

    /// The reason for people.
    var message: String {
        switch self {
        case .missing(let name): "not sent: no answer gave a value for `{\(name)}`"
        case .foreign(_, let origin): "not followed: the address leads to another origin, \(origin)"
        case .noAddress: "not followed: this is no address"
        }
    }
}

/// The filling in of calls.
///
/// An object, since a profile has hundreds of members: whoever holds one copies a reference.
final class CallRenderer: Sendable {
    let target: Target
    let profile: Profile

    init(target: Target, profile: Profile) {
        self.target = target
        self.profile = profile
    }

    /// Fills in a call.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - jobID: The job's id.
    ///   - captured: The captured values of the job.
    ///   - fresh: The values that are made for this request.
    ///   - body: A body instead of the described one, which may have placeholders too.
    /// - Returns: The rendered call.
    /// - Throws: ``CallProblem`` when a value is missing.
    func render(
        _ call: Profile.Endpoint,
        jobID: String?,
        captured: [String: CapturedValue],
        fresh: FreshValues,
        body: String? = nil
    ) throws(CallProblem) -> RenderedCall {
        func value(_ name: String) -> String? {
            fresh[name] ?? (name == "job_id" ? jobID : nil) ?? captured[name]?.text
        }
        do {
            var rendered = RenderedCall(
                url: try url(of: call, jobID: jobID, captured: captured, value: value),
                headers: [:]
            )
            for field in call.query {
                let text = try CallText.fill(field.value, in: .parameter, value: value)
                rendered.url = AddressText.append("\(AddressText.escape(field.name))=\(text)", to: rendered.url)
            }
            for (name, text) in call.headers {
                rendered.headers[name] = try CallText.fill(text, in: .header, value: value)
            }
            try fillBody(of: call, instead: body, into: &rendered, value: value)
            return rendered
        } catch let problem as CallProblem {
            throw problem
        } catch let missing as CallText.MissingValue {
            throw .missing(missing.name)
        } catch {
            throw .noAddress("")
        }
    }

    private func url(
        of call: Profile.Endpoint,
        jobID: String?,
        captured: [String: CapturedValue],
        value: (String) -> String?
    ) throws -> String {
        if let name = call.address {
            guard let captured = captured[name] ?? jobID.map({ CapturedValue(text: $0, base: target.description) })
            else { throw CallProblem.missing(name) }
            return try follow(captured.text, from: captured.base)
        }
        if call.path == "{+job_id}" { return target.url(path: call.path, basePath: profile.basePath, jobID: jobID) }
        // Without an id, as for a readiness probe, the place of the id stays empty.
        let path = try CallText.fill(call.path, in: .path) { value($0) ?? ($0 == "job_id" ? "" : nil) }
        return target.url(path: path, basePath: profile.basePath)
    }

    private func fillBody(
        of call: Profile.Endpoint,
        instead body: String?,
        into rendered: inout RenderedCall,
        value: (String) -> String?
    ) throws {
        switch call.body {
        case .json(let text):
            rendered.body = try CallText.fill(text, in: .json, known: isKnown, value: value)
            rendered.mediaType = "application/json"
        case .form(let fields):
            rendered.body = try fields.map { field in
                "\(AddressText.escape(field.name))=\(try CallText.fill(field.value, in: .parameter, value: value))"
            }.joined(separator: "&")
            rendered.mediaType = "application/x-www-form-urlencoded"
        case .text(let text):
            rendered.body = try CallText.fill(text, in: .plain, known: isKnown, value: value)
            rendered.mediaType = "text/plain; charset=utf-8"
        case nil:
            guard let body, !body.isEmpty else { return }
            rendered.body = try CallText.fill(body, in: .json, known: { _ in false }, value: value)
            rendered.mediaType = "application/json"
        }
    }

    /// Returns true for a name that the profile captures, so that a body needs its value.
    private func isKnown(_ name: String) -> Bool {
        name == "job_id" || profile.namedCalls.contains { $0.call.captures.contains { $0.name == name } }
    }

    /// Resolves an address of an answer.
    ///
    /// - Throws: ``CallProblem`` when it is none, or leads to an origin that is not allowed.
    func follow(_ address: String, from url: String) throws(CallProblem) -> String {
        guard let resolved = Link.resolve(address, from: url) else { throw .noAddress(address) }
        if isOwn(resolved) { return resolved }
        guard let origin = Link.origin(of: resolved) else { throw .noAddress(address) }
        guard profile.origins.contains(where: { Link.haveSameOrigin($0, resolved) }) else {
            throw .foreign(address: resolved, origin: origin)
        }
        return resolved
    }

    /// Returns true for an address of the deployment itself, to which the token may go.
    func isOwn(_ url: String) -> Bool { Link.haveSameOrigin(url, target.description) }
}
