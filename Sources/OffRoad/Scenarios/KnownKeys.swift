package import Documents
package import TextFiles

extension OffRoadError: YAMLFailure {
  package static var yamlKind: Message { "error.kind.such-file" }

  package init(_ fault: YAMLFault) {
    self = .setting(
      "\(fault.place.english), \(fault.field)", problem: fault.problem, remedy: fault.remedy)
  }
}
