//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Technical indicators over columns of candles, oldest value first.
///
/// Each result is aligned to the end of its input: its last element belongs to the last candle. The first candles, for
/// which an indicator is not defined yet, have no element, so a result is shorter than its input and has no
/// placeholders; an input that is too short gives an empty result. Each indicator takes time linear in the input.
///
/// Conventions that differ between libraries follow TA-Lib.
package enum Indicators {}
