#include <sys/prctl.h>

// prctl takes any number of arguments, which Swift cannot call.
static inline int forbid_core_files(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
