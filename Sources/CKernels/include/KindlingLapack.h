// LAPACK as OpenBLAS has it: Fortran's routines, which take column-major matrices, wrapped so that sizes are passed by value and
// `info` is returned: 0, or the index of a failure.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Loads OpenBLAS, the first time. Must be called before any function below.
//
// It is loaded when it is first needed, and not linked, since it starts a thread for each processor as soon as it is loaded: that
// ends a process that may have no more threads, and hangs one that may have little memory. We use one thread.
//
// Returns NULL, or why there is no linear algebra.
const char *_Nullable kindling_load_lapack(void);

#define TEMPLATE "declarations/lapack.inc"
#include "../for_each_float.inc"
