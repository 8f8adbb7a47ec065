//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// A line of a history file: an object with exactly one member, whose name is the kind of the line.
struct HistoryLine: Codable {
    var header: History.Header?
    var event: Event?
    var sample: StoreSnapshot?
    var fault: Fault?
    var log: LogRecord?
    var footer: History.Footer?
}

extension HistoryLine {
    /// The content of a line.
    enum Kind: Sendable {
        case header(History.Header)
        case event(Event)
        case sample(StoreSnapshot)
        case fault(Fault)
        case log(LogRecord)
        case footer(History.Footer)

        /// The whole line.
        private var line: HistoryLine {
            switch self {
            case .header(let header): HistoryLine(header: header)
            case .event(let event): HistoryLine(event: event)
            case .sample(let sample): HistoryLine(sample: sample)
            case .fault(let fault): HistoryLine(fault: fault)
            case .log(let log): HistoryLine(log: log)
            case .footer(let footer): HistoryLine(footer: footer)
            }
        }

        /// Returns the line as JSON with its line feed.
        func encoded() throws -> Data {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            var data = try encoder.encode(line)
            data.append(UInt8(ascii: "\n"))
            return data
        }
    }
}
