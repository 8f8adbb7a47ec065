//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Probe

/// The way to a job's status.
enum StatusPlace: Sendable, Hashable {
    /// A path with the id at `{job_id}`.
    case path(String, id: IDSource)
    /// An address that an answer named.
    case address(Finding)
    /// An address that every poll names anew.
    case moving(Finding)

    /// The place of the id that stands in a path.
    enum IDSource: Sendable, Hashable {
        /// A value in the answer to the beginning.
        case finding(Finding)
        /// A component of an address in a header, found by the pattern with `{}`.
        case header(name: String, pattern: String, text: String)

        /// The id.
        var text: String {
            switch self {
            case .finding(let finding): finding.text
            case .header(_, _, let text): text
            }
        }
    }

    /// The id, where the job has one.
    var id: String? {
        if case .path(_, let id) = self { id.text } else { nil }
    }

    /// Returns an address as a path with the id in it, where that says the same; an address with more in its query may
    /// have a key there.
    ///
    /// - Parameters:
    ///   - address: The address that was found.
    ///   - reference: Its path and query.
    ///   - ids: What may be ids.
    /// - Returns: The path; `nil` where the address says more.
    static func path(_ address: Finding, reference: String, ids: [Finding]) -> StatusPlace? {
        guard let parts = URLComponents(string: reference) else { return nil }
        let components = parts.percentEncodedPath.split(separator: "/", omittingEmptySubsequences: false).map(
            String.init
        )
        let query = parts.percentEncodedQuery
        for id in ids where id.text.utf8.count >= 1 {
            let escaped = AddressText.escape(id.text)
            if query == nil, components.contains(escaped), id.text.utf8.count > 2 || components.last == escaped {
                let path = components.map { $0 == escaped ? "{job_id}" : $0 }.joined(separator: "/")
                return .path(path, id: .finding(id))
            }
            if let query, query.hasSuffix("=\(escaped)"), !query.contains("&") {
                return .path("\(parts.percentEncodedPath)?\(query.dropLast(escaped.count)){job_id}", id: .finding(id))
            }
        }
        guard case .header(let name) = address.source, query == nil, let last = components.last, Self.isIDLike(last)
        else {
            return nil
        }
        let folder = components.dropLast().joined(separator: "/")
        return .path(
            "\(folder)/{job_id}",
            id: .header(name: name, pattern: "*\(folder)/{}", text: last.percentDecoded ?? last)
        )
    }

    /// Returns the reference of a status at a path.
    static func reference(_ path: String, id: String) -> String {
        path.replacing("{job_id}", with: AddressText.escape(id))
    }

    private static func isIDLike(_ text: String) -> Bool {
        text.utf8.count >= 6 && text.contains(where: \.isNumber) || Int(text) != nil
    }
}

/// The paths at which APIs usually have the status of a job.
enum UsualPaths {
    /// Returns the paths for the status, the likeliest first.
    ///
    /// - Parameters:
    ///   - start: The path of the call that begins a job.
    ///   - id: The finding of the id, whose name often is that of the path.
    /// - Returns: The paths, with the id at `{job_id}`.
    static func status(after start: String, id: Finding) -> [String] {
        let plain = start.prefix { $0 != "?" }
        let folders = plain.split(separator: "/").map(String.init)
        let slash = plain.hasSuffix("/") && plain.count > 1 ? "/" : ""
        let noun = id.source.words.filter { !["id", "uuid", "guid", "identifier", "x"].contains($0) }.last
        let name = if case .member(let place) = id.source { place.name } else { "id" }
        let whole = "/" + folders.joined(separator: "/")
        var paths = [
            "\(whole)/{job_id}", "\(whole)/{job_id}/status", "\(whole)/status/{job_id}",
            "\(whole)/status?\(name)={job_id}",
        ]
        var nouns = noun.map { [$0 + "s", $0] } ?? []
        if let last = folders.last { nouns += [last + "s", last] }
        nouns += ["jobs", "tasks", "status", "job", "task", "operations"]
        nouns = nouns.enumerated().filter { nouns.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        // The nearest folder first, as /api/v1 of /api/v1/import/.
        for count in stride(from: folders.count - 1, through: 0, by: -1) {
            let root = folders.prefix(count).map { "/\($0)" }.joined()
            paths += nouns.map { "\(root)/\($0)/{job_id}" }
            paths += ["{job_id}", "{job_id}/status", "status?\(name)={job_id}", "result/{job_id}", "info/{job_id}"]
                .map { "\(root)/\($0)" }
            paths += nouns.prefix(4).flatMap { ["\(root)/\($0)/{job_id}/status", "\(root)/\($0)/status/{job_id}"] }
        }
        var seen: Set<String> = []
        return paths.flatMap { path in
            slash.isEmpty || path.contains("?") ? [path] : [path + slash, path]
        }.filter { seen.insert($0).inserted }
    }

    /// Returns the paths for the results, the likeliest first.
    ///
    /// - Parameter status: The path of the status.
    /// - Returns: The paths, with the id at `{job_id}`.
    static func results(beside status: String) -> [String] {
        let names = [
            "result", "results", "output", "outputs", "response", "rows", "data", "download", "files", "content",
            "logs",
        ]
        if let query = status.firstIndex(of: "?") {
            // Such as /report/get?task_id=… beside /report/status?task_id=….
            let folder = status[..<query].split(separator: "/").dropLast().map { "/\($0)" }.joined()
            return (["get"] + names).map { "\(folder)/\($0)\(status[query...])" }
        }
        let slash = status.hasSuffix("/") ? "/" : ""
        let base = slash.isEmpty ? status : String(status.dropLast())
        if base.hasSuffix("/status") {
            let job = base.dropLast("/status".count)
            return [job + slash] + names.map { "\(job)/\($0)\(slash)" }
        }
        var paths = names.map { "\(base)/\($0)\(slash)" }
        let folders = base.split(separator: "/").map(String.init)
        if let index = folders.lastIndex(of: "status") {
            paths += names.prefix(2).map { name in
                "/" + folders.enumerated().map { $0.offset == index ? name : $0.element }.joined(separator: "/") + slash
            }
        }
        return paths
    }
}
