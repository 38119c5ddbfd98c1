public import ByteKernels

extension FileFault: Explained {}
