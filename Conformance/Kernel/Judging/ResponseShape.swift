//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// A response without the parts that differ between any two responses: ids, times and request ids.
struct ResponseShape: Hashable {
    private let status: Int
    private let body: JSONValue

    init(_ response: Response, askedFor jobID: String?) {
        status = response.status
        let text = response.body ?? ""
        // The beginning of a body says less than the body: the digest stands for it.
        if let digest = response.bodyDigest {
            body = .string(digest)
            return
        }
        body = Self.masked(JSONValue(parsing: text) ?? .string(text), key: "", jobID: jobID)
    }

    /// The words that name fields whose value differs in every response.
    private static let volatileFields: Set<String> = [
        "request_id", "requestid", "trace_id", "traceid", "correlation_id", "timestamp", "time", "duration_ms",
        "elapsed_ms",
    ]

    private static func masked(_ value: JSONValue, key: String, jobID: String?) -> JSONValue {
        switch value {
        case .null, .bool:
            return value
        case .number:
            return volatileFields.contains(key.lowercased()) ? .string("<volatile>") : value
        case .string(let text):
            guard !volatileFields.contains(key.lowercased()) else { return .string("<volatile>") }
            return .string(self.masked(text, jobID: jobID))
        case .array(let values):
            return .array(values.map { self.masked($0, key: key, jobID: jobID) })
        case .object(let fields):
            return .object(
                Dictionary(uniqueKeysWithValues: fields.map { ($0, self.masked($1, key: $0, jobID: jobID)) })
            )
        }
    }

    /// Masks the requested id, and every word that looks like an id or a time.
    private static func masked(_ text: String, jobID: String?) -> String {
        var rest = text
        if let jobID, !jobID.isEmpty {
            rest = rest.replacing(jobID, with: "<id>")
            // An answer may name an id in the form that its path has once it is read.
            let read = jobID.looselyPercentDecoded
            if read != jobID, !read.isEmpty { rest = rest.replacing(read, with: "<id>") }
        }
        var masked = ""
        var word = ""
        for character in rest {
            if character.isLetter || character.isNumber || "-_:.+".contains(character) {
                word.append(character)
            } else {
                masked += maskedWord(word)
                masked.append(character)
                word = ""
            }
        }
        return masked + maskedWord(word)
    }

    private static func maskedWord(_ word: String) -> String {
        let digits = word.count { $0.isNumber }
        if digits >= 8, word.contains("T"), word.contains(":") { return "<time>" }
        let isID = word.count >= 12 && digits >= 3 && word.allSatisfy { $0.isHexDigit || $0 == "-" || $0 == "_" }
        return isID ? "<id>" : word
    }
}
