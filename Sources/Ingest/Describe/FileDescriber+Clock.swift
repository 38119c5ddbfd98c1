import Documents
import AirQuality
import TextFiles

/// Clock, step, and which end of its period a stamp names.
extension FileDescriber {
  mutating func settleTime(_ stamps: [Int]) throws(IngestError) {
    let hasHours = draft.time.contains { $0.0 == "hours" }
    let pattern = draft.time.first { $0.0 == "pattern" }.map { $0.1.filter { $0 != "\"" } }
    let count = pattern.flatMap { StampCount(rawValue: $0) }
    let hasClock =
      hasHours || draft.time.contains { $0.0 == "hour" } || count != nil
      || pattern.flatMap { StampPattern($0)?.hasHour } == true
    settleClock(pattern, count)
    let written = pattern.flatMap { StampPattern($0) }
    let isOfMonths =
      draft.time.contains { $0.0 == "year" } && !draft.time.contains { $0.0 == "day" }
    let step =
      options.step
      ?? (hasHours
        ? .hour
        : written?.hasDay == false || isOfMonths
          ? (written?.hasMonth == false ? .year : .month) : distance(stamps, hasClock: hasClock))
    if let step {
      if step != .hour { draft.time.append(("step", DescriptionDraft.scalar("\(step)"))) }
      if options.step == nil, !hasHours {
        see("time", "most stamps are \(step.inWords.english) apart")
      }
    } else {
      ask("describe.step", "--step hour")
    }
    if hasClock {
      if let stamp = options.stamp {
        draft.time.append(("stamp", stamp.rawValue))
      } else {
        let runsTo24 = hasHours ? columns[hourPlaces.upperBound - 1].name.contains("24") : hours24()
        ask(
          runsTo24 ? "describe.stamp-to-24" : "describe.stamp",
          "--stamp beginning, or --stamp ending")
      }
    }
    guard let seconds = step?.seconds, !hasHours else { return }
    settleOrder(stamps)
    settleJitter(stamps, seconds)
  }

  private func hours24() -> Bool {
    shape.rows.contains {
      $0.fields.contains {
        $0 == "24" || $0.hasPrefix("24:") || $0.hasSuffix(" 24:00") || $0 == "2400"
      }
    }
  }

  private mutating func settleClock(_ pattern: String?, _ count: StampCount?) {
    let tellsOffset = pattern.flatMap { StampPattern($0)?.hasOffset } == true
    if let zone = options.zone {
      draft.time.append(("zone", DescriptionDraft.scalar(zone)))
    } else if let offset = options.utcOffset {
      draft.time.append(("utc_offset", "\"\(offset)\""))
    } else if tellsOffset {
      see("time", "stamps say their own distance from UTC")
    } else {
      ask(
        count?.isOfUTC == true ? "describe.clock-of-days" : "describe.clock",
        "--utc-offset +08:00, or --zone Europe/London for a clock with summer time")
    }
  }

  /// The most frequent distance of stamps, by months where they are the firsts of months.
  private func distance(_ stamps: [Int], hasClock: Bool) -> TimeStep? {
    let sorted = Set(stamps).sorted()
    guard sorted.count > 1 else { return hasClock ? nil : .day }
    let dates = sorted.map { Instant(secondsSinceEpoch: $0).date(utcOffset: 0) }
    if !hasClock, dates.allSatisfy({ $0.day == 1 }) {
      if dates.allSatisfy({ $0.month == 1 }) { return .year }
      return dates.allSatisfy { $0.month % 3 == 1 } ? .quarter : .month
    }
    var counts: [Int: Int] = [:]
    for (left, right) in zip(sorted, sorted.dropFirst()) { counts[right - left, default: 0] += 1 }
    guard let found = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key else {
      return nil
    }
    // Stamps that jitter have no distance of their own: the nearest usual one is meant.
    let usual = [
      60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
    ]
    if let near = usual.first(where: { abs($0 - found) * 20 <= $0 }) { return .seconds(near) }
    return .seconds(found)
  }

  private mutating func settleOrder(_ stamps: [Int]) {
    guard zip(stamps, stamps.dropFirst()).contains(where: { $0 > $1 }) else { return }
    var last: [String: Int] = [:]
    let keys = [draft.station.first { $0.0 == "column" }?.1, draft.pollutants?.column]
      .compactMap { $0 }.compactMap { name in shape.names.firstIndex(of: name) }
    var (isUp, isDown) = (true, true)
    for (row, stamp) in zip(shape.rows, stamps) {
      let key = keys.map { row.fields[$0] }.joined(separator: "\u{0}")
      if let earlier = last.updateValue(stamp, forKey: key) {
        if stamp < earlier { isUp = false }
        if stamp > earlier { isDown = false }
      }
    }
    if isDown, !isUp {
      see("time", "rows run from the newest to the oldest")
    } else if !isUp {
      draft.time.append(("order", "any"))
      see("time", "rows are in no order of time")
    }
  }

  private mutating func settleJitter(_ stamps: [Int], _ step: Int) {
    guard let first = stamps.first, stamps.contains(where: { ($0 - first) % step != 0 }) else {
      return
    }
    if let jitter = options.jitter {
      draft.time.append(("jitter", jitter.rawValue))
    } else {
      ask(
        say("describe.jitter", step: TimeStep.seconds(step).inWords),
        "--jitter snap, or --jitter average (with --step)")
    }
  }
}
