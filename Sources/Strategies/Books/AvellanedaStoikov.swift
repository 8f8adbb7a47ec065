//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc

/// The quotes of a risk-averse market maker in the model of Avellaneda and Stoikov.
///
/// With prices as fractions of the middle: the reservation price lies q·γ·σ²·τ below the middle, and the quotes are
/// γ·σ²·τ + (2/γ)·ln(1 + γ/κ) apart, for an inventory of q lots, the risk aversion γ, the variance σ²·τ of the price
/// until the inventory is to be gone, and orders that arrive at a rate that falls by e^(−κ·δ) at the distance δ.
/// Source: Avellaneda and Stoikov, *High-Frequency Trading in a Limit Order Book*, Quantitative Finance 8, 2008,
/// equations 29 and 30.
package struct AvellanedaStoikov: Sendable {
    /// The risk aversion γ, above zero.
    package let riskAversion: Double
    /// The decay κ of the rate of orders with the distance, above zero.
    package let decay: Double
    /// The variance σ²·τ of the price until the inventory is to be gone.
    package let variance: Double

    /// Makes a model from its parameters, which are not checked.
    package init(riskAversion: Double, decay: Double, variance: Double) {
        self.riskAversion = riskAversion
        self.decay = decay
        self.variance = variance
    }

    /// The distance between the two quotes.
    package var spread: Double { riskAversion * variance + 2 / riskAversion * log1p(riskAversion / decay) }

    /// Computes the distance of the reservation price above the middle, for an inventory in lots.
    package func shift(inventory: Double) -> Double { -inventory * riskAversion * variance }
}
