//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Array where Element: Sendable {
    /// Transforms the elements, several at a time, and keeps their order.
    ///
    /// - Parameters:
    ///   - width: The greatest number of concurrent transformations.
    ///   - transform: The transformation of an element.
    /// - Returns: The transformed elements, in order.
    /// - Throws: The first error of a transformation, after which the others are cancelled, or `CancellationError`.
    func concurrentMap<Value: Sendable>(
        width: Int,
        _ transform: @escaping @Sendable (Element) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var values = [Value?](repeating: nil, count: count)
            var next = 0
            func start() {
                guard next < count else { return }
                let (index, element) = (next, self[next])
                next += 1
                group.addTask {
                    try Task.checkCancellation()
                    return (index, try await transform(element))
                }
            }
            for _ in 0..<Swift.max(1, width) { start() }
            while let (index, value) = try await group.next() {
                values[index] = value
                start()
            }
            return values.compactMap { $0 }
        }
    }
}
