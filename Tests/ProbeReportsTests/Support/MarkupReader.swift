//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import FoundationXML
import Testing

/// A tree of XML elements, read by an independent parser; the page is XML, too, except for its document type.
final class MarkupReader: NSObject, XMLParserDelegate {
    /// An element, with the texts and elements in it.
    final class Element {
        let name: String
        let attributes: [String: String]
        var children: [Element] = []
        /// The text of the element itself.
        var text = ""
        /// The text of the element and all descendants, in document order.
        var fullText = ""

        init(name: String, attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }

        /// The element and all descendants, in document order.
        var all: [Element] { [self] + children.flatMap(\.all) }

        func all(_ name: String, class className: String? = nil) -> [Element] {
            self.all.filter { element in
                let classes = element.attributes["class"]?.split(separator: " ").map(String.init) ?? []
                return element.name == name && (className.map(classes.contains) ?? true)
            }
        }
    }

    private var open: [Element] = []
    private var root: Element?

    /// Reads a document, which has to be well-formed.
    static func read(_ text: String) throws -> Element {
        let reader = MarkupReader()
        let parser = XMLParser(data: Data(text.replacing("<!DOCTYPE html>\n", with: "").utf8))
        parser.delegate = reader
        let isWhole = parser.parse()
        let position =
            "line \(parser.lineNumber), column \(parser.columnNumber): \(String(describing: parser.parserError))"
        try #require(isWhole, "\(position)")
        return try #require(reader.root)
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        let element = Element(name: name, attributes: attributes)
        self.open.last?.children.append(element)
        if root == nil { root = element }
        self.open.append(element)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        self.open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        self.open.last?.text += text
        for element in self.open { element.fullText += text }
    }
}
