import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Limited-memory curvature")
struct LimitedMemoryTests {
  @Test("Without steps the direction is the steepest descent", .tags(.analytical))
  func steepest() {
    #expect(LimitedMemory().direction(against: [1, -2]) == [-1, 2])
    var memory = LimitedMemory()
    // A gradient that falls along the step is no curvature of a convex function.
    memory.remember(step: [1, 0], change: [-1, 0])
    #expect(memory.direction(against: [1, -2]) == [-1, 2])
    memory.remember(step: [1, 0], change: [2, 0])
    #expect(memory.direction(against: [1, -2]) != [-1, 2])
    memory.forget()
    #expect(memory.direction(against: [1, -2]) == [-1, 2])
  }

  // The secant equation: what the gradient changed by leads back along the last step.
  @Test("The last step undoes the last change", .tags(.analytical))
  func secant() {
    var stream = RandomStream(seed: 2, index: 0)
    var memory = LimitedMemory()
    for _ in 0..<14 {
      let step = (0..<6).map { _ in stream.normal() }
      let change = step.indices.map { Double($0 + 1) * step[$0] }
      memory.remember(step: step, change: change)
      for (found, known) in zip(memory.direction(against: change), step) {
        #expect(abs(found + known) < 1e-12)
      }
    }
  }

  @Test(
    "On a quadratic exact steps end at its minimum after as many as it has unknowns",
    .tags(.analytical))
  func quadratic() {
    let curvature = [1.0, 3, 10, 40, 200]
    var place = [1.0, -2, 3, -4, 5]
    var memory = LimitedMemory()
    for _ in curvature.indices {
      let gradient = zip(curvature, place).map { $0 * $1 }
      let direction = memory.direction(against: gradient)
      var slope = 0.0
      var bend = 0.0
      for index in place.indices {
        slope += gradient[index] * direction[index]
        bend += curvature[index] * direction[index] * direction[index]
      }
      let step = direction.map { -slope / bend * $0 }
      for index in place.indices { place[index] += step[index] }
      memory.remember(step: step, change: zip(curvature, step).map { $0 * $1 })
    }
    #expect(place.allSatisfy { abs($0) < 1e-9 }, "\(place)")
  }
}
