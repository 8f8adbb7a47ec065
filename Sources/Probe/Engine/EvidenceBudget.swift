//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The memory and disk space that a run's evidence may take.
///
/// Whole bodies may take a quarter of either; beyond that they are kept by digest and beginning, after everything that is
/// read from them was read. When the requests alone have used up either budget, the run ends.
public struct EvidenceBudget: Sendable, Hashable {
    /// The maximum memory of the history, in bytes.
    public var memory: Int
    /// The maximum size of the history's file, in bytes.
    public var disk: Int

    /// Creates a budget.
    ///
    /// - Parameters:
    ///   - memory: How much memory the history may take, in bytes.
    ///   - disk: How much of the disk it may take, in bytes.
    public init(memory: Int = 256 << 20, disk: Int = 1 << 30) {
        self.memory = memory
        self.disk = disk
    }
}
