public import ByteKernels

extension FolderFault: Explained {}
