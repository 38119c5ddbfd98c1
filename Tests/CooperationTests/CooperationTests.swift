// Tests of the module Cooperation follow its folders.
