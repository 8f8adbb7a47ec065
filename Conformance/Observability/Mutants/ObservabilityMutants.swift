//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Logging
import ScanServer

extension Mutant {
    /// The log messages that operators search for have been reworded.
    static let messagesReworded = Mutant(
        name: "messages-reworded",
        summary: "The operator's messages are in other words.",
        violates: ["OBS-001"],
        needs: [.access(.store), .access(.storeChanges), .access(.logs)],
        seams: ServerSeams(logger: { RewordingLogHandler.wrapping($0) })
    )

    /// The metrics exist but never change.
    static let metricsStandStill = Mutant(
        name: "metrics-stand-still",
        summary: "The counters in the metrics stay at 0.",
        violates: ["OBS-002"],
        needs: [.access(.admin)],
        seams: .answers(to: .metrics) { answer, _ in
            guard let text = answer.text else { return }
            let lines = text.body.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                guard !line.hasPrefix("#"), let space = line.lastIndex(of: " ") else { return line }
                return line[...space] + "0"
            }
            answer.text = (lines.joined(separator: "\n"), text.type)
        }
    )

    /// The request id is missing, so a request cannot be found in the log.
    static let requestIDMissing = Mutant(
        name: "request-id-missing",
        summary: "No answer carries a request id.",
        violates: ["OBS-003"],
        seams: ServerSeams(
            answers: [
                AnswerMutant { answer, _ in
                    answer.json["request_id"] = nil
                    answer.requestID = nil
                }
            ]
        )
    )
}

/// A log handler that rewords the messages for operators.
private struct RewordingLogHandler: LogHandler {
    private var base: any LogHandler

    static func wrapping(_ logger: Logger) -> Logger {
        let handler = RewordingLogHandler(base: logger.handler)
        return Logger(label: logger.label) { _ in handler }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        var event = event
        event.message =
            switch event.message.description {
            case "Lookup key not found after registration, retrying": "Registration incomplete"
            case "Scan cache key resolved via direct result search (fallback)": "Scan found the long way"
            case "Failed to resolve scan cache key": "No such scan"
            default: event.message
            }
        base.log(event: event)
    }
}
