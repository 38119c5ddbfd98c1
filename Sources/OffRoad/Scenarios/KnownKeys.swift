package import TextFiles

extension OffRoadError: YAMLFailure {
  package static var yamlKind: String { "such a file" }

  package init(_ fault: YAMLFault) {
    self = .setting(
      "\(fault.location), \(fault.field)", problem: fault.problem, remedy: fault.remedy)
  }
}
