//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Watching

/// A change as an object with all that is known of it.
struct PlainMessage: Encodable {
    let notice: Int
    let event: Notice.Kind
    let rate: WatchedRate?
    let verdict: ProbeVerdict
    let previous: ProbeVerdict?
    let target: String
    let profile: String
    let at: String
    let since: String?
    let probe: Int
    let message: String

    init(_ notice: Notice, _ subject: NoticeSubject) {
        self.notice = notice.number
        event = notice.kind
        rate = notice.rate
        verdict = notice.verdict
        previous = notice.previous
        target = subject.target
        profile = subject.profile
        at = notice.time.isoTime
        since = notice.alarmedSince?.isoTime
        probe = notice.round
        message = notice.text
    }
}

/// A change as a message for Slack.
///
/// Source: Slack's documentation of incoming webhooks; of the three characters that have to be escaped, *Formatting text
/// for app surfaces*.
struct SlackMessage: Encodable {
    let text: String

    init(_ notice: Notice, _ subject: NoticeSubject) {
        let sign =
            switch notice.kind {
            case .alarm: ":rotating_light: *Alarm*"
            case .allClear: ":white_check_mark: *All clear*"
            case .verdict: "*Verdict*"
            }
        text = "\(sign) \(Self.escaped(subject.target)): \(Self.escaped(notice.text))"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

/// The labels and annotations of an alert.
private struct AlertTexts {
    let labels: [String: String]
    let annotations: [String: String]

    init(_ notice: Notice, _ subject: NoticeSubject) {
        labels = [
            "alertname": "ScanRateBelowTarget", "rate": notice.rate?.rawValue ?? "", "instance": subject.target,
            "profile": subject.profile, "severity": "critical",
        ]
        annotations = [
            "summary": "\(notice.rate?.title ?? "a rate") of \(subject.target)",
            "description": notice.text,
        ]
    }
}

/// An alert as Alertmanager's API takes it, `POST /api/v2/alerts`.
///
/// Source: Alertmanager's OpenAPI description, version 2. An alert without an end is dropped after `resolve_timeout`
/// unless it is sent again and again, so that one that goes on ends in a year.
struct PostedAlert: Encodable {
    private static let year = 365 * 86_400

    let labels: [String: String]
    let annotations: [String: String]
    let startsAt: String
    let endsAt: String

    init(_ notice: Notice, _ subject: NoticeSubject) {
        let texts = AlertTexts(notice, subject)
        labels = texts.labels
        annotations = texts.annotations
        startsAt = (notice.alarmedSince ?? notice.time).isoTime
        endsAt = (notice.kind == .allClear ? notice.time : notice.time + Self.year).isoTime
    }
}

/// A group of one alert as Alertmanager sends it to webhooks.
///
/// Source: Alertmanager's documentation, *webhook_config*, version 4 of the message.
struct AlertGroup: Encodable {
    struct Alert: Encodable {
        let status: String
        let labels: [String: String]
        let annotations: [String: String]
        let startsAt: String
        let endsAt: String
        let generatorURL: String
        let fingerprint: String
    }

    /// The time that stands for no end.
    private static let never = "0001-01-01T00:00:00Z"

    let version = "4"
    let groupKey: String
    let truncatedAlerts = 0
    let status: String
    let receiver = "scan-probe"
    let groupLabels: [String: String]
    let commonLabels: [String: String]
    let commonAnnotations: [String: String]
    let externalURL: String
    let alerts: [Alert]

    init(_ notice: Notice, _ subject: NoticeSubject) {
        let texts = AlertTexts(notice, subject)
        let key = "\(notice.rate?.rawValue ?? "")@\(subject.target)"
        status = notice.kind == .allClear ? "resolved" : "firing"
        groupKey = key
        groupLabels = texts.labels.filter { $0.key == "alertname" }
        commonLabels = texts.labels
        commonAnnotations = texts.annotations
        externalURL = subject.target
        alerts = [
            Alert(
                status: status,
                labels: texts.labels,
                annotations: texts.annotations,
                startsAt: (notice.alarmedSince ?? notice.time).isoTime,
                endsAt: notice.kind == .allClear ? notice.time.isoTime : Self.never,
                generatorURL: subject.target,
                fingerprint: key
            )
        ]
    }
}
