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
    private var meter: EvidenceMeter
    private let counter = Counter()
    private var events: [Event] = []
    /// The times of the responses to each user's initiations.
    private var initiations: [Event.User: [Int64]] = [:]
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
        self.form = KeptForm(redactor: redactor)
        self.meter = EvidenceMeter(budget: budget)
    }

    /// True if the budget is used up, so that the run has to end.
    var isFull: Bool { self.meter.isUsedUp }

    /// Writes the header and all waiting events; the users' ids are known only after the logins.
    func open(_ header: History.Header) {
        guard !self.isOpen else { return }
        self.isOpen = true
        let header = self.form.header(header)
        self.write { try $0.write(header) }
        for event in self.events { self.write { try $0.write(event) } }
    }

    /// Announces a change to the deployment.
    func announce(_ notice: String) {
        self.listener?.runWillChange(self.form.redactor.redact(notice))
    }

    /// Records a snapshot of the store; called only on an open recorder.
    func record(_ sample: StoreSnapshot) {
        let sample = self.form.sample(sample)
        self.meter.admit(sample)
        self.samples.append(sample)
        self.write { try $0.write(sample) }
    }

    /// Records an injected fault; called only on an open recorder.
    func record(_ fault: Fault) {
        let fault = self.form.fault(fault)
        self.meter.admit(fault.detail + (fault.failure ?? ""))
        self.faults.append(fault)
        self.write { try $0.write(fault) }
    }

    /// Records a line of the deployment's logs; called only on an open recorder.
    func record(_ log: LogRecord) {
        let log = self.form.log(log)
        self.meter.admit(log.message + log.metadata.map { $0.key + $0.value }.joined())
        self.logs.append(log)
        self.write { try $0.write(log) }
    }

    /// Returns the request ids of all responses.
    func requestIDs() -> Set<String> {
        Set(self.events.compactMap { $0.outcome.response?.headers["x-request-id"] })
    }

    /// Returns the workers that have responded so far, as far as responses name them.
    func workers() -> Set<String> { Set(self.events.compactMap(\.outcome.response?.worker)) }

    /// Returns the longest remaining lease on a job in any snapshot, in seconds; `nil` without one.
    func longestLease() -> Double? {
        self.samples.lazy.flatMap(\.keys).filter { $0.role == .lease }.compactMap(\.remaining).max()
            .map { Double($0) / 1000 }
    }

    /// Records an event without its secrets, writes its line and notifies the listener; its body may be cut.
    func record(_ event: Event) {
        let event = self.meter.admit(self.form.event(event))
        self.events.append(event)
        if event.operation == .initiate { self.initiations[event.user, default: []].append(event.received) }
        if self.isOpen { self.write { try $0.write(event) } }
        self.decision?.record(event)
        self.listener?.runDidRecord(event)
    }

    /// Returns the time of a user's answered initiation, 1 for the last, 2 for the one before it; `nil` when there are
    /// fewer.
    func initiation(of user: Event.User, fromLast number: Int) -> Int64? {
        let times = self.initiations[user, default: []]
        return times.count >= number ? times[times.count - number] : nil
    }

    /// Writes the footer and returns the ordered history.
    ///
    /// - Throws: The first error of writing.
    func close(_ header: History.Header, _ footer: History.Footer) throws -> History {
        var footer = footer
        if self.meter.cutBodies > 0 || self.meter.isUsedUp {
            footer.budget = History.Footer.Budget(
                memory: self.meter.budget.memory,
                disk: self.meter.budget.disk,
                isUsedUp: self.meter.isUsedUp
            )
        }
        self.write { try $0.write(footer) }
        self.listener?.runDidEnd(footer)
        if let writeFailure { throw writeFailure }
        return History(
            header: self.form.header(header),
            events: self.events.sorted { $0.id < $1.id },
            samples: self.samples.sorted { $0.asked < $1.asked },
            faults: self.faults.sorted { $0.began < $1.began },
            logs: self.logs,
            footer: footer
        )
    }

    /// Creates the stamp of a request that is about to be sent.
    nonisolated func stamp() -> Stamp { Stamp(clock: self.clock, counter: self.counter) }

    /// Writes unless an earlier write failed: a history with a gap would be misleading.
    private func write(_ line: (HistoryWriter) throws -> Void) {
        guard let writer, self.writeFailure == nil else { return }
        do { try line(writer) } catch { self.writeFailure = error }
    }
}

extension EventRecorder {
    /// The number and times of one request.
    final class Stamp: Sendable {
        private struct Times {
            var id: Int?
            var sent: Int64?
            var received: Int64?
        }

        private let clock: RunClock
        private let counter: Counter
        private let attempted: Int64
        private let times = Mutex(Times())

        fileprivate init(clock: RunClock, counter: Counter) {
            self.clock = clock
            self.counter = counter
            self.attempted = clock.now()
        }

        /// Records the time of a transport moment.
        func mark(_ moment: TransportMoment) {
            self.times.withLock { times in
                switch moment {
                case .sent:
                    guard times.id == nil else { return }
                    (times.id, times.sent) = self.counter.next(self.clock)
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
        func settle(isWhole: Bool) -> (id: Int, sent: Int64, received: Int64) {
            self.times.withLock { times in
                let now = self.clock.now()
                let id = times.id ?? self.counter.next(self.clock).id
                return (id, times.sent ?? self.attempted, isWhole ? times.received ?? now : now)
            }
        }
    }

    /// A counter of requests in the order of sending.
    fileprivate final class Counter: Sendable {
        private let last = Mutex(0)

        /// Returns the next number and the time in one step, so that a higher number never has an earlier time.
        func next(_ clock: RunClock) -> (id: Int, now: Int64) {
            self.last.withLock { last in
                last += 1
                return (last, clock.now())
            }
        }
    }
}
