public import TextFiles

extension FileFault: Explained {}
