internal import JSONText

/// What commands ask the running service itself.
enum LiveRequest {
  /// Asks the service that works with these files, and shows its answer.
  ///
  /// - Returns: the exit status.
  static func show(_ members: [String: JSONValue], _ files: ConfigurationOptions) throws(ControlError)
    -> Int32
  {
    let channel = try channel(files)
    channel.send(.object(members))
    return try ServiceAnswer.show(channel)
  }

  /// What the service that works with these files does now; nil if none answers.
  static func status(_ files: ConfigurationOptions) -> JSONValue? {
    // Whoever may not ask it, or does not find it, sees what the journal has.
    guard let channel = try? channel(files) else { return nil }
    return try? ServiceAnswer.facts(of: .object(["verb": .string(StatusVerb.name)]), channel)
  }

  /// The numbers of the service that works with these files; nil if none answers.
  static func metrics(_ files: ConfigurationOptions) -> String? {
    guard let channel = try? channel(files) else { return nil }
    let facts = try? ServiceAnswer.facts(of: .object(["verb": .string(MetricsVerb.name)]), channel)
    return facts?["page"]?.stringValue
  }

  private static func channel(_ files: ConfigurationOptions) throws(ControlError) -> ControlChannel {
    guard let channel = try ControlChannel.connected(to: ServicePlace.find(files)) else { throw .gone }
    return channel
  }
}
