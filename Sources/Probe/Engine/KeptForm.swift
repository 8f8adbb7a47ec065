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
        kept.jobID = event.jobID.map(self.redactor.redactID)
        kept.url = self.redactor.redact(event.url)
        kept.requestBody = event.requestBody.map(self.redactor.redact)
        kept.requestHeaders = event.requestHeaders?.mapValues(self.redactor.redact)
        switch event.outcome {
        case .unanswered(var failure):
            failure.message = self.redactor.redact(failure.message)
            kept.outcome = .unanswered(failure)
        case .answered(var response):
            response.headers = self.headers(response.headers)
            response.body = response.body.map(self.redactor.redact)
            response.worker = response.worker.map(self.redactor.redact)
            response.parsed = response.parsed.map(self.parsed)
            kept.outcome = .answered(response)
        }
        return kept
    }

    func sample(_ sample: StoreSnapshot) -> StoreSnapshot {
        var kept = sample
        kept.jobID = sample.jobID.map(self.redactor.redactID)
        kept.keys = sample.keys.map { key in
            var kept = key
            kept.key = ReadingLimits.cut(self.redactor.redact(key.key), to: ReadingLimits.storeKey)
            return kept
        }
        return kept
    }

    func fault(_ fault: Fault) -> Fault {
        var kept = fault
        kept.jobID = fault.jobID.map(self.redactor.redactID)
        kept.alsoHit = fault.alsoHit?.map(self.redactor.redactID)
        kept.detail = ReadingLimits.cut(self.redactor.redact(fault.detail), to: ReadingLimits.message)
        kept.failure = fault.failure.map { ReadingLimits.cut(self.redactor.redact($0), to: ReadingLimits.message) }
        return kept
    }

    func log(_ log: LogRecord) -> LogRecord {
        LogRecord(
            message: ReadingLimits.cut(self.redactor.redact(log.message), to: ReadingLimits.message),
            level: log.level.map { ReadingLimits.cut(self.redactor.redact($0), to: ReadingLimits.word) },
            metadata: self.headers(ReadingLimits.cut(log.metadata))
        )
    }

    func header(_ header: History.Header) -> History.Header {
        var kept = header
        kept.target = self.redactor.redact(header.target)
        kept.access.userID = header.access.userID.map(self.redactor.redactID)
        kept.plan.jobs.bodies = header.plan.jobs.bodies.map(self.redactor.redact)
        kept.plan.initiate.twinBodies = header.plan.initiate.twinBodies.map(self.redactor.redact)
        return kept
    }

    private func headers(_ headers: [String: String]) -> [String: String] {
        var kept: [String: String] = [:]
        for (name, value) in headers {
            // A cookie lets in whoever has it.
            let isCookie = name == "set-cookie" || name == "cookie"
            kept[self.redactor.redact(name)] = isCookie ? Redactor.mask : self.redactor.redact(value)
        }
        return kept
    }

    private func parsed(_ parsed: ParsedFields) -> ParsedFields {
        var kept = parsed
        kept.stateWord = parsed.stateWord.map(self.redactor.redact)
        kept.jobID = parsed.jobID.map(self.redactor.redactID)
        kept.userID = parsed.userID.map(self.redactor.redactID)
        kept.pollURL = parsed.pollURL.map(self.redactor.redact)
        kept.resultsURL = parsed.resultsURL.map(self.redactor.redact)
        kept.message = parsed.message.map(self.redactor.redact)
        return kept
    }
}
