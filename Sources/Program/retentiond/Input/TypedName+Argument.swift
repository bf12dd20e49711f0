internal import ArgumentParser
internal import Words

/// A name on a command line is any text: the files or the journal tell if there is one of that name.
extension TypedName where Self: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}

extension RunName: ExpressibleByArgument {}
extension BatchName: ExpressibleByArgument {}
extension StoreName: ExpressibleByArgument {}
extension RecordSetName: ExpressibleByArgument {}
extension RuleID: ExpressibleByArgument {}
extension DomainID: ExpressibleByArgument {}
