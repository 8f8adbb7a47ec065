//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Probe
import Watching

/// A way on which changes are told: a command, or a webhook.
///
/// Both have a bounded time; a failure is told and stops nothing.
package enum NoticeWay: Sendable {
    /// A shell command, which finds the change in its environment.
    case command(String)
    /// An address that is sent the change.
    case webhook(Webhook)

    /// The time that telling may take.
    static let deadline = Duration.seconds(10)

    /// Returns true for a kind of change that is told on this way.
    func takes(_ kind: Notice.Kind) -> Bool {
        // An alert fires or is resolved: a verdict is neither.
        if case .webhook(let webhook) = self, webhook.shape == .alertmanager { return kind != .verdict }
        return true
    }

    /// The way for people, without the secret that an address may have in its path.
    var title: String {
        switch self {
        case .command: "the command of --on-change"
        case .webhook(let webhook): "the webhook at \(webhook.host)"
        }
    }

    /// Tells a change.
    ///
    /// - Parameters:
    ///   - notice: The change.
    ///   - subject: The deployment.
    ///   - transport: The transport of webhooks.
    /// - Returns: The reason of a failure; nothing when all is well.
    func tell(_ notice: Notice, of subject: NoticeSubject, over transport: any Transport) async -> String? {
        switch self {
        case .command(let text):
            let environment = Self.environment(notice, subject)
            return await ShellCommand(text: text, environment: environment, deadline: Self.deadline).run().failure
        case .webhook(let webhook):
            return await webhook.send(notice, of: subject, over: transport)
        }
    }

    /// The environment of a command.
    static func environment(_ notice: Notice, _ subject: NoticeSubject) -> [String: String] {
        [
            "SCAN_WATCH_EVENT": notice.kind.rawValue,
            "SCAN_WATCH_RATE": notice.rate?.rawValue ?? "",
            "SCAN_WATCH_VERDICT": notice.verdict.rawValue,
            "SCAN_WATCH_PREVIOUS": notice.previous?.rawValue ?? "",
            "SCAN_WATCH_TARGET": subject.target,
            "SCAN_WATCH_PROFILE": subject.profile,
            "SCAN_WATCH_TIME": notice.time.isoTime,
            "SCAN_WATCH_SINCE": notice.alarmedSince?.isoTime ?? "",
            "SCAN_WATCH_PROBE": "\(notice.round)",
            "SCAN_WATCH_MESSAGE": notice.text,
        ]
    }
}

/// The deployment that a notice is about.
struct NoticeSubject: Sendable, Hashable {
    /// The address.
    var target: String
    /// The profile's name.
    var profile: String
}
