// Tests of the module OffRoad follow its folders.
