// The table's own source, compiled once more against the routines of whoever loads it.
#define AIRACCORD_LOADABLE 1
#include "../CObservationTable/FlagSweep.c"
#include "../CObservationTable/ObservationTable.c"
#include "../CObservationTable/PackedBlock.c"
