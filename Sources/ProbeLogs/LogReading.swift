//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A reading of logs: opened, merged by time, and analysed line by line.
public struct LogReading: ~Copyable {
    private var sources: [LogSource] = []
    private var analysis: LogAnalysis
    /// The sources that still have lines, the earliest line first.
    private var order: [Int] = []
    private let total: Int

    /// Opens logs.
    ///
    /// - Parameters:
    ///   - paths: The files; `-` is standard input.
    ///   - vocabulary: The patterns.
    ///   - year: The year of times that have none, as those of syslog.
    ///   - history: The history whose wrong answers are joined with the lines.
    /// - Throws: ``UnreadableLog`` for a file that cannot be read.
    public init(_ paths: [String], vocabulary: LogVocabulary, year: Int, history: History? = nil) throws(UnreadableLog)
    {
        analysis = LogAnalysis(vocabulary, year: year, join: history.map(HistoryJoin.init))
        for path in paths {
            var source = try LogSource(path)
            // Where each worker has a file of its own, the file is the worker.
            if paths.count > 1 { source.worker = analysis.parser.workers.number(source.name) }
            sources.append(source)
        }
        total = sources.contains { $0.size == 0 } ? 0 : sources.reduce(0) { $0 + $1.size }
    }

    /// Reads all lines.
    ///
    /// - Parameter progress: Called from time to time with the bytes read, and with those that there are or 0.
    /// - Returns: The report.
    /// - Throws: ``UnreadableLog`` for a file that cannot be read to its end.
    public consuming func report(
        progress: (_ read: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(UnreadableLog) -> LogReport {
        if sources.count == 1 { try readOne(progress) } else { try merge(progress) }
        analysis.finish()
        let files = sources.map { LogReport.File(name: LineDescription.safe($0.name), lines: $0.reader.number) }
        return LogReport(analysis, files: files)
    }

    private mutating func readOne(_ progress: (Int, Int) -> Void) throws(UnreadableLog) {
        var seen = -1
        while let line = try sources[0].reader.nextLine() {
            let bytes = sources[0].reader.buffer
            let entry = analysis.parser.parse(bytes.span, line)
            analysis.add(bytes.span, line, from: &sources[0], entry)
            if sources[0].reader.bytesRead != seen {
                seen = sources[0].reader.bytesRead
                progress(seen, total)
            }
        }
    }

    private mutating func merge(_ progress: (Int, Int) -> Void) throws(UnreadableLog) {
        for index in sources.indices { try advance(index) }
        order = sources.indices.filter { sources[$0].line != nil }.sorted { isBefore($0, $1) }
        var seen = -1
        while let index = order.first {
            guard let line = sources[index].line else { break }
            let bytes = sources[index].reader.buffer
            let entry = analysis.parser.parse(bytes.span, line)
            analysis.add(bytes.span, line, from: &sources[index], entry)
            try advance(index)
            let read = sources.reduce(0) { $0 + $1.reader.bytesRead }
            if read != seen {
                seen = read
                progress(read, total)
            }
            order.removeFirst()
            guard sources[index].line != nil else { continue }
            // Most often the next line is of the same log or of its neighbour.
            var place = 0
            while place < order.count, isBefore(order[place], index) { place += 1 }
            order.insert(index, at: place)
        }
    }

    private func isBefore(_ first: Int, _ second: Int) -> Bool {
        (sources[first].mergeTime, first) < (sources[second].mergeTime, second)
    }

    private mutating func advance(_ index: Int) throws(UnreadableLog) {
        sources[index].line = try sources[index].reader.nextLine()
        guard let line = sources[index].line else { return }
        let bytes = sources[index].reader.buffer
        // A line without a time stays with the one before it.
        if let time = analysis.parser.parse(bytes.span, line).time { sources[index].mergeTime = time }
    }
}
