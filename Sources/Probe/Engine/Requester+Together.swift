//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Requester {
    /// Sends a planned request twice at once, on two connections that are opened first.
    ///
    /// If one of them cannot be sent, the other goes without it.
    ///
    /// - Returns: The two events.
    /// - Throws: `CancellationError` as ``send(_:)`` does.
    func sendTwice(_ planned: PlannedRequest) async throws -> (Event, Event) {
        let places = SendingBarrier.places(2)
        // On one event loop both are written before either answer is read.
        return try await withTaskExecutorPreference(transport.nextExecutor()) {
            async let one = send(planned, at: places[0])
            async let other = send(planned, at: places[1])
            return (try await one, try await other)
        }
    }

    private func send(_ planned: PlannedRequest, at place: SendingBarrier.Place) async throws -> Event {
        // Whatever became of the request: the other one is not to wait for it.
        defer { place.leave() }
        var planned = planned
        planned.place = place
        return try await send(planned).event
    }
}
