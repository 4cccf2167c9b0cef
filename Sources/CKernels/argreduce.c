#include "CKernels.h"
#include "clones.h"

// The positions of extremes: of a run by finding the extreme first and then where it lies, of many columns by rows of comparisons.
enum { LANES = 64 };

// The first NaN wins over all.
#define WINS(v, best) ((largest ? (v) > (best) : (v) < (best)) || (IS_NAN(v) && !IS_NAN(best)))
// Any NaN does: only the extreme counts, not its index.
#define EXCEEDS(v, t) ((largest ? (v) > (t) : (v) < (t)) || IS_NAN(v))

#define TEMPLATE "argreduce.inc"
#include "for_each_number.inc"
