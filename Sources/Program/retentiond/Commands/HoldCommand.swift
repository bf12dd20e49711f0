internal import ArgumentParser

struct HoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Legal holds: what is held is kept from every stage, whatever its age.",
    subcommands: [
      HoldAdd.self, HoldCountCommand.self, HoldList.self, HoldChange.self, HoldLift.self, HoldExport.self,
      HoldImport.self,
    ])
}
