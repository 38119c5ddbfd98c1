import AirQuality
import Documents
import Testing
import TestSupport

@testable import VOC

@Suite("Schedules of an inventory")
struct ScheduleTests {
  private static let yaml = """
    title: t
    facilities:
      - name: A
        processes:
          - name: paint
            activity: 24000
            factor: 1
            schedule:
              months: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 13]
              weekdays: [1, 1, 1, 1, 1, 0, 0]
              hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
          - { name: tank, activity: 8784, factor: 1 }
    measures:
      - { name: half, kind: substitution-waterborne, at: A/paint, efficiency: 0.5 }
    """

  private static func course(_ yaml: String = yaml) throws -> InventoryTally {
    let file = try InventoryFile(yaml: yaml, file: "made.yaml")
    var analysis = InventoryAnalysis()
    analysis.draws = 100
    analysis.year = 2016
    return try analysis.tally(file.inventory, measures: file.measures)
  }

  @Test("Months, weekdays and hours by hand", .tags(.analytical))
  func byHand() throws {
    let tally = try Self.course()
    let course = try #require(tally.course)
    // Paint: 24 t, of which December 13/24; the tank 8,784 kg over the 8,784 hours of a leap year.
    #expect(course.hourlyEmission.count == 8_784)
    #expect(abs(course.months[11].emission - (13 + 0.744)) < 1e-9)
    #expect(abs(course.months[1].emission - (1 + 0.696)) < 1e-9)
    #expect(abs(course.months[1].remaining - (0.5 + 0.696)) < 1e-9)
    #expect(abs(course.months.reduce(0) { $0 + $1.emission } - tally.total.value) < 1e-9)
    #expect(abs(course.months.reduce(0) { $0 + $1.remaining } - tally.remaining.value) < 1e-9)
    // On weekends and by night there is the tank alone, one kilogram an hour.
    #expect(course.weekdays[5...].allSatisfy { abs($0.emission - 1) < 1e-9 })
    #expect(abs(course.hours[3].emission - 1) < 1e-9)
    // 1 January 2016 was a Friday: 1,000 kg on 21 working days, and noon has two of ten weights.
    let noon = course.hourlyEmission[12]
    #expect(abs(noon - (1 + 1_000.0 / 21 * 2 / 10)) < 1e-9)
    #expect(abs(course.hourlyEmission[24 + 12] - 1) < 1e-9)
    #expect(abs(course.unscheduledShare - 8.784 / 32.784) < 1e-9)
  }

  @Test("Schedules that cannot be are refused with what they need")
  func refused() throws {
    let eleven = Self.yaml.replacing("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 13]", with: "[1, 2]")
    let error = #expect(throws: VOCError.self) {
      try InventoryFile(yaml: eleven, file: "made.yaml")
    }
    #expect(error?.what.contains("has 2 weights and needs 12") == true, "\(error?.what ?? "")")
    let never = Self.yaml.replacing("[1, 1, 1, 1, 1, 0, 0]", with: "[0, 0, 0, 0, 0, 0, 0]")
    #expect(throws: VOCError.self) { try InventoryFile(yaml: never, file: "made.yaml") }
  }
}
