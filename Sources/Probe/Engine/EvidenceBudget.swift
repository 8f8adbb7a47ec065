//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// How much of the evidence a run keeps, in memory and on disk.
///
/// Whole bodies may take a quarter of either; beyond that they are kept by digest and beginning, after everything that is
/// read from them was read. When the requests alone have used up either budget, the run ends.
public struct EvidenceBudget: Sendable, Hashable {
    /// How much memory the history may take, in bytes.
    public var memory: Int
    /// How much of the disk the history may take, in bytes.
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
