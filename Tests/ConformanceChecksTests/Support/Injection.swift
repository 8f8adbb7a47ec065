//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

/// One fault injected into a correct history, and the requirements that it violates.
struct Injection: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var violates: Set<String>
    /// Injects the fault.
    var inject: @Sendable (inout History) throws -> Void

    init(_ description: String, _ violates: Set<String>, _ inject: @escaping @Sendable (inout History) throws -> Void) {
        testDescription = description
        self.violates = violates
        self.inject = inject
    }
}

extension Injection {
    /// All injections.
    static let all = Self.initiate + Self.status + Self.progress + Self.results + Self.resultsBodies + Self.isolation
}
