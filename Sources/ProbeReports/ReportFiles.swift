//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import FoundationEssentials

/// The files of a report.
public enum ReportFiles {
    /// The name of the report.
    public static let report = "report.json"
    /// The name of the history beside it.
    public static let history = "history.jsonl"

    /// Writes the files of a report into a folder, which is created if necessary; files of the same name are replaced.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - examination: The history of the report, prepared for judging.
    ///   - directory: The folder.
    /// - Throws: An error of Foundation when the folder cannot be created or written to.
    public static func write(report: Report, of examination: JudgingContext, to directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let files = [
            (Self.report, try report.json()),
            ("report.html", Data(HTMLReport(report, of: examination).render().utf8)),
            ("report.md", Data(MarkdownReport(report).render().utf8)),
            ("junit.xml", Data(JUnitReport(report).render().utf8)),
            ("badge.svg", Data(Badge(report).render().utf8)),
        ]
        for (name, data) in files { try data.write(to: directory.appending(path: name), options: .atomic) }
    }

    /// Copies a history into the folder of a report, unless it is that file already.
    ///
    /// - Parameters:
    ///   - history: The history's file.
    ///   - directory: The folder of the report.
    /// - Throws: An error of Foundation when the file cannot be read or the folder cannot be written to.
    public static func copy(history: URL, to directory: URL) throws {
        let copy = directory.appending(path: Self.history)
        guard copy.resolvingSymlinksInPath() != history.resolvingSymlinksInPath() else { return }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        if FileManager.default.fileExists(atPath: copy.path) { try FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: history, to: copy)
    }
}
