//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// The OpenAPI representation of operations.
extension APIOperation {
    var value: DescriptionValue {
        var members: [String: DescriptionValue] = [
            "operationId": .string(id), "summary": .string(summary), "security": security,
            "responses": .object(responses),
        ]
        if !parameters.isEmpty { members["parameters"] = .array(parameters.map(\.value)) }
        if let body {
            members["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": Schema.named(body).value]],
            ]
        }
        return .object(members)
    }

    private var responses: [String: DescriptionValue] {
        allAnswers.reduce(into: [:]) { responses, answer in
            let reference = answer.name.map { DescriptionValue.object(["$ref": "#/components/responses/\($0)"]) }
            responses["\(answer.status.code)"] = reference ?? answer.value
        }
    }

    private var security: DescriptionValue {
        switch access {
        case .anyone: []
        case .users: [["bearer": []]]
        case .administrators: [["bearer": [.string(Role.admin.rawValue)]]]
        }
    }
}

extension APIOperation.Parameter {
    var value: DescriptionValue {
        [
            "name": .string(name), "in": .string(place.rawValue), "required": .bool(place == .path),
            "schema": schema.value, "description": .string(meaning),
        ]
    }
}

extension APIAnswer {
    /// The header fields of every answer.
    static let numbering = [
        "X-Request-ID": Schema.string.described("The id of the request, as error bodies and the log have it."),
        "X-Worker": Schema.string.described("The worker that answered."),
        "Cache-Control": Schema.words(["no-store", "no-cache"]),
    ]

    /// Returns the answer to a served request, with a JSON body.
    static func json(
        _ meaning: String,
        _ body: Schema,
        _ headers: [String: Schema] = [:],
        status: HTTPResponse.Status = .ok,
        links: [Link] = []
    ) -> APIAnswer {
        APIAnswer(status: status, meaning: meaning, headers: headers, body: body, links: links)
    }

    static func header(_ schema: Schema) -> DescriptionValue { ["required": true, "schema": schema.value] }

    var value: DescriptionValue {
        var fields = headers.mapValues(Self.header)
        for name in Self.numbering.keys { fields[name] = ["$ref": "#/components/headers/\(name)"] }
        var members: [String: DescriptionValue] = ["description": .string(meaning), "headers": .object(fields)]
        if let body { members["content"] = [mediaType: ["schema": body.value]] }
        if !links.isEmpty {
            members["links"] = .object(Dictionary(links.map { ($0.operation, $0.value) }) { _, last in last })
        }
        return .object(members)
    }
}

extension APIAnswer.Link {
    fileprivate var value: DescriptionValue {
        ["operationId": .string(operation), "parameters": [parameter: "$response.body#/\(member)"]]
    }
}
