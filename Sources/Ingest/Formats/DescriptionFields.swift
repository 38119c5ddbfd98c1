package import Documents
package import TextFiles

/// The fields of one mapping of a format description.
typealias DescriptionFields = YAMLFields<IngestError>

extension IngestError: YAMLFailure {
  package static var yamlKind: Message { "error.kind.format-description" }

  package init(_ fault: YAMLFault) {
    self = .description(
      fault.field, problem: fault.problem, remedy: fault.remedy, file: fault.file,
      line: fault.line)
  }
}
