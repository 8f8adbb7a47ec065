//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
import HTTPTypes

/// The OpenAPI description of the API, generated from its operations.
package enum APIDescription {
    /// The path at which the description is served.
    package static let path = "/openapi.json"
    /// The version of the OpenAPI Specification.
    package static let openAPIVersion = "3.1.0"
    /// The version of the API.
    package static let version = "1.0.0"

    /// The description as JSON text.
    package static let document = Data(value.json().utf8)

    /// The methods of all operations by path, in the syntax of the router.
    package static let methods = APIOperation.all.reduce(into: [String: Set<String>]()) { methods, operation in
        methods[operation.path, default: []].insert(operation.method.rawValue)
    }

    private static let value: DescriptionValue = [
        "openapi": .string(openAPIVersion),
        "info": [
            "title": "Opportunity scans",
            "version": .string(version),
            "summary": "Starts scans of a market, tells how they stand, and gives what they found.",
            "description": """
            A path that is not described here gets 404 with the word `no_such_path`, and a method that a path does \
            not take gets 405. Members that a description does not name may be added to any body later.
            """,
            "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
        ],
        "servers": [["url": "/"]],
        "paths": .object(paths),
        "components": [
            "schemas": .object(
                Dictionary(uniqueKeysWithValues: SchemaName.allCases.map { ($0.rawValue, $0.schema.value) })
            ),
            "responses": .object(sharedAnswers),
            "headers": .object(APIAnswer.numbering.mapValues(APIAnswer.header)),
            "securitySchemes": [
                "bearer": [
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "The `access_token` of a login.",
                ]
            ],
        ],
    ]

    private static var paths: [String: DescriptionValue] {
        APIOperation.all.reduce(into: [:]) { paths, operation in
            var item: [String: DescriptionValue] = [:]
            if case .object(let members) = paths[operation.path] { item = members }
            item[operation.method.rawValue.lowercased()] = operation.value
            paths[operation.path] = .object(item)
        }
    }

    /// The answers in the components of the description; the one for unknown paths belongs to no operation.
    private static var sharedAnswers: [String: DescriptionValue] {
        let answers = APIOperation.all.flatMap(\.allAnswers) + [.errors([.noSuchPath])]
        return answers.reduce(into: [:]) { shared, answer in
            if let name = answer.name { shared[name] = answer.value }
        }
    }
}
