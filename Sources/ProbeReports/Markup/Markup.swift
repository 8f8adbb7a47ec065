//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A piece of HTML, SVG or XML, which escapes all text.
///
/// The only ways from a `String` to markup are ``text(_:keepsLines:)`` and attribute values, which both escape, scalar
/// by scalar: a quote before a combining mark is another *character* than a quote, and still ends an attribute.
struct Markup: Sendable, Hashable {
    /// The markup as text.
    let source: String

    private init(source: String) {
        self.source = source
    }

    /// Creates an element.
    ///
    /// - Parameters:
    ///   - name: The element's name.
    ///   - attributes: Its attributes in their order; one without a value is left out.
    ///   - content: Its content.
    init(
        _ name: StaticString,
        _ attributes: KeyValuePairs<StaticString, String?> = [:],
        @MarkupBuilder content: () -> Markup = { .nothing }
    ) {
        var source = "<\(name)"
        for (key, value) in attributes {
            if let value { source += " \(key)=\"\(Self.escaped(value, keepsLines: false))\"" }
        }
        let content = content()
        if content.source.isEmpty, Self.emptyElements.contains(name.description) {
            source += "/>"
        } else {
            source += ">\(content.source)</\(name)>"
        }
        self.source = source
    }

    /// Empty markup.
    static let nothing = Markup(source: "")

    /// A line feed, for readability in an editor.
    static let lineFeed = Markup(source: "\n")

    /// Returns escaped text.
    static func text(_ text: String, keepsLines: Bool = false) -> Markup {
        Markup(source: escaped(text, keepsLines: keepsLines))
    }

    /// Returns escaped text with code in backticks, as in the catalogue.
    static func prose(_ text: String) -> Markup {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return .joined(
            parts.enumerated().map { index, part in
                index.isMultiple(of: 2) ? .text(String(part)) : Markup("code") { String(part) }
            }
        )
    }

    /// Returns hand-written markup, such as a document type.
    static func verbatim(_ source: StaticString) -> Markup { Markup(source: source.description) }

    /// Returns the content of a `style` element, which has no escapes.
    static func styleSheet(_ css: StyleSheet) -> Markup { Markup(source: css.text) }

    /// Concatenates pieces.
    static func joined(_ pieces: [Markup]) -> Markup { Markup(source: pieces.map(\.source).joined()) }

    /// The void elements of HTML, and the shapes of SVG.
    private static let emptyElements: Set<String> = [
        "meta", "link", "br", "col", "path", "line", "rect", "circle", "property",
    ]

    private static func escaped(_ text: String, keepsLines: Bool) -> String {
        let visible = PlainText.visible(text, keepsLines: keepsLines)
        guard visible.utf8.contains(where: { entities[$0] != nil }) else { return visible }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(visible.utf8.count + 32)
        for byte in visible.utf8 {
            if let entity = entities[byte] {
                bytes += entity
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let entities: [UInt8: [UInt8]] = [
        UInt8(ascii: "&"): Array("&amp;".utf8), UInt8(ascii: "<"): Array("&lt;".utf8),
        UInt8(ascii: ">"): Array("&gt;".utf8), UInt8(ascii: "\""): Array("&quot;".utf8),
        UInt8(ascii: "'"): Array("&#39;".utf8),
    ]
}

/// A builder of markup from elements, texts, conditions and loops.
@resultBuilder
enum MarkupBuilder {
    static func buildExpression(_ markup: Markup) -> Markup { markup }
    static func buildExpression(_ pieces: [Markup]) -> Markup { .joined(pieces) }
    static func buildExpression(_ text: String) -> Markup { .text(text) }
    static func buildBlock(_ pieces: Markup...) -> Markup { .joined(pieces) }
    static func buildArray(_ pieces: [Markup]) -> Markup { .joined(pieces) }
    static func buildOptional(_ piece: Markup?) -> Markup { piece ?? .nothing }
    static func buildEither(first piece: Markup) -> Markup { piece }
    static func buildEither(second piece: Markup) -> Markup { piece }
}
