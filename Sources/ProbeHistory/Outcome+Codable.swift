//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

// Written by hand because the synthesised form nests a meaningless `_0`, and a history is read by people too.
extension Outcome {
    private enum CodingKeys: String, CodingKey {
        case answered
        case unanswered
    }

    /// Decodes an outcome from an object with one member, `answered` or `unanswered`.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when there is neither.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let response = try container.decodeIfPresent(Response.self, forKey: .answered) {
            self = .answered(response)
        } else {
            self = .unanswered(try container.decode(Failure.self, forKey: .unanswered))
        }
    }

    /// Encodes the outcome as an object with one member, `answered` or `unanswered`.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .answered(let response): try container.encode(response, forKey: .answered)
        case .unanswered(let failure): try container.encode(failure, forKey: .unanswered)
        }
    }
}
