/// Who works with whom, and what holds the network together.
public struct CooperationNetwork: Hashable, Codable, Sendable {
  /// An organisation in the network.
  public struct Node: Hashable, Codable, Sendable {
    /// Id of the organisation.
    public let organisation: String
    /// With how many others it works.
    public let degree: Int
    /// Share of shortest ways between two others that lead through it, 0 to 1.
    public let betweenness: Double
    /// Number of the part of the network in which it lies, from 0; parts have no link.
    public let part: Int
  }

  /// Two organisations that work together.
  public struct Link: Hashable, Codable, Sendable {
    /// The first by id.
    public let first: String
    /// The second by id.
    public let second: String
    /// Projects that they share; 0 for a partnership without any.
    public let projects: Int
    /// Whether the network falls apart without it.
    public let isBridge: Bool
  }

  /// By id.
  public let nodes: [Node]
  /// By the ids of both ends.
  public let links: [Link]

  /// The network of projects and partnerships; cancelled projects do not count.
  ///
  /// - Source: betweenness by Brandes (2001), doi:10.1080/0022250X.2001.9990249, unweighted and
  ///   divided by the number of pairs of other nodes; bridges by Tarjan (1974),
  ///   doi:10.1016/0020-0190(74)90003-9.
  public init(_ groups: [ProjectGroup], partnerships: [Partnership]) {
    var weights: [[String]: Int] = [:]
    for group in groups where group.status != ProjectStatus.cancelled.rawValue {
      for chinese in RegistryRecord.split(group.chinese) {
        weights[[group.japanese, chinese].sorted(), default: 0] += group.count
      }
    }
    for partnership in partnerships {
      weights[[partnership.japanese, partnership.chinese].sorted(), default: 0] += 0
    }
    let names = Set(weights.keys.flatMap(\.self)).sorted()
    let position = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let pairs = weights.keys.sorted { $0.lexicographicallyPrecedes($1) }
    var neighbours = [[Int]](repeating: [], count: names.count)
    for pair in pairs {
      guard let left = position[pair[0]], let right = position[pair[1]] else { continue }
      neighbours[left].append(right)
      neighbours[right].append(left)
    }
    let graph = Graph(neighbours: neighbours)
    let betweenness = graph.betweenness
    let parts = graph.parts
    let bridges = graph.bridges
    nodes = names.indices.map { index in
      Node(
        organisation: names[index], degree: neighbours[index].count,
        betweenness: betweenness[index], part: parts[index])
    }
    links = pairs.map { pair in
      let ends = [position[pair[0]] ?? 0, position[pair[1]] ?? 0].sorted()
      return Link(
        first: pair[0], second: pair[1], projects: weights[pair] ?? 0,
        isBridge: bridges.contains(ends))
    }
  }
}

/// An undirected graph without double links.
struct Graph {
  /// Of each node, by its number.
  let neighbours: [[Int]]

  /// For each node the share of shortest ways between two others that lead through it.
  var betweenness: [Double] {
    let count = neighbours.count
    var total = [Double](repeating: 0, count: count)
    for source in 0..<count {
      var order: [Int] = []
      var ways = [Double](repeating: 0, count: count)
      var distance = [Int](repeating: -1, count: count)
      var before = [[Int]](repeating: [], count: count)
      ways[source] = 1
      distance[source] = 0
      var queue = [source]
      var head = 0
      while head < queue.count {
        let node = queue[head]
        head += 1
        order.append(node)
        for next in neighbours[node] {
          if distance[next] < 0 {
            distance[next] = distance[node] + 1
            queue.append(next)
          }
          if distance[next] == distance[node] + 1 {
            ways[next] += ways[node]
            before[next].append(node)
          }
        }
      }
      var dependency = [Double](repeating: 0, count: count)
      for node in order.reversed() {
        for earlier in before[node] {
          dependency[earlier] += ways[earlier] / ways[node] * (1 + dependency[node])
        }
        if node != source { total[node] += dependency[node] }
      }
    }
    // Every pair was met from both of its ends.
    let pairs = Double((count - 1) * (count - 2))
    return total.map { pairs > 0 ? $0 / pairs : 0 }
  }

  /// For each node the number of its connected part.
  var parts: [Int] {
    var parts = [Int](repeating: -1, count: neighbours.count)
    var number = 0
    for start in neighbours.indices where parts[start] < 0 {
      var stack = [start]
      parts[start] = number
      while let node = stack.popLast() {
        for next in neighbours[node] where parts[next] < 0 {
          parts[next] = number
          stack.append(next)
        }
      }
      number += 1
    }
    return parts
  }

  /// Links without which their part falls into two, each as its two nodes in rising order.
  var bridges: Set<[Int]> {
    var entered = [Int](repeating: -1, count: neighbours.count)
    var lowest = [Int](repeating: 0, count: neighbours.count)
    var clock = 0
    var bridges: Set<[Int]> = []
    for start in neighbours.indices where entered[start] < 0 {
      // A stack of its own instead of recursion: a chain of cities can be long.
      var stack: [(node: Int, parent: Int, next: Int)] = [(start, -1, 0)]
      entered[start] = clock
      lowest[start] = clock
      clock += 1
      while let top = stack.last {
        if top.next < neighbours[top.node].count {
          stack[stack.count - 1].next += 1
          let next = neighbours[top.node][top.next]
          if entered[next] < 0 {
            entered[next] = clock
            lowest[next] = clock
            clock += 1
            stack.append((next, top.node, 0))
          } else if next != top.parent {
            lowest[top.node] = min(lowest[top.node], entered[next])
          }
          continue
        }
        stack.removeLast()
        guard top.parent >= 0 else { continue }
        lowest[top.parent] = min(lowest[top.parent], lowest[top.node])
        if lowest[top.node] > entered[top.parent] {
          bridges.insert([top.node, top.parent].sorted())
        }
      }
    }
    return bridges
  }
}
