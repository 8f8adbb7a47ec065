//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Foundation
package import Testing

/// A folder that is gone after its use: that of a test with the trait `.temporaryFolder`, or of a body.
package struct TemporaryFolder: TestTrait, TestScoping {
    @TaskLocal private static var ofTest: URL?

    /// The folder of the test that runs, which has the trait `.temporaryFolder`.
    package static var url: URL {
        get throws { try #require(ofTest, "the test lacks the trait `.temporaryFolder`") }
    }

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Self.with { try await Self.$ofTest.withValue($0, operation: function) }
    }

    /// Runs a body with a folder.
    package static func with<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "test-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}

extension Trait where Self == TemporaryFolder {
    /// Lends the test a folder, each of its cases one of its own.
    package static var temporaryFolder: Self { Self() }
}
