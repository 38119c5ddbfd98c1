import Documents
import AirQuality
import TextFiles

extension Registry {
  /// The records that come with the program: the programme of 2014 and what public pages say of
  /// it since, each row with its source and how it was checked.
  public static let builtIn: Registry = {
    var registry = Registry()
    for kind in RecordKind.allCases {
      let name = "cooperation/\(kind.rawValue).csv"
      guard let bytes = EmbeddedFile.bytes(named: name) else {
        preconditionFailure("“\(name)” is not embedded")
      }
      do throws(RegistryError) {
        for row in try RecordFile(bytes: bytes, file: name, kind: kind).rows() {
          registry.add(row.record)
        }
      } catch {
        preconditionFailure(error.explanation)
      }
    }
    return registry
  }()
}
