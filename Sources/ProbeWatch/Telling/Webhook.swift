//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import Probe
import Watching

/// An address that changes are sent to.
package struct Webhook: Sendable, Hashable {
    /// The shapes of what is sent.
    package enum Shape: String, Sendable, Hashable, CaseIterable {
        /// An object with all that is known.
        case json
        /// A message for Slack's incoming webhooks.
        case slack
        /// Alerts, as Alertmanager sends them to a webhook; as its own API takes them where the address is that API's.
        case alertmanager
    }

    /// The shape of what is sent.
    package let shape: Shape
    /// The host, for people.
    package let host: String
    private let url: String

    /// Reads a webhook as the command line has it.
    ///
    /// - Parameter text: An address, or a shape and an address, such as `slack=https://hooks.slack.com/services/…`.
    /// - Throws: ``ProbeFailure`` with advice in one line, and without the address, which may be secret.
    package init(_ text: String) throws(ProbeFailure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.count == 2 && !parts[0].contains("/") ? String(parts[0]) : nil
        guard let shape = name.map(Shape.init(rawValue:)) ?? .json else {
            let names = Shape.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProbeFailure(.badTarget, "--webhook takes one of \(names) before the =, not `\(name ?? "")`")
        }
        let url = name == nil ? text : String(parts[1])
        guard let components = URLComponents(string: url), let host = components.host, !host.isEmpty,
            ["http", "https"].contains(components.scheme?.lowercased()), components.user == nil
        else {
            throw ProbeFailure(
                .badTarget,
                "a webhook is no address that can be used: give one such as https://hooks.example.com/watch"
            )
        }
        self.shape = shape
        self.host = host
        self.url = url
    }

    /// Sends a change.
    ///
    /// - Returns: The reason of a failure; nothing when it was taken.
    func send(_ notice: Notice, of subject: NoticeSubject, over transport: any Transport) async -> String? {
        guard let body = try? body(of: notice, subject) else { return "the message cannot be written as JSON" }
        let request = TransportRequest(
            method: "POST",
            url: url,
            headers: [("content-type", "application/json"), ("user-agent", ProbeTool.name)],
            body: body,
            timeout: NoticeWay.deadline,
            freshConnection: true
        )
        switch await transport.exchange(request, mark: { _ in }).result {
        case .success(let reply) where (200..<300).contains(reply.status): return nil
        case .success(let reply): return "it answered \(reply.status)"
        case .failure(let failure): return failure.message
        }
    }

    /// Returns the body of a change.
    func body(of notice: Notice, _ subject: NoticeSubject) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data: Data =
            switch shape {
            case .json: try encoder.encode(PlainMessage(notice, subject))
            case .slack: try encoder.encode(SlackMessage(notice, subject))
            case .alertmanager:
                url.hasSuffix("/api/v2/alerts")
                    ? try encoder.encode([PostedAlert(notice, subject)])
                    : try encoder.encode(AlertGroup(notice, subject))
            }
        return String(decoding: data, as: UTF8.self)
    }
}
