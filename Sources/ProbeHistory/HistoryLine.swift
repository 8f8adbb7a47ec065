//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A line of a history file: an object with exactly one member, whose name is the kind of the line.
struct HistoryLine: Codable {
    var header: History.Header?
    var event: Event?
    var sample: StoreSnapshot?
    var fault: Fault?
    var log: LogRecord?
    var footer: History.Footer?
}
