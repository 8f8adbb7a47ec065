//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Synchronization

/// The memory of one job's polls: the last request, and the last answer as it was understood.
///
/// A request is filled in once as long as nothing changes that it is filled in with. An answer is understood and looked
/// through for secrets once as long as the same body comes again: that helps between two steps of a job's progress, and
/// never where each body differs. Whoever holds it polls with it one request after the other, each planned alike but for
/// its time and its token. It keeps one of each, and ends with the job's polling.
final class RepeatedPoll: Sendable {
    /// A request as it was filled in, of which only the trace differs each time.
    struct Filled: Sendable {
        /// The captured values that were filled in.
        let captured: [String: CapturedValue]
        let token: String?
        let call: RenderedCall
        let request: TransportRequest
    }

    /// An answer with everything that it was understood by.
    private struct Understood {
        let captured: [String: CapturedValue]
        let url: String
        let reply: Exchange.Reply
        let parsed: ParsedFields
    }

    /// An answer as it was understood, and in the form in which that is recorded.
    private struct Shown {
        let parsed: ParsedFields
        let form: ParsedFields
        /// The number of secrets that it was looked through for.
        let secrets: Int
    }

    private struct State {
        var filled: Filled?
        var understood: Understood?
        var shown: Shown?
    }

    private let state = Mutex(State())

    /// Returns the request with these values, if it was filled in before.
    func filled(with captured: [String: CapturedValue], token: String?) -> Filled? {
        let filled = state.withLock { $0.filled }
        guard let filled, filled.token == token, filled.captured == captured else { return nil }
        return filled
    }

    /// Keeps a request.
    func keep(_ filled: Filled) { state.withLock { $0.filled = filled } }

    /// Returns what was understood from the answer before, if this one says the same in all that was read.
    func parsed(
        from reply: Exchange.Reply,
        url: String,
        _ captured: [String: CapturedValue],
        by interpreter: Interpreter
    ) -> ParsedFields? {
        guard let last = state.withLock({ $0.understood }), last.reply.status == reply.status,
            last.reply.bodyBytes == reply.bodyBytes, last.reply.body.hasSameBytes(as: reply.body),
            last.url.hasSameBytes(as: url), last.captured == captured,
            interpreter.readsSame(last.reply.headers, reply.headers)
        else { return nil }
        return last.parsed
    }

    /// Keeps what was understood from an answer.
    func keep(
        _ parsed: ParsedFields,
        from reply: Exchange.Reply,
        url: String,
        _ captured: [String: CapturedValue]
    ) {
        // A longer one hardly comes twice, and would be held for as long as the job is polled.
        let isShort = reply.body.utf8.count <= ReadingLimits.smallBody
        let understood = isShort ? Understood(captured: captured, url: url, reply: reply, parsed: parsed) : nil
        state.withLock { $0.understood = understood }
    }

    /// Returns the recorded form of the very same fields, if no secret was learnt since.
    func form(of parsed: ParsedFields, secrets: Int) -> ParsedFields? {
        guard let shown = state.withLock({ $0.shown }), shown.secrets == secrets, shown.parsed.isIdentical(to: parsed)
        else { return nil }
        return shown.form
    }

    /// Keeps the recorded form of some fields.
    func keep(_ form: ParsedFields, of parsed: ParsedFields, secrets: Int) {
        state.withLock { $0.shown = Shown(parsed: parsed, form: form, secrets: secrets) }
    }
}
