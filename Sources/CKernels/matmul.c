#include "CKernels.h"
#include "clones.h"

// Three orders of the loops, by which operands are contiguous along which dim. Multiply-adds may be contracted here, sums
// reordered. Rows of small products are often shorter than two vectors, so remainders are not computed one by one: they are
// masked, or part of a last block that overlaps the one before.
enum { LONG = 64 };

// What column j of C starts from.
#define START(j) (start ? start[(j) * ss] : 0)

#define TEMPLATE "matmul.inc"
#include "for_each_number.inc"
