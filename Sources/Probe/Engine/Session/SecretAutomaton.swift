//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Finds many byte strings at once in a text whose characters may be escaped, in time linear in the text's length.
///
/// The automaton is that of Aho and Corasick (*Efficient string matching*, 1975). An escape can be read in more than one
/// way, as itself or as what it stands for, so that a search is in several states at a time; there are at most
/// ``mostStates``, of which those furthest into a pattern are kept.
struct SecretAutomaton: Sendable {
    /// The maximum number of states of a search.
    private static let mostStates = 16
    private static let root: Int32 = 0

    /// The class of each byte: 0 for those that no pattern has.
    private var classes = [UInt8](repeating: 0, count: 256)
    private var classCount = 1
    /// The next state for each state and class.
    private var moves: [Int32] = [0]
    /// The number of matched bytes of a pattern in each state.
    private var depths: [Int32] = [0]
    /// The number of the longest pattern that ends in a state; -1 when none does.
    private var found: [Int32] = [-1]
    private var lengths: [Int] = []
    /// The number of patterns.
    var patternCount: Int { lengths.count }
    /// The bytes with which a pattern or an escape may begin.
    private var begins: [Bool] = []

    /// Creates an automaton for patterns, of which none is empty.
    init(_ patterns: Set<[UInt8]>) {
        for byte in Set(patterns.joined()).sorted() where classCount < 256 {
            classes[Int(byte)] = UInt8(classCount)
            classCount += 1
        }
        moves = Array(repeating: -1, count: classCount)
        // The order makes a run repeatable.
        for pattern in patterns.sorted(by: { $0.lexicographicallyPrecedes($1) }) { add(pattern) }
        link()
        begins = (0..<256).map {
            move(Self.root, UInt8($0)) != Self.root || EscapedText.mayBeginEscape(UInt8($0))
        }
    }

    private mutating func add(_ pattern: [UInt8]) {
        var state = 0
        for byte in pattern {
            let move = state * classCount + Int(classes[Int(byte)])
            if moves[move] < 0 {
                moves[move] = Int32(depths.count)
                moves.append(contentsOf: repeatElement(-1, count: classCount))
                depths.append(depths[state] + 1)
                found.append(-1)
            }
            state = Int(moves[move])
        }
        found[state] = Int32(lengths.count)
        lengths.append(pattern.count)
    }

    /// Completes the moves, breadth first: where a pattern does not go on, another one may.
    private mutating func link() {
        var fallbacks = [Int32](repeating: Self.root, count: depths.count)
        var queue: [Int] = [0]
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            for symbol in 0..<classCount {
                let move = state * classCount + symbol
                let fallback = state == 0 ? Self.root : moves[Int(fallbacks[state]) * classCount + symbol]
                guard moves[move] >= 0 else {
                    moves[move] = fallback
                    continue
                }
                let child = Int(moves[move])
                fallbacks[child] = fallback
                if found[child] < 0 { found[child] = found[Int(fallback)] }
                queue.append(child)
            }
        }
    }

    private func move(_ state: Int32, _ byte: UInt8) -> Int32 {
        moves[Int(state) * classCount + Int(classes[Int(byte)])]
    }
}

// MARK: - Searching

extension SecretAutomaton {
    /// A state of a search, and the places of the bytes that led there, the last one first.
    private struct Thread {
        var state: Int32
        var trail: Int32
    }

    private struct Search {
        /// The threads that wait for the search to come to a place, by the place modulo their number.
        var waiting = [[Thread]](repeating: [], count: EscapedText.longestUnit + 1)
        var waitingCount = 0
        /// The places of bytes, each with the number of the one before it.
        var trails: [(place: Int, before: Int32)] = []
        /// The number of them above which unused ones are dropped.
        var mostTrails = 1 << 20
        /// The last place found of each pattern.
        var last: [Range<Int>?]
        var places: [Range<Int>] = []
    }

    /// The places of the patterns in a text, in no order; they may overlap.
    func places(in text: EscapedText) -> [Range<Int>] {
        // Most texts have no beginning of anything, or no whole pattern.
        guard !lengths.isEmpty, var place = text.bytes.firstIndex(where: { begins[Int($0)] }),
            mayHavePattern(text, from: place)
        else { return [] }
        var search = Search(last: Array(repeating: nil, count: lengths.count))
        while place < text.bytes.count {
            if search.waitingCount == 0 {
                search.trails.removeAll(keepingCapacity: true)
                while place < text.bytes.count, !begins[Int(text.bytes[place])] { place += 1 }
                guard place < text.bytes.count else { break }
            }
            step(at: place, in: text, &search)
            place += 1
        }
        return search.places + search.last.compactMap(\.self)
    }

    /// Returns false for a text without escapes in which no pattern ends; it is read once, without a trail.
    private func mayHavePattern(_ text: EscapedText, from start: Int) -> Bool {
        guard !text.hasEscapes(asideFromPlus: classes[Int(UInt8(ascii: " "))] == 0) else { return true }
        var state = Self.root
        for byte in text.bytes[start...] {
            state = move(state, byte)
            if found[Int(state)] >= 0 { return true }
        }
        return false
    }

    private func step(at place: Int, in text: EscapedText, _ search: inout Search) {
        let slot = place & EscapedText.longestUnit
        var threads = search.waiting[slot]
        search.waitingCount -= threads.count
        search.waiting[slot].removeAll(keepingCapacity: true)
        if threads.isEmpty { threads.append(Thread(state: Self.root, trail: -1)) }
        if search.trails.count > search.mostTrails { dropOldTrails(of: &threads, &search) }
        let byte = text.bytes[place]
        advance(threads, with: EscapedText.Unit(byte, end: place + 1), at: place, &search)
        guard EscapedText.mayBeginEscape(byte) else { return }
        var last = EscapedText.Unit(byte, end: place + 1)
        for depth in 1...EscapedText.deepest {
            // The same again, where there is nothing to take off at this depth.
            for isLazy in [false, true] {
                guard let unit = text.unit(at: place, depth: depth, isLazy: isLazy), unit != last else { continue }
                last = unit
                advance(threads, with: unit, at: place, &search)
            }
        }
    }

    private func advance(_ threads: [Thread], with unit: EscapedText.Unit, at place: Int, _ search: inout Search) {
        for thread in threads {
            var thread = thread
            for index in 0..<unit.count {
                thread.state = move(thread.state, unit[index])
                guard thread.state != Self.root else {
                    thread.trail = -1
                    continue
                }
                search.trails.append((place, thread.trail))
                thread.trail = Int32(search.trails.count - 1)
                let pattern = found[Int(thread.state)]
                if pattern >= 0 { note(Int(pattern), thread, until: unit.end, &search) }
            }
            wait(thread, for: unit.end, &search)
        }
    }

    /// Has a thread wait for a place; at the root it need not, since every search begins there anew.
    private func wait(_ thread: Thread, for place: Int, _ search: inout Search) {
        guard thread.state != Self.root else { return }
        let slot = place & EscapedText.longestUnit
        guard !search.waiting[slot].contains(where: { $0.state == thread.state }) else { return }
        if search.waiting[slot].count < Self.mostStates {
            search.waiting[slot].append(thread)
            search.waitingCount += 1
            return
        }
        let depth = { (thread: Thread) in depths[Int(thread.state)] }
        guard
            let shallowest = search.waiting[slot].indices.min(by: {
                depth(search.waiting[slot][$0]) < depth(search.waiting[slot][$1])
            }), depth(search.waiting[slot][shallowest]) < depth(thread)
        else { return }
        search.waiting[slot][shallowest] = thread
    }

    /// Notes that a pattern ends; what overlaps the last place of the same pattern is part of that.
    private func note(_ pattern: Int, _ thread: Thread, until end: Int, _ search: inout Search) {
        let length = lengths[pattern]
        if let last = search.last[pattern] {
            // A byte of a pattern takes a byte of the text at least.
            if end - length <= last.upperBound {
                search.last[pattern] = last.lowerBound..<max(end, last.upperBound)
                return
            }
            search.places.append(last)
        }
        var trail = thread.trail
        for _ in 1..<length where search.trails[Int(trail)].before >= 0 { trail = search.trails[Int(trail)].before }
        search.last[pattern] = search.trails[Int(trail)].place..<end
    }

    /// Copies the trails of the threads there are, and forgets the others.
    private func dropOldTrails(of threads: inout [Thread], _ search: inout Search) {
        let old = search.trails
        search.trails.removeAll()
        func copy(_ thread: inout Thread) {
            var places: [Int] = []
            var trail = thread.trail
            while trail >= 0, places.count < Int(depths[Int(thread.state)]) {
                places.append(old[Int(trail)].place)
                trail = old[Int(trail)].before
            }
            thread.trail = -1
            for place in places.reversed() {
                search.trails.append((place, thread.trail))
                thread.trail = Int32(search.trails.count - 1)
            }
        }
        for index in threads.indices { copy(&threads[index]) }
        for slot in search.waiting.indices {
            for index in search.waiting[slot].indices { copy(&search.waiting[slot][index]) }
        }
        search.mostTrails = max(search.mostTrails, 2 * search.trails.count)
    }
}
