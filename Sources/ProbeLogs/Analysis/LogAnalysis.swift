//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport

/// The analysis of logs, line by line, in memory that does not grow with their length.
struct LogAnalysis {
    let vocabulary: LogVocabulary
    private let search: PatternSearch
    var parser: EntryParser

    private(set) var lines = 0
    private(set) var broken = 0
    private(set) var cut = 0
    private(set) var timeless = 0
    /// The first lines that could not be read.
    private(set) var brokenExamples: [LogExample] = []
    private(set) var scale = TimeScale()
    /// The counts of each pattern, by its number.
    private(set) var hits: [PatternHits]
    private(set) var tallies: [WorkerTally] = []
    private(set) var fates = JobFates()
    private(set) var outages = StoreOutages()
    private(set) var endings = StoreOutages()
    private(set) var slowest = SlowestRequests()
    private(set) var others = OtherMessages()
    private(set) var answersMissing = PatternHits()
    private(set) var answersFailed = PatternHits()
    private(set) var requests = 0
    private var recent = RecentRequests()
    var join: HistoryJoin?

    /// The numbers of the patterns of messages that the analysis speaks of, and the prefixes of job ids.
    private let prefixes: [[UInt8]]

    init(_ vocabulary: LogVocabulary, year: Int, join: HistoryJoin?) {
        self.vocabulary = vocabulary
        search = PatternSearch(vocabulary.patterns)
        parser = EntryParser(year: year, roles: FieldRoles(adding: vocabulary.fields))
        hits = vocabulary.patterns.map { _ in PatternHits() }
        prefixes = vocabulary.jobIDPrefixes.map { Array($0.utf8) }
        self.join = join
    }

    /// Ends the analysis after the last line.
    mutating func finish() { fates.settle() }

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - bytes: The bytes around it.
    ///   - line: Its place.
    ///   - source: The log.
    ///   - entry: The line, parsed by ``parser`` just before.
    mutating func add(_ bytes: Span<UInt8>, _ line: Range<Int>, from source: inout LogSource, _ entry: Entry) {
        lines += 1
        if source.reader.isCut { cut += 1 }
        if parser.isUnwrapped {
            let inner = parser.unwrapped
            consider(inner.span, &source, entry)
        } else {
            consider(bytes, &source, entry)
        }
    }

    private mutating func consider(_ bytes: Span<UInt8>, _ source: inout LogSource, _ entry: Entry) {
        var entry = entry
        if entry.isBroken {
            broken += 1
            if brokenExamples.count < 3 { brokenExamples.append(example(bytes, entry, source)) }
        }
        if entry.time == nil {
            timeless += 1
            // A line of a stack trace belongs to the line before it.
            if entry.worker < 0 { entry.worker = source.lastWorker }
        }
        if entry.worker < 0 { entry.worker = source.worker }
        source.lastWorker = entry.worker
        let time = entry.time ?? source.lastTime
        if let time {
            source.lastTime = time
            scale.include(time)
        }
        tally(entry) { $0.lines += 1 }
        var pattern = search.pattern(of: bytes, entry.text)
        // An answer that is no failure does not complain, whatever its address is called.
        if let number = pattern, entry.status != 0, entry.status < 500, vocabulary.patterns[number].isWrong {
            pattern = nil
        }
        if let pattern { hit(pattern, bytes, entry, source, time) }
        if entry.status != 0 || entry.took >= 0 { request(bytes, entry, source, time) }
        if pattern == nil, entry.level >= .warning {
            let message = OtherMessages.key(bytes, entry)
            if !others.count(message) {
                others.add(message, isError: entry.level == .error, example(bytes, entry, source))
            }
        }
        if join != nil { offer(bytes, entry, source, time) }
    }

    private mutating func tally(_ entry: Entry, _ change: (inout WorkerTally) -> Void) {
        guard entry.worker >= 0 else { return }
        while tallies.count <= entry.worker { tallies.append(WorkerTally()) }
        change(&tallies[entry.worker])
    }

    private func example(_ bytes: Span<UInt8>, _ entry: Entry, _ source: borrowing LogSource) -> LogExample {
        let time = entry.time ?? source.lastTime
        return LogExample(
            time: time.map(LogTime.text),
            worker: entry.worker >= 0 ? LineDescription.safe(parser.workers.names[entry.worker]) : nil,
            file: source.name,
            line: source.reader.number,
            text: LineDescription.text(bytes, entry, entry.isBroken ? [] : parser.fields)
        )
    }

    private mutating func hit(
        _ number: Int,
        _ bytes: Span<UInt8>,
        _ entry: Entry,
        _ source: borrowing LogSource,
        _ time: Int64?
    ) {
        let pattern = vocabulary.patterns[number]
        let isFirst = hits[number].examples.count < PatternHits.mostExamples
        let example = isFirst && pattern.kind != .found ? self.example(bytes, entry, source) : nil
        hits[number].add(at: time, by: entry.worker, on: scale, example)
        guard let time else { return }
        switch pattern.kind {
        case .storeDown:
            outages.note(at: time)
            tally(entry) { $0.storeErrors += 1 }
        case .storeUp: outages.end(at: time)
        case .workerDown:
            endings.note(at: time)
            tally(entry) { $0.endings += 1 }
        case .found, .missed, .ended: look(pattern, bytes, entry, source, time)
        case nil: if pattern.isWrong, pattern.id.hasPrefix("redis") { tally(entry) { $0.storeErrors += 1 } }
        }
    }

    /// Uses a line about a job.
    private mutating func look(
        _ pattern: LogPattern,
        _ bytes: Span<UInt8>,
        _ entry: Entry,
        _ source: borrowing LogSource,
        _ time: Int64
    ) {
        let kind = pattern.kind
        guard let id = jobID(bytes, entry) else {
            if kind == .missed { tally(entry) { $0.missed += 1 } }
            return
        }
        let job = ByteHash.of(bytes, id)
        if !entry.request.isEmpty, kind != .ended {
            let request = ByteHash.of(bytes, entry.request)
            var known = recent[request]
            known.job = job
            if kind == .missed { known.isMissed = true } else { known.isFound = true }
            recent[request] = known
        }
        switch kind {
        case .missed:
            tally(entry) { $0.missed += 1 }
            miss(job, bytes, id, entry, source, time)
        case .ended: fates.ended(job, at: time)
        default:
            let request = entry.request.isEmpty ? 0 : ByteHash.of(bytes, entry.request)
            fates.found(job, at: time, by: entry.worker, in: request)
            if pattern.isWrong { fates.update(job) { $0.restored = time } }
        }
    }

    private mutating func miss(
        _ job: UInt64,
        _ bytes: Span<UInt8>,
        _ id: Range<Int>,
        _ entry: Entry,
        _ source: borrowing LogSource,
        _ time: Int64
    ) {
        let line = fates.wantsExample(of: job) ? example(bytes, entry, source) : nil
        let request = entry.request.isEmpty ? 0 : ByteHash.of(bytes, entry.request)
        fates.missed(job, at: time, by: entry.worker, in: request, example: line)
        for field in parser.fields where field.value.count > id.count {
            guard let keys = storedKeys(bytes, field.value) else { continue }
            fates.update(job) { $0.keys[keys, default: 0] += 1 }
        }
    }

    /// Returns what a list of keys says, such as `lookup:ID=900.0 s, index:ID=absent`; `nil` for anything else.
    private func storedKeys(_ bytes: Span<UInt8>, _ value: Range<Int>) -> StoredKeys? {
        var states: [Bool] = []
        var hasColon = false
        for place in value {
            switch bytes[place] {
            case Byte.colon: hasColon = true
            case Byte.comma: hasColon = false
            case Byte.equals where hasColon && place + 1 < value.upperBound:
                let first = bytes[place + 1]
                guard Byte.isDigit(first) || first == UInt8(ascii: "a") else { return nil }
                states.append(Byte.isDigit(first))
                hasColon = false
            case Byte.space where states.isEmpty: return nil
            default: break
            }
        }
        guard let first = states.first, let last = states.last else { return nil }
        if first { return .present }
        guard states.count > 2 else { return .absent }
        return states.dropLast().contains(true) ? .absent : last ? .removed : StoredKeys.none
    }

    /// Uses a line with a status or a duration.
    private mutating func request(_ bytes: Span<UInt8>, _ entry: Entry, _ source: borrowing LogSource, _ time: Int64?) {
        if entry.took >= slowest.least {
            let line = example(bytes, entry, source)
            slowest.add(SlowRequest(milliseconds: Double(entry.took) / 1000, line: line))
        }
        guard entry.status != 0 else { return }
        requests += 1
        let isFailed = entry.status >= 500
        let isMissing = entry.status == 404 || entry.status == 410
        tally(entry) { tally in
            tally.requests += 1
            if isFailed { tally.failures += 1 }
            if isMissing { tally.missing += 1 }
        }
        if isFailed {
            let isFirst = answersFailed.examples.count < PatternHits.mostExamples
            answersFailed.add(at: time, by: entry.worker, on: scale, isFirst ? example(bytes, entry, source) : nil)
        }
        var job: UInt64?
        var id = 0..<0
        var wasCounted = false
        if !entry.request.isEmpty {
            let known = recent[ByteHash.of(bytes, entry.request)]
            if known.job != 0 { job = known.job }
            wasCounted = known.isMissed
            id = entry.request
        }
        if job == nil, let found = jobID(bytes, entry) {
            job = ByteHash.of(bytes, found)
            id = found
        }
        guard let job, let time else { return }
        if isMissing {
            guard !wasCounted else { return }
            let isFirst = answersMissing.examples.count < PatternHits.mostExamples
            answersMissing.add(at: time, by: entry.worker, on: scale, isFirst ? example(bytes, entry, source) : nil)
            miss(job, bytes, id, entry, source, time)
        } else if (200..<300).contains(entry.status), id != entry.request {
            fates.found(job, at: time, by: entry.worker)
        }
    }

    /// Returns the place of the job's id: a field of its own, or the first text that begins as ids do.
    private func jobID(_ bytes: Span<UInt8>, _ entry: Entry) -> Range<Int>? {
        if !entry.job.isEmpty { return entry.job }
        for prefix in prefixes where !prefix.isEmpty {
            for range in [entry.path, entry.text] where range.count > prefix.count + 7 {
                if let id = Self.id(prefix, bytes, range) { return id }
            }
        }
        return nil
    }

    private static func id(_ prefix: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
        var place = range.lowerBound
        let end = range.upperBound
        while place + prefix.count + 8 <= end {
            var matched = 0
            while matched < prefix.count, bytes[place + matched] == prefix[matched] { matched += 1 }
            if matched == prefix.count {
                var after = place + matched
                while after < end,
                    Byte.isDigit(bytes[after]) || Byte.isLetter(bytes[after]) || bytes[after] == Byte.dash
                {
                    after += 1
                }
                let digits = (place + matched..<after).count { Byte.isDigit(bytes[$0]) }
                if after - place - matched >= 8, digits > 0 { return place..<after }
            }
            place += 1
        }
        return nil
    }

    /// Offers a line to the wrong answers of the history.
    private mutating func offer(_ bytes: Span<UInt8>, _ entry: Entry, _ source: borrowing LogSource, _ time: Int64?) {
        guard var join = self.join else { return }
        self.join = nil
        let request = entry.request.isEmpty ? nil : ByteHash.of(bytes, entry.request)
        let trace = entry.trace.isEmpty ? nil : ByteHash.of(bytes, entry.trace)
        var job: UInt64?
        if join.mayWantJobs(at: time) { job = jobID(bytes, entry).map { ByteHash.of(bytes, $0) } }
        join.offer(
            request: request,
            trace: trace,
            job: job,
            worker: entry.worker,
            time: time,
            isLoud: entry.level >= .warning
        ) {
            example(bytes, entry, source)
        }
        self.join = join
    }
}

/// The conversion of times.
enum LogTime {
    /// Returns a time, ISO 8601 in UTC, cut to the millisecond.
    static func text(_ micros: Int64) -> String {
        let seconds = micros >= 0 ? micros / 1_000_000 : (micros - 999_999) / 1_000_000
        let millis = (micros - seconds * 1_000_000) / 1000
        let digits = String(millis)
        let zeros = String(repeating: "0", count: 3 - digits.count)
        return "\(Int(seconds).isoTime.dropLast()).\(zeros)\(digits)Z"
    }
}
