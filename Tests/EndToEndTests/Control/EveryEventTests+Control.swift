import Foundation
import Testing

@testable import retentiond

extension EveryEventTests {
  static let controlScenarios = [
    Scenario("somebody who asks the service for a reload", ["control-asked"]) { events, kinds in
      let small = try people(stores: calendar("2090-01-01"))
      let variables = ["RUNTIME_DIRECTORY": small.folder.path]
      try events.serve(small, until: kinds, variables: variables) { service in
        #expect(service.waits { service.isReady })
        let program = try Program(["reload"] + small.files, environment: variables)
        #expect(program.exitCode == 0, "\(program.errors)")
      }
    },
    Scenario("a service whose folder for its socket is not there", ["control-failed"]) { events, kinds in
      let small = try people(stores: calendar("2090-01-01"))
      try events.serve(small, until: kinds, variables: ["RUNTIME_DIRECTORY": "/nowhere"])
    },
  ]
}
