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

    func event(_ event: Event, _ repeated: RepeatedPoll? = nil) -> Event {
        var kept = event
        kept.setRequest(
            jobID: event.jobID.map(redactor.redactID),
            url: redactor.redact(event.url),
            body: event.requestBody.map(redactor.redact),
            headers: event.requestHeaders?.mapValues(redactor.redact)
        )
        kept.traceID = event.traceID.flatMap(redactor.redact)
        switch event.outcome {
        case .unanswered(var failure):
            failure.message = redactor.redact(failure.message)
            kept.outcome = .unanswered(failure)
        case .answered(let response):
            let redacted = response.with { response in
                response.headers = redactor.redact(response.headers)
                response.body = response.body.map(redactor.redact)
                response.worker = response.worker.map(redactor.redact)
                response.parsed = response.parsed.map { parsed($0, repeated) }
            }
            kept.outcome = .answered(redacted)
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
            metadata: redactor.redact(ReadingLimits.cut(HeaderFields(log.metadata)).dictionary)
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

    private func parsed(_ parsed: ParsedFields, _ repeated: RepeatedPoll?) -> ParsedFields {
        guard let repeated else { return self.parsed(parsed) }
        // Asked before: a secret that is learnt meanwhile must not count as one that was looked for.
        let secrets = redactor.count
        if let known = repeated.form(of: parsed, secrets: secrets) { return known }
        let form = self.parsed(parsed)
        repeated.keep(form, of: parsed, secrets: secrets)
        return form
    }

    private func parsed(_ parsed: ParsedFields) -> ParsedFields {
        parsed.with { kept in
            kept.stateWord = kept.stateWord.map(redactor.redact)
            kept.jobID = kept.jobID.map(redactor.redactID)
            kept.userID = kept.userID.map(redactor.redactID)
            kept.pollURL = kept.pollURL.map(redactor.redact)
            kept.resultsURL = kept.resultsURL.map(redactor.redact)
            kept.message = kept.message.map(redactor.redact)
        }
    }
}
