import TestNames

@testable import AuditJournal

extension EntryType: ExpressibleByStringLiteral {}
