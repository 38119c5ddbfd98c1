import ArgumentParser

/// The cooperation itself: who works with whom on what, and what came of it.
struct ProjectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "projects",
    abstract: "Keep and ask the records of the cooperation: projects, needs, funding, claims.",
    discussion: """
      Without --archive the records that come with the program are used: the programme of 2014 \
      and what public pages say of it since. Every row says where it comes from and whether \
      that was checked.

      Examples:
        airaccord projects list --plan
        airaccord projects search 沈阳
        airaccord projects scheme --output scheme
        airaccord projects evaluate-claims C01 C02 C05 --archive air.sqlite --output claims
      """,
    subcommands: [
      ProjectsList.self, ProjectsShow.self, ProjectsSearch.self, ProjectsScheme.self,
      ProjectsTimeline.self, ProjectsMatrix.self, ProjectsNetwork.self, ProjectsIntensity.self,
      ProjectsMatch.self, ProjectsCheckFunding.self, ProjectsEvaluateClaims.self,
      ProjectsAdd.self, ProjectsEdit.self, ProjectsWithdraw.self, ProjectsDelete.self,
      ProjectsUndo.self, ProjectsHistory.self, ProjectsMerge.self, ProjectsCheck.self,
      ProjectsReport.self, ProjectsDiff.self, ProjectsPrepare.self, ProjectsDue.self,
      ProjectsImport.self, ProjectsExport.self,
    ])
}
