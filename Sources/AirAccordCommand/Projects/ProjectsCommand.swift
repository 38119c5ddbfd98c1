import ArgumentParser

/// The cooperation itself: who works with whom on what, and what came of it.
struct ProjectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of(
    "projects",
    subcommands: [
      ProjectsList.self, ProjectsShow.self, ProjectsSearch.self, ProjectsScheme.self,
      ProjectsTimeline.self, ProjectsMatrix.self, ProjectsNetwork.self, ProjectsIntensity.self,
      ProjectsMatch.self, ProjectsCheckFunding.self, ProjectsEvaluateClaims.self, ProjectsAdd.self,
      ProjectsEdit.self, ProjectsWithdraw.self, ProjectsDelete.self, ProjectsUndo.self,
      ProjectsHistory.self, ProjectsMerge.self, ProjectsCheck.self, ProjectsReport.self,
      ProjectsDiff.self, ProjectsPrepare.self, ProjectsDue.self, ProjectsImport.self,
      ProjectsExport.self,
    ])
}
