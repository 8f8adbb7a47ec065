//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// The recorder of a run's events, which keeps them and writes them to the history.
///
/// An actor, so that the file and the listener get the events in one order without a lock being held meanwhile.
actor EventRecorder {
    private let clock: RunClock
    private let writer: HistoryWriter?
    private let listener: (any RunListener)?
    private let decision: (any PollingDecision)?
    private let form: KeptForm
    private var meter: EvidenceMeter { didSet { isUsedUp.store(meter.isUsedUp, ordering: .relaxed) } }
    /// The state of the meter, for those who ask before each request.
    private let isUsedUp = Atomic(false)
    private var repeated = RepeatedBodies()
    private let counter = Counter()
    private var events: [Event] = []
    /// The times of the responses to each user's initiations.
    private var initiations: [Event.User: [Instant]] = [:]
    /// The times at which initiations were let through that are not answered yet.
    private var reserved: [Event.User: [Instant]] = [:]
    private var samples: [StoreSnapshot] = []
    private var faults: [Fault] = []
    private var logs: [LogRecord] = []
    /// True once the header is written; events before it wait.
    private var isOpen = false
    private var writeFailure: (any Error)?

    init(
        clock: RunClock,
        writer: HistoryWriter?,
        listener: (any RunListener)?,
        decision: (any PollingDecision)? = nil,
        redactor: Redactor = Redactor(),
        budget: EvidenceBudget = EvidenceBudget()
    ) {
        self.clock = clock
        self.writer = writer
        self.listener = listener
        self.decision = decision
        form = KeptForm(redactor: redactor)
        meter = EvidenceMeter(budget: budget)
    }

    /// True if the budget is used up, so that the run has to end.
    nonisolated var isFull: Bool { isUsedUp.load(ordering: .relaxed) }

    /// Writes the header and all waiting events; the users' ids are known only after the logins.
    func open(_ header: History.Header) {
        guard !isOpen else { return }
        isOpen = true
        let header = form.header(header)
        write { try $0.write(header) }
        for event in events { write { try $0.write(event) } }
    }

    /// Announces a change to the deployment.
    func announce(_ notice: String) {
        listener?.runWillChange(form.redactor.redact(notice))
    }

    /// Records a snapshot of the store; called only on an open recorder.
    func record(_ sample: StoreSnapshot) {
        let sample = form.sample(sample)
        meter.admit(sample)
        samples.append(sample)
        write { try $0.write(sample) }
    }

    /// Records an injected fault; called only on an open recorder.
    func record(_ fault: Fault) {
        let fault = form.fault(fault)
        meter.admit(fault.detail + (fault.failure ?? ""))
        faults.append(fault)
        write { try $0.write(fault) }
    }

    /// Records a line of the deployment's logs; called only on an open recorder.
    func record(_ log: LogRecord) {
        let log = form.log(log)
        meter.admit(log.message + log.metadata.map { $0.key + $0.value }.joined())
        logs.append(log)
        write { try $0.write(log) }
    }

    /// Returns the request ids of all responses.
    func requestIDs() -> Set<String> {
        Set(events.compactMap { $0.outcome.response?.headers[HeaderFields.requestID] })
    }

    /// Returns the requests of one kind in the course of the run's own jobs.
    func answers(to operation: Event.Operation) -> [Event] {
        events.filter { $0.operation == operation && $0.intent.isOwn }
    }

    /// Returns the workers that have responded so far, as far as responses name them.
    func workers() -> Set<String> { Set(events.compactMap(\.outcome.response?.worker)) }

    /// Returns the longest remaining lease on a job in any snapshot; `nil` without one.
    func longestLease() -> Duration? {
        samples.lazy.flatMap(\.keys).filter { $0.role == .lease }.compactMap(\.remaining).max()
    }

    /// Records an event without its secrets, writes its line and notifies the listener; its body may be cut.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - repeated: The memory of its job's polls, if it is one of them.
    nonisolated func record(_ event: Event, _ repeated: RepeatedPoll? = nil) async {
        // Outside: what one request costs holds up no other one.
        await keep(form.event(event, repeated))
    }

    private func keep(_ whole: Event) {
        let event = meter.admit(repeated.withoutRepeated(whole))
        events.append(event)
        if event.operation == .initiate {
            initiations[event.user, default: []].append(event.received)
            if reserved[event.user]?.isEmpty == false { reserved[event.user]?.removeFirst() }
        }
        if isOpen { write { try $0.write(event) } }
        decision?.record(event)
        // A listener sees each answer as it came, also one that is kept only once.
        listener?.runDidRecord(whole)
    }

    /// Returns the time of a user's initiation, 1 for the last, 2 for the one before it; `nil` when there are fewer.
    ///
    /// Those that were let through and are not answered yet count as the last ones.
    func initiation(of user: Event.User, fromLast number: Int) -> Instant? {
        let pending = reserved[user, default: []]
        guard number > pending.count else { return pending[pending.count - number] }
        let times = initiations[user, default: []]
        let number = number - pending.count
        return times.count >= number ? times[times.count - number] : nil
    }

    /// Lets an initiation of a user through, in one step with the look at the earlier ones: two that ask at the same
    /// time do not get the same place.
    ///
    /// - Returns: `nil` if it may be sent now; otherwise the time at which to ask again.
    func reserve(initiationOf user: Event.User, most: Int, within window: Duration) -> Instant? {
        let now = clock.now()
        if let earlier = initiation(of: user, fromLast: most), earlier + window > now { return earlier + window }
        reserved[user, default: []].append(now)
        return nil
    }

    /// Writes the footer and returns the ordered history.
    ///
    /// - Throws: The first error of writing.
    func close(_ header: History.Header, _ footer: History.Footer) throws -> History {
        var footer = footer
        if meter.cutBodies > 0 || meter.isUsedUp {
            footer.budget = History.Footer.Budget(
                memory: meter.budget.memory,
                disk: meter.budget.disk,
                isUsedUp: meter.isUsedUp
            )
        }
        write { try $0.write(footer) }
        listener?.runDidEnd(footer)
        if let writeFailure { throw writeFailure }
        return History(
            header: form.header(header),
            events: events.sorted { $0.id < $1.id },
            samples: samples.sorted { $0.asked < $1.asked },
            faults: faults.sorted { $0.began < $1.began },
            logs: logs,
            footer: footer
        )
    }

    /// Creates the stamp of a request that is about to be sent.
    nonisolated func stamp() -> Stamp { Stamp(clock: clock, counter: counter) }

    /// Writes unless an earlier write failed: a history with a gap would be misleading.
    private func write(_ line: (HistoryWriter) throws -> Void) {
        guard let writer, writeFailure == nil else { return }
        do { try line(writer) } catch { writeFailure = error }
    }
}

extension EventRecorder {
    /// The number and times of one request.
    final class Stamp: Sendable {
        private struct Times {
            var id: Int?
            var sent: Instant?
            var answering: Instant?
            var received: Instant?
        }

        private let clock: RunClock
        private let counter: Counter
        private let attempted: Instant
        private let times = Mutex(Times())

        fileprivate init(clock: RunClock, counter: Counter) {
            self.clock = clock
            self.counter = counter
            attempted = clock.now()
        }

        /// Records the time of a transport moment.
        func mark(_ moment: TransportMoment) {
            self.times.withLock { times in
                switch moment {
                case .sent:
                    guard times.id == nil else { return }
                    (times.id, times.sent) = self.counter.next(self.clock)
                case .answering:
                    times.answering = times.answering ?? self.clock.now()
                case .received:
                    times.received = times.received ?? self.clock.now()
                }
            }
        }

        /// Ends the request; one that was never sent gets its number now, with the time of the attempt as its time of
        /// sending.
        ///
        /// - Parameter isWhole: True if the response was complete, so that its last byte counts.
        /// - Returns: The request's number and times.
        func settle(isWhole: Bool) -> (id: Int, sent: Instant, firstByte: Instant?, received: Instant) {
            self.times.withLock { times in
                let now = self.clock.now()
                let id = times.id ?? self.counter.next(self.clock).id
                return (id, times.sent ?? self.attempted, times.answering, isWhole ? times.received ?? now : now)
            }
        }
    }

    /// A counter of requests in the order of sending.
    fileprivate final class Counter: Sendable {
        private let last = Mutex(0)

        /// Returns the next number and the time in one step, so that a higher number never has an earlier time.
        func next(_ clock: RunClock) -> (id: Int, now: Instant) {
            self.last.withLock { last in
                last += 1
                return (last, clock.now())
            }
        }
    }
}
