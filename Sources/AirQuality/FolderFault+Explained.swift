public import TextFiles

extension FolderFault: Explained {}
