//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Logging
import ScanHTTP

/// A log handler that writes one line per message to standard error, for people or as JSON.
struct LineLogHandler: LogHandler {
    let label: String
    let format: ServerConfiguration.LogFormat
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata.merging(event.metadata ?? [:]) { $1 }
        // Code below the API does not know the request, so the ids come from the task.
        if let request = RequestScope.current {
            all["request_id"] = "\(request.id)"
            if let trace = request.trace { all["trace_id"] = "\(trace.traceID)" }
        }
        let time = Date.now.formatted(.isoMilliseconds)
        switch format {
        case .human: StandardError.write(line(event, all, time))
        case .json: StandardError.write(json(event, all, time))
        }
    }

    private func line(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: String) -> String {
        let fields = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return "\(time) \(event.level) \(label): \(event.message)\(fields)\n"
    }

    private func json(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: String) -> String {
        var record = metadata.mapValues { "\($0)" }
        record["time"] = time
        record["level"] = event.level.rawValue
        record["label"] = label
        record["message"] = "\(event.message)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(record)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
