package import Words

// Tests write names as literals. The program makes them where they come from.

extension TypedName where Self: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

extension RunName: ExpressibleByStringInterpolation {}
extension BatchName: ExpressibleByStringInterpolation {}
extension StoreName: ExpressibleByStringInterpolation {}
extension ConfigurationDigest: ExpressibleByStringInterpolation {}
extension PlanDigest: ExpressibleByStringInterpolation {}
extension RecordSetName: ExpressibleByStringInterpolation {}
extension RuleID: ExpressibleByStringInterpolation {}
extension DomainID: ExpressibleByStringInterpolation {}
