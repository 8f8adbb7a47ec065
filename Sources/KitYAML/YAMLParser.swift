//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import CYAML

/// A part of a YAML document, in the order of the text.
enum YAMLEvent {
    case documentStart
    case documentEnd
    case streamEnd
    case scalar(String, isPlain: Bool, anchor: String?)
    case alias(String)
    case sequenceStart(anchor: String?)
    case sequenceEnd
    case mappingStart(anchor: String?)
    case mappingEnd
}

/// libyaml's parser of a text.
@safe final class YAMLParser {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let text: UnsafeMutableBufferPointer<UInt8>
    /// False if there was no memory for a parser.
    private let isReady: Bool

    init(_ text: String) {
        unsafe self.text = .allocate(capacity: text.utf8.count)
        _ = unsafe self.text.initialize(from: text.utf8)
        isReady = unsafe yaml_parser_initialize(parser) == 1
        guard isReady else { return }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, self.text.baseAddress, self.text.count)
    }

    deinit {
        if isReady { unsafe yaml_parser_delete(parser) }
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    /// Returns the next event and its line, from 1.
    func next() throws(StrictYAML.Problem) -> (event: YAMLEvent, line: Int) {
        while true {
            var event = unsafe yaml_event_t()
            guard isReady, unsafe yaml_parser_parse(parser, &event) == 1 else { throw problem }
            defer { unsafe yaml_event_delete(&event) }
            let line = unsafe Int(event.start_mark.line) + 1
            if let read = unsafe YAMLEvent(event) { return (read, line) }
        }
    }

    /// The parser's own explanation.
    private var problem: StrictYAML.Problem {
        guard isReady, let words = unsafe parser.pointee.problem else {
            return StrictYAML.Problem(line: 1, cause: .syntax("there is no memory to read it"))
        }
        let line: Int
        if unsafe parser.pointee.error == YAML_READER_ERROR {
            // The marks are those of the last token; what cannot be read comes later.
            let end = unsafe min(Int(parser.pointee.problem_offset), text.count)
            line = unsafe text[..<end].count { $0 == UInt8(ascii: "\n") } + 1
        } else {
            line = unsafe Int(parser.pointee.problem_mark.line) + 1
        }
        return StrictYAML.Problem(line: line, cause: .syntax(unsafe String(cString: words)))
    }
}

extension YAMLEvent {
    /// Copies an event; `nil` for the start of the text, which says nothing.
    fileprivate init?(_ event: yaml_event_t) {
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_ALIAS_EVENT: self = .alias(unsafe Self.text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: Int(scalar.length))
            self = .scalar(
                unsafe String(decoding: bytes, as: UTF8.self),
                isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE,
                anchor: unsafe Self.text(scalar.anchor)
            )
        case YAML_SEQUENCE_START_EVENT:
            self = .sequenceStart(anchor: unsafe Self.text(event.data.sequence_start.anchor))
        case YAML_SEQUENCE_END_EVENT: self = .sequenceEnd
        case YAML_MAPPING_START_EVENT: self = .mappingStart(anchor: unsafe Self.text(event.data.mapping_start.anchor))
        case YAML_MAPPING_END_EVENT: self = .mappingEnd
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: self = .streamEnd
        default: return nil
        }
    }

    private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe bytes.map { unsafe String(cString: $0) }
    }
}
