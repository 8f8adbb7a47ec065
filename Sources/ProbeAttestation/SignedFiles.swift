//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import FoundationEssentials
import KitSupport
import ProbeHistory
import ProbeReports

/// A report and the history beside it, with their bytes on disk.
struct SignedFiles {
    let reportName: String
    let reportData: Data
    let report: Report
    let historyData: Data

    /// Reads both files.
    ///
    /// - Parameters:
    ///   - file: The report.
    ///   - kind: The kind of failure when one of them cannot be read.
    ///   - advice: Additional advice for a report of another version.
    /// - Throws: ``SignOffFailure`` of that kind.
    init(report file: URL, failing kind: SignOffFailure.Kind, advice: String = "") throws(SignOffFailure) {
        reportName = file.lastPathComponent
        reportData = try Self.read(file, kind)
        do {
            report = try Report(json: reportData)
        } catch {
            throw SignOffFailure(kind, "\(file.path) is no report of this version of scan-probe\(advice)")
        }
        // A report must not make the program read files elsewhere.
        let name = report.history
        guard !name.isEmpty, !name.contains("/"), name != ".." else {
            throw SignOffFailure(kind, "\(file.path) names the history `\(name)`; it has to lie beside the report")
        }
        historyData = try Self.read(file.deletingLastPathComponent().appending(path: name), kind)
    }

    /// The largest report or history that is signed or verified, in bytes.
    static let largest = 4 << 30

    var subjects: [Statement.Subject] {
        [
            Statement.Subject(name: reportName, content: reportData),
            Statement.Subject(name: report.history, content: historyData),
        ]
    }

    /// Judges the history again, and returns the first difference from the report; `nil` when they are identical.
    func difference() throws(SignOffFailure) -> String? {
        let history: History
        do {
            history = try HistoryReader().read(historyData)
        } catch {
            throw SignOffFailure(.refused, "\(report.history) is no history: \(error)")
        }
        let judgement = Judge.judge(history, knownFailures: report.knownFailures?.listed)
        var again = Report(judgement: judgement, history: history, historyFile: report.history)
        // Reports without a version of the contract are older than it, and are still valid.
        if report.contract == nil { again.contract = nil }
        guard let data = try? again.json() else {
            throw SignOffFailure(.refused, "\(report.history) gives no report: one of its figures is not finite")
        }
        if data == reportData { return nil }
        guard let theirs = JSONValue(parsing: String(decoding: reportData, as: UTF8.self)),
            let ours = JSONValue(parsing: String(decoding: data, as: UTF8.self)),
            let difference = JSONDifference.first(between: theirs, and: ours)
        else { return "its layout is not that of scan-probe" }
        return difference
    }

    private static func read(_ file: URL, _ kind: SignOffFailure.Kind) throws(SignOffFailure) -> Data {
        do { return Data(try BoundedFile.bytes(of: file.path, atMost: largest)) } catch {
            let advice = "; it has to be there as scan-probe run left it"
            throw SignOffFailure(kind, "\(file.path) \(error.predicate(advice: advice))")
        }
    }
}
