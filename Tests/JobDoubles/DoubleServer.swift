//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOHTTP1
import Synchronization

/// A double on a free port of this machine.
package enum DoubleServer {
    /// Lends the address of a running double to a body.
    ///
    /// - Parameters:
    ///   - double: The description.
    ///   - fault: The fault.
    ///   - seconds: The time that a job takes.
    ///   - body: The closure that uses the server.
    /// - Returns: The result of the closure.
    /// - Throws: The error of the closure, or that of a server that cannot start.
    package static func with<Value>(
        _ double: JobDouble,
        _ fault: JobDouble.Fault = .none,
        seconds: Double = 0.6,
        _ body: (_ address: String) async throws -> Value
    ) async throws -> Value {
        // The address is known when the server runs, before its first request.
        let running = Mutex<RunningDouble?>(nil)
        let respond: @Sendable (TestServer.Request) -> TestServer.Reply = { request in
            let double = running.withLock { $0 }
            return TestServer.Reply(double?.answer(RunningDouble.Request(request)) ?? JobDouble.Answer(503))
        }
        return try await TestServer.with(respond) { server in
            let clock = ContinuousClock()
            let start = clock.now
            running.withLock {
                $0 = RunningDouble(double, fault, base: server.url, seconds: seconds) {
                    let passed = start.duration(to: clock.now).components
                    return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
                }
            }
            return try await body(server.url)
        }
    }
}

extension RunningDouble.Request {
    /// The request that a server received.
    fileprivate init(_ request: TestServer.Request) {
        let fields = request.headers.map { ($0.name.lowercased(), $0.value) }
        self.init(
            method: request.method,
            path: request.path,
            headers: Dictionary(fields) { first, _ in first },
            body: request.body
        )
    }
}

extension TestServer.Reply {
    /// The answer of a double as a server sends it.
    fileprivate init(_ answer: JobDouble.Answer) {
        var headers = answer.headers.map { ($0.key, $0.value) }
        if !answer.body.isEmpty, answer.headers["content-type"] == nil {
            headers.append(("content-type", "application/json"))
        }
        self = .response(status: answer.status, headers: headers, body: answer.body)
    }
}
