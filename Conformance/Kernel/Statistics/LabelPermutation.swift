//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The test whether one of several labels, such as the names of workers, goes with more faults than chance would give.
///
/// Trials within a cluster share a fate: all polls of a job fail together, or all that one worker answers about it. They
/// are no evidence by their number. If labels mean nothing, then within each cluster they may be exchanged with each
/// other as a whole, and the excess of faults that a label has over all clusters is one of those that exchanged labels
/// give. The share of exchanges with a label at least as conspicuous is the p-value, for all labels together.
///
/// Source: P. Good, *Permutation, Parametric and Bootstrap Tests of Hypotheses*, 3rd edition (2005), chapters 3 and 8.
struct LabelPermutation {
    /// The trials of one label in one stratum.
    private struct Cell {
        var trials = 0
        var faults = 0
    }

    /// A cluster, and a stratum within it.
    private struct Place: Hashable {
        var cluster: Int
        var stratum: Int
    }

    private var cells: [Place: [Int: Cell]] = [:]
    private let labels: Int

    /// The number of exchanges that are drawn; one in a hundred is then known to within a quarter of itself.
    private static let draws = 1999
    /// The number of clusters beyond which some are taken together, which can only hide a difference.
    private static let mostClusters = 400

    /// Creates a test without trials.
    ///
    /// - Parameter labels: The number of labels, which are counted from 0.
    init(labels: Int) {
        self.labels = labels
    }

    /// Adds a trial.
    ///
    /// - Parameters:
    ///   - label: The label of the trial.
    ///   - cluster: The cluster, whose trials share a fate.
    ///   - stratum: The stratum within the cluster, whose trials alone are compared with each other.
    ///   - isFaulty: True if the trial failed.
    mutating func add(label: Int, cluster: Int, stratum: Int, isFaulty: Bool) {
        let place = Place(cluster: cluster % Self.mostClusters, stratum: stratum)
        cells[place, default: [:]][label, default: Cell()].trials += 1
        if isFaulty { cells[place, default: [:]][label, default: Cell()].faults += 1 }
    }

    /// Returns the p-value of each label: the probability that any label is as conspicuous by chance.
    func significance() -> [Double] {
        let clusters = excesses()
        var observed = [Double](repeating: 0, count: labels)
        for cluster in clusters { for (label, excess) in cluster { observed[label] += excess } }
        var random = SplitMix64(seed: 1)
        var reached = [Int](repeating: 0, count: labels)
        var sums = [Double](repeating: 0, count: labels)
        for _ in 0..<Self.draws {
            for label in sums.indices { sums[label] = 0 }
            for cluster in clusters {
                var order = cluster.map(\.label)
                for index in order.indices.dropFirst().reversed() {
                    order.swapAt(index, Int(random.next() % UInt64(index + 1)))
                }
                for (index, label) in order.enumerated() { sums[label] += cluster[index].excess }
            }
            let most = sums.max() ?? 0
            // What is equal but for rounding is as conspicuous.
            for label in observed.indices where most >= observed[label] - 1e-9 { reached[label] += 1 }
        }
        return reached.map { Double($0 + 1) / Double(Self.draws + 1) }
    }

    /// The faults of each label beyond those that its trials would have at the share of their stratum, by cluster.
    private func excesses() -> [[(label: Int, excess: Double)]] {
        var clusters: [Int: [Int: Double]] = [:]
        for (place, labels) in cells {
            let trials = labels.values.reduce(0) { $0 + $1.trials }
            let share = Double(labels.values.reduce(0) { $0 + $1.faults }) / Double(trials)
            for (label, cell) in labels {
                clusters[place.cluster, default: [:]][label, default: 0] +=
                    Double(cell.faults) - share * Double(cell.trials)
            }
        }
        // In a fixed order, so that a history is always judged the same.
        return clusters.sorted { $0.key < $1.key }.map(\.value)
            .filter { $0.values.contains { abs($0) > 1e-9 } }
            .map { $0.sorted { $0.key < $1.key }.map { (label: $0.key, excess: $0.value) } }
    }
}
