//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Foundation

/// An API as described by its OpenAPI document, with which the answers of a server are compared.
package struct DescribedAPI: Sendable {
    /// A request and its answer.
    package struct Exchange: Sendable {
        /// The method of the request.
        package var method: String
        /// The path of the request, with its query.
        package var path: String
        /// The status code.
        package var status: Int
        /// The header fields of the answer.
        package var headers: [(name: String, value: String)]
        /// The body of the answer.
        package var body: Data

        /// Creates an exchange.
        package init(
            method: String,
            path: String,
            status: Int,
            headers: [(name: String, value: String)],
            body: Data
        ) {
            self.method = method
            self.path = path
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    private let document: JSONTree

    /// Parses a document.
    package init(_ document: Data) throws {
        self.document = try JSONTree(parsing: document)
    }

    /// The methods of every path, in upper case.
    package var methods: [String: Set<String>] {
        (document["paths"]?.members ?? [:]).mapValues { Set($0.members.keys.map { $0.uppercased() }) }
    }

    /// Returns the status codes in the description of an operation.
    package func statuses(of method: String, _ path: String) -> Set<Int> {
        let operation = document["paths"]?[path]?[method.lowercased()]
        return Set((operation?["responses"]?.members ?? [:]).keys.compactMap { Int($0) })
    }

    /// Returns the path in the description that matches the path of a request; a parameter matches any segment.
    package func template(of path: String) -> String? {
        let segments = Self.segments(of: path)
        return methods.keys.first { template in
            let wanted = Self.segments(of: template)
            return wanted.count == segments.count
                && zip(wanted, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }

    /// Returns the differences between an answer and the description, one sentence each.
    package func problems(of exchange: Exchange) -> [String] {
        let responses = self.responses(to: exchange)
        guard let response = responses["\(exchange.status)"].map(comparison.resolved) else {
            return ["\(exchange.status) is none of \(responses.keys.sorted())"]
        }
        return headerProblems(of: exchange, by: response) + bodyProblems(of: exchange, by: response)
    }

    private var comparison: SchemaComparison { SchemaComparison(document: document) }

    /// Returns the possible responses to a request: those of its operation, of a wrong method, or of an unknown path.
    private func responses(to exchange: Exchange) -> [String: JSONTree] {
        let shared = document["components"]?["responses"]
        guard let template = self.template(of: exchange.path), let item = document["paths"]?[template] else {
            return shared?["no_such_path"].map { ["404": $0] } ?? [:]
        }
        // HEAD gets the answers of GET.
        let method = exchange.method == "HEAD" && item["head"] == nil ? "get" : exchange.method.lowercased()
        if let operation = item[method] { return operation["responses"]?.members ?? [:] }
        let refusals = ["401", "403", "405"]
        let others = item.members.values.first?["responses"]?.members ?? [:]
        return others.filter { refusals.contains($0.key) }
    }

    private func headerProblems(of exchange: Exchange, by response: JSONTree) -> [String] {
        let described = (response["headers"]?.members ?? [:]).map { ($0.key, comparison.resolved($0.value)) }
        let problems = described.flatMap { name, header -> [String] in
            let values = exchange.headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
            guard let value = values.first, let schema = header["schema"] else {
                return header["required"] == .bool(true) ? ["the header \(name) is missing"] : []
            }
            let number = schema["type"] == "integer" ? Double(value).map(JSONTree.number) : nil
            return comparison.problems(of: number ?? .string(value), by: schema, at: "the header \(name)")
        }
        let known = Set(described.map { $0.0.lowercased() }).union(Self.framing)
        let unknown = Set(exchange.headers.map { $0.name.lowercased() }).subtracting(known)
        return problems.sorted() + unknown.sorted().map { "the header \($0) is not described" }
    }

    private func bodyProblems(of exchange: Exchange, by response: JSONTree) -> [String] {
        guard exchange.method != "HEAD" else { return exchange.body.isEmpty ? [] : ["an answer to HEAD has a body"] }
        guard let content = response["content"]?.members else {
            return exchange.body.isEmpty ? [] : ["there is a body, and none is described"]
        }
        let type = exchange.headers.first { $0.name.lowercased() == "content-type" }?.value ?? "nothing"
        let mediaType = String(type.prefix { $0 != ";" }).lowercased()
        guard let schema = content[mediaType]?["schema"] else {
            return ["the body is \(type), not \(content.keys.sorted())"]
        }
        guard mediaType == "application/json" else { return [] }
        guard let body = try? JSONTree(parsing: exchange.body) else { return ["the body is no JSON"] }
        return comparison.problems(of: body, by: schema, at: "body")
    }

    private static func segments(of path: String) -> [Substring] {
        path.prefix { $0 != "?" }.split(separator: "/")
    }

    /// The header fields that belong to HTTP rather than to the API.
    private static let framing = [
        "content-encoding", "content-type", "content-length", "connection", "date", "transfer-encoding",
    ]
}
