// Tests of the module Weather follow its folders.
