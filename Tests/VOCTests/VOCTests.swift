// Tests of the module VOC follow its folders.
