import TextFiles

extension CivilZone {
  /// Looks a zone up in the machine's list: the folder that `TZDIR` names, `/usr/share/zoneinfo`.
  ///
  /// - Parameter identifier: a name of the IANA list, `Europe/London`, as the list writes it.
  /// - Throws: `ZoneError` with the nearest names, or with what to install.
  public init(identifier: String) throws(ZoneError) {
    try self.init(identifier: identifier, folders: Self.folders)
  }

  /// The same in other folders.
  init(identifier: String, folders: [String]) throws(ZoneError) {
    let installed = folders.filter { Self.exists("\($0)/UTC") || Self.exists("\($0)/Etc/UTC") }
    guard !installed.isEmpty else { throw .notInstalled(identifier, searched: folders) }
    if Self.isName(identifier) {
      for folder in installed {
        let file = "\(folder)/\(identifier)"
        guard let bytes = try? FileBytes.read(file) else { continue }
        do {
          self.identifier = identifier
          clock = ZoneClock(try ZoneFile(bytes))
          return
        } catch {
          throw .damaged(identifier, file: file, reason: error.reason)
        }
      }
    }
    throw .unknownZone(identifier, nearest: Self.nearest(to: identifier, in: installed))
  }

  private static var folders: [String] {
    (EnvironmentVariable.value("TZDIR").map { [$0] } ?? []) + ["/usr/share/zoneinfo"]
  }

  private static func exists(_ path: String) -> Bool {
    (try? FileBytes.read(path)) != nil
  }

  /// Whether a text can be a name of the list, so that no other file is ever opened.
  ///
  /// `localtime` and `posixrules` follow the machine, `right/` counts leap seconds.
  private static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let areWords = parts.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { byte in
          (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || "_+-".utf8.contains(byte)
        }
    }
    return areWords && parts.first?.first?.isUppercase == true && text != "Factory"
  }

  /// Up to three names whose spelling is near, or that end in the same place.
  private static func nearest(to text: String, in folders: [String]) -> [String] {
    let wanted = Array(text.lowercased().map { $0 == " " ? "_" : $0 })
    let tolerance = max(1, wanted.count / 3)
    var distances: [String: Int] = [:]
    for name in names(in: folders) {
      let letters = Array(name.lowercased())
      // `London` is meant for Europe/London.
      let place = letters.lastIndex(of: "/").map { Array(letters[($0 + 1)...]) } ?? letters
      let distance = min(
        NameSearch.distance(wanted, letters), 1 + NameSearch.distance(wanted, place))
      if distance <= tolerance { distances[name] = distance }
    }
    return distances.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3).map(\.key)
  }

  /// The names that the list's own tables write: zones and links of `tzdata.zi`, or the zones of
  /// `zone1970.tab` and `zone.tab`.
  private static func names(in folders: [String]) -> Set<String> {
    var names: Set<String> = []
    for folder in folders {
      for line in lines("\(folder)/tzdata.zi") {
        let words = line.split(separator: " ")
        if words.count >= 3, words[0] == "Z" { names.insert(String(words[1])) }
        if words.count == 3, words[0] == "L" { names.insert(String(words[2])) }
      }
      for table in ["zone1970.tab", "zone.tab"] {
        for line in lines("\(folder)/\(table)") where !line.hasPrefix("#") {
          let words = line.split(separator: "\t")
          if words.count >= 3 { names.insert(String(words[2])) }
        }
      }
    }
    return names.filter(isName)
  }

  private static func lines(_ path: String) -> [Substring] {
    guard let bytes = try? FileBytes.read(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}
