//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The recorded form of a run's evidence: without secrets.
///
/// The run itself goes on with the ids and links as they came, since masked ones lead nowhere.
struct KeptForm: Sendable {
    let redactor: Redactor

    func event(_ event: Event) -> Event {
        var kept = event
        kept.jobID = event.jobID.map(redactor.redactID)
        kept.url = redactor.redact(event.url)
        kept.requestBody = event.requestBody.map(redactor.redact)
        kept.requestHeaders = event.requestHeaders?.mapValues(redactor.redact)
        // One that a profile describes may be filled in from anywhere.
        kept.traceID = event.traceID.flatMap { redactor.redact($0.description) == $0.description ? $0 : nil }
        switch event.outcome {
        case .unanswered(var failure):
            failure.message = redactor.redact(failure.message)
            kept.outcome = .unanswered(failure)
        case .answered(var response):
            response.headers = headers(response.headers)
            response.body = response.body.map(redactor.redact)
            response.worker = response.worker.map(redactor.redact)
            response.parsed = response.parsed.map(parsed)
            kept.outcome = .answered(response)
        }
        return kept
    }

    func sample(_ sample: StoreSnapshot) -> StoreSnapshot {
        var kept = sample
        kept.jobID = sample.jobID.map(redactor.redactID)
        kept.keys = sample.keys.map { key in
            var kept = key
            kept.key = ReadingLimits.cut(redactor.redact(key.key), to: ReadingLimits.storeKey)
            return kept
        }
        return kept
    }

    func fault(_ fault: Fault) -> Fault {
        var kept = fault
        kept.jobID = fault.jobID.map(redactor.redactID)
        kept.alsoHit = fault.alsoHit?.map(redactor.redactID)
        kept.detail = ReadingLimits.cut(redactor.redact(fault.detail), to: ReadingLimits.message)
        kept.failure = fault.failure.map { ReadingLimits.cut(redactor.redact($0), to: ReadingLimits.message) }
        return kept
    }

    func log(_ log: LogRecord) -> LogRecord {
        LogRecord(
            message: ReadingLimits.cut(redactor.redact(log.message), to: ReadingLimits.message),
            level: log.level.map { ReadingLimits.cut(redactor.redact($0), to: ReadingLimits.word) },
            metadata: headers(ReadingLimits.cut(log.metadata))
        )
    }

    func header(_ header: History.Header) -> History.Header {
        var kept = header
        kept.target = redactor.redact(header.target)
        kept.access.userID = header.access.userID.map(redactor.redactID)
        kept.plan.jobs.bodies = header.plan.jobs.bodies.map(redactor.redact)
        kept.plan.initiate.twinBodies = header.plan.initiate.twinBodies.map(redactor.redact)
        return kept
    }

    private func headers(_ headers: [String: String]) -> [String: String] {
        var kept: [String: String] = [:]
        for (name, value) in headers {
            // A cookie lets in whoever has it.
            let isCookie = name == "set-cookie" || name == "cookie"
            kept[redactor.redact(name)] = isCookie ? cookies(value) : redactor.redact(value)
        }
        return kept
    }

    /// The names of cookies with their values masked.
    private func cookies(_ field: String) -> String {
        let names = CookieField.pairs(in: field).map { "\(redactor.redact($0.name))=\(Redactor.mask)" }
        return names.isEmpty ? Redactor.mask : names.joined(separator: ", ")
    }

    private func parsed(_ parsed: ParsedFields) -> ParsedFields {
        var kept = parsed
        kept.stateWord = parsed.stateWord.map(redactor.redact)
        kept.jobID = parsed.jobID.map(redactor.redactID)
        kept.userID = parsed.userID.map(redactor.redactID)
        kept.pollURL = parsed.pollURL.map(redactor.redact)
        kept.resultsURL = parsed.resultsURL.map(redactor.redact)
        kept.message = parsed.message.map(redactor.redact)
        return kept
    }
}
