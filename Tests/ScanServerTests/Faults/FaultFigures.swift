//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// The figures of a fault: what clients saw while they polled through it.
struct FaultFigures: Codable, Equatable {
    /// The polls that found their scan.
    var found = 0
    /// The polls that were answered 503.
    var unavailable = 0
    /// The polls that nobody answered: refused, broken off, or not in time.
    var unanswered = 0
    /// The polls that were told that there is no such scan.
    var missing = 0
    /// The answers of other kinds, which nobody should get.
    var others: [String] = []
    /// The longest time for which no poll of a scan found it, in seconds.
    var longestAbsence = 0.0
    /// The time of the slowest answer, in seconds.
    var slowestAnswer = 0.0
    /// The scans that were begun.
    var begun = 0
    /// The scans that did not complete, or whose results could not be read.
    var lost = 0

    /// The folder to leave figures in, if they are to be kept.
    private static let folder = ProcessInfo.processInfo.environment["SCAN_FAULTS"].map { URL(filePath: $0) }

    /// A flag that is true in a run for the table, which takes its time.
    static let areKept = folder != nil

    /// The figures that a run has left of a fault; `nil` without any.
    static func kept(of fault: Fault) throws -> FaultFigures? {
        guard let file = folder?.appending(path: "\(fault.rawValue).json"),
            FileManager.default.fileExists(atPath: file.path)
        else { return nil }
        return try JSONDecoder().decode(FaultFigures.self, from: Data(contentsOf: file))
    }

    /// Leaves the figures for the table.
    func keep(of fault: Fault) throws {
        guard let folder = Self.folder else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try JSONEncoder().encode(self).write(to: folder.appending(path: "\(fault.rawValue).json"))
    }

    /// The measured cells of a row.
    var cells: [String] {
        func seconds(_ time: Double) -> String { "\((time * 10).rounded() / 10) s" }
        return [
            "\(found)", "\(unavailable)", "\(unanswered)", missing == 0 ? "none" : "\(missing)",
            seconds(longestAbsence), seconds(slowestAnswer), lost == 0 ? "none of \(begun)" : "\(lost) of \(begun)",
        ]
    }
}
