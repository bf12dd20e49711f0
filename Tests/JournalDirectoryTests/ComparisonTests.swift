import AuditJournal
import CivilTime
import TestNames
import Testing

/// Entries are compared with each other: what contradicts another entry is found in the journal's file and in its folder, and what a program writes is not.
@Suite struct ComparisonTests {
  @Test("Entries that contradict each other are found, whoever signed them", arguments: ForgedHistory.all)
  func forged(history: ForgedHistory) throws {
    let story = try RunStory(isApproved: history.isApproved)
    try history.write(story)
    for (mode, findings) in try story.findings(now: history.now.map(story.time.adding(seconds:))) {
      #expect(findings.contains { $0.contains(history.finding) }, "\(mode): \(findings)")
    }
  }

  @Test("What the program writes contradicts nothing", arguments: LegalHistory.all)
  func legal(history: LegalHistory) throws {
    let story = try RunStory()
    try history.write(story)
    for (mode, findings) in try story.findings(now: story.time) { #expect(findings == [], "\(mode)") }
  }

  @Test("Entries of a clock that was ahead, and was led back, are not of the future")
  func ledBack() throws {
    let story = try RunStory()
    let right = story.time
    for time in [right.adding(seconds: 20 * 366 * 86_400), right] {
      story.time = time
      try story.journal.acceptClock(at: time, reason: "set", by: "somebody")
      try story.end(story.begin(), 0)
    }
    for (mode, findings) in try story.findings(now: right) { #expect(findings == [], "\(mode)") }
  }

  @Test(
    "What is wrong is found where it stands among many entries, read by all cores",
    arguments: [0, 1, 700, 2_100])
  func among(others: Int) throws {
    let story = try RunStory()
    let run = try story.begin()
    for _ in 0..<others / 100 {
      try story.journal.append((0..<100).map { .serviceStopped(reason: "\($0)") }, at: story.time)
    }
    try story.batch(of: run, under: "other")
    let batch = story.journal.size - 2
    try story.journal.append((0..<others).map { .serviceStopped(reason: "\($0)") }, at: story.time)
    try story.end(run)
    for (mode, findings) in try story.findings() {
      #expect(
        findings.count == 1 && findings[0].hasPrefix("batch-\(batch) is under another"),
        "\(mode): \(findings)")
    }
  }
}
