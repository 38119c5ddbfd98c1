import NumericKernels
import TestSupport
import Testing

@testable import Simulation

@Suite("Noise with a given persistence of daily means")
struct AutoregressiveNoiseTests {
  @Test("Moments of block means are those of the double sum", .tags(.analytical))
  func blockMoments() {
    let coefficient = 0.9
    let steps = 6
    func power(_ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { product, _ in product * coefficient }
    }
    var within = 0.0
    var between = 0.0
    for left in 0..<steps {
      for right in 0..<steps {
        within += power(abs(left - right))
        between += power(abs(left - right - steps))
      }
    }
    let moments = AutoregressiveNoise.blockMoments(coefficient, steps)
    #expect(abs(moments.variance - within / 36) < 1e-12)
    #expect(abs(moments.correlation - between / within) < 1e-12)
  }

  @Test(
    "Daily noise keeps its coefficient; hourly noise has the daily means asked for",
    .tags(.analytical))
  func coefficients() {
    let daily = AutoregressiveNoise(dailyPersistence: 0.4, stepsPerDay: 1)
    #expect(daily.coefficient == 0.4 && daily.deviation == 1)
    let hourly = AutoregressiveNoise(dailyPersistence: 0.4, stepsPerDay: 24)
    let moments = AutoregressiveNoise.blockMoments(hourly.coefficient, 24)
    #expect(abs(moments.correlation - 0.4) < 1e-9)
    #expect(abs(moments.variance * hourly.deviation * hourly.deviation - 1) < 1e-9)
  }

  @Test("A long path has these moments", .tags(.calibration), arguments: [1, 24])
  func path(_ perDay: Int) {
    var stream = RandomStream(seed: 3, index: 0)
    let days = 4_000
    let path = AutoregressiveNoise(dailyPersistence: 0.5, stepsPerDay: perDay)
      .path(count: days * perDay, using: &stream)
    let means = (0..<days).map { day in
      SeriesMoments.mean(Array(path[(day * perDay)..<((day + 1) * perDay)]))
    }
    // Four standard errors: about 1/sqrt(4,000) times what autocorrelation adds.
    #expect(abs(SeriesMoments.mean(means)) < 0.11)
    #expect(abs(SeriesMoments.deviation(means) - 1) < 0.06)
    #expect(abs(SeriesMoments.autocorrelation(means) - 0.5) < 0.06)
  }
}
