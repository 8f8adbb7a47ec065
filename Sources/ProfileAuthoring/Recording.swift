//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
public import Probe
import ProbeHistory

/// A recording of a browser's tools (HAR 1.2) in which somebody began a job and watched it.
public struct Recording: Sendable {
    private let document: Document
    private let calls: [SeenCall]
    private let origin: URLComponents?

    /// Reads a recording.
    ///
    /// - Parameters:
    ///   - document: The recording.
    ///   - target: The deployment, to which calls are limited; that of the first call that begins a job otherwise.
    public init(_ document: Document, target: String? = nil) {
        self.document = document
        calls = (document.value["log"]?["entries"]?.array ?? []).compactMap(SeenCall.init(entry:))
        origin = target.flatMap { URLComponents(string: $0) }
    }

    /// The address of the deployment.
    ///
    /// - Throws: ``ProbeFailure`` when no call begins a job.
    public func target() throws(ProbeFailure) -> String {
        let begin = try find().begin
        guard let parts = URLComponents(string: begin.url), let scheme = parts.scheme, let host = parts.host else {
            throw ProbeFailure(.badProfile, "\(document.name) has a call without an address")
        }
        return "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")"
    }

    /// Describes what was recorded.
    ///
    /// - Parameter name: The profile's name.
    /// - Returns: The profile.
    /// - Throws: ``ProbeFailure`` when there is no job in the recording, or not all of it.
    public func draft(named name: String) throws(ProbeFailure) -> ProfileDraft {
        let (begin, finding, all) = try find()
        // Workers that share nothing deny a job by turns, and may do so last.
        let found = all.filter { $0.status != 404 }
        let polls = found.isEmpty ? all : found
        guard let last = polls.last, let state = StateReading.find(in: polls) ?? StateReading.sign(in: polls) else {
            throw ProbeFailure(
                .badProfile,
                "\(document.name) begins a job with \(begin.line), and no later answer tells its state: record it until its end"
            )
        }
        let reference = last.reference
        let ids = Finding.ids(in: begin)
        let place: StatusPlace =
            StatusPlace.path(finding, reference: reference, ids: ids) ?? .address(finding)
        let (results, read) = self.results(place, polls, state, after: begin)
        var seen = Exploration(begins: [begin], place: place, polls: polls, state: state, results: results, read: read)
        seen.tokenUse = Self.tokenUse(begin)
        let call = Beginning.Call(method: begin.method, path: begin.reference)
        return ProfileDraft(seen, beginning: Beginning(calls: [call], body: begin.requestBody), name: name)
    }

    /// Finds the call that began a job, the value that led on, and the polls.
    private func find() throws(ProbeFailure) -> (begin: SeenCall, finding: Finding, polls: [SeenCall]) {
        for (index, call) in calls.enumerated() where call.isSuccess && call.method != "OPTIONS" && isWithin(call) {
            guard call.method != "GET" || call.status == 202 else { continue }
            let later = calls[(index + 1)...].filter { $0.method == "GET" && !$0.isPage && isWithin($0) }
            for finding in Finding.addresses(in: call) + Finding.ids(in: call) {
                let isAddress = Finding.isAddress(finding.text)
                let path =
                    isAddress
                    ? URLComponents(string: finding.text)?.reference ?? finding.text : AddressText.escape(finding.text)
                let about = later.filter { isAddress ? $0.reference == path : $0.url.contains(path) }
                let groups = Dictionary(grouping: about) { $0.url }
                // The address that is asked most is that of the status.
                guard let polls = groups.values.max(by: { $0.count < $1.count }), polls.count > 1 else { continue }
                return (call, finding, polls)
            }
        }
        throw ProbeFailure(
            .badProfile,
            "\(document.name) has no call that begins a job and is followed by polls with an id or address from its answer"
        )
    }

    private func isWithin(_ call: SeenCall) -> Bool {
        guard let origin else { return true }
        return URLComponents(string: call.url)?.hasOrigin(of: origin) == true
    }

    /// Finds the results among the later calls, or in the last poll.
    private func results(
        _ place: StatusPlace,
        _ polls: [SeenCall],
        _ state: StateReading,
        after begin: SeenCall
    ) -> (ResultsPlace, SeenCall?) {
        let inline = ResultsPlace.inline(in: polls, state: state, id: place.id)
        if let id = place.id, let end = polls.first(where: { state.meaning(of: $0)?.isFinal == true }) ?? polls.last {
            let escaped = AddressText.escape(id)
            let read = calls.last { call in
                call.method == "GET" && call.isSuccess && call.url != end.url && call.url.contains(escaped)
                    && call.time >= end.time
            }
            if let read,
                case .path(let path, _) = StatusPlace.path(
                    Finding(source: .header("location"), text: read.reference),
                    reference: read.reference,
                    ids: [Finding(source: .header("location"), text: id)]
                )
            {
                return (.path(path), read)
            }
        }
        if case .status = state.kind, inline.first?.isStrong != true { return (.whole, nil) }
        let member = inline.first?.place ?? ResultsPlace.leftOver(in: polls, state: state)
        return (member.map { .inline($0) } ?? .whole, nil)
    }

    private static func tokenUse(_ call: SeenCall) -> TokenUse? {
        for (name, value) in call.requestHeaders {
            let name = name.lowercased()
            if name == "authorization", let space = value.firstIndex(of: " ") {
                return TokenUse("Authorization: \(value[..<space]) {token}")
            }
            if name.contains("api-key") || name.contains("token") { return TokenUse("\(name): {token}") }
        }
        return nil
    }
}

extension SeenCall {
    /// Reads an entry of a recording; returns `nil` for one without an answer.
    fileprivate init?(entry: JSONValue) {
        guard let request = entry["request"], let response = entry["response"], let method = request["method"]?.string,
            let url = request["url"]?.string, let status = response["status"]?.int, status > 0
        else { return nil }
        func fields(_ value: JSONValue?) -> [(name: String, value: String)] {
            (value?.array ?? []).compactMap { field in
                field["name"]?.string.flatMap { name in field["value"]?.string.map { (name, $0) } }
            }
        }
        var body = response["content"]?["text"]?.string ?? ""
        if response["content"]?["encoding"]?.string == "base64" {
            body = Data(base64Encoded: body).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        let headers = fields(response["headers"]).map { ($0.name.lowercased(), $0.value) }
        let started = entry["startedDateTime"]?.string.flatMap { try? Date($0, strategy: .iso8601WithFraction) }
        self.init(
            method: method,
            url: url,
            requestHeaders: fields(request["headers"]),
            requestBody: request["postData"]?["text"]?.string,
            status: status,
            headers: HeaderFields(Dictionary(headers) { first, _ in first }),
            body: body,
            time: started?.timeIntervalSince1970 ?? 0
        )
    }
}

extension ParseStrategy where Self == Date.ISO8601FormatStyle {
    /// The time of an entry: a recording has fractions of seconds.
    fileprivate static var iso8601WithFraction: Date.ISO8601FormatStyle { .init(includingFractionalSeconds: true) }
}
