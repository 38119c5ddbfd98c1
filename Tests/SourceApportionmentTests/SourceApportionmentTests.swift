// Tests of the module SourceApportionment follow its folders.
