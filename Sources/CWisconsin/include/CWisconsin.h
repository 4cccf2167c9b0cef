#pragma once
#include <stddef.h>

// wdbc.csv as it is, so that a binary has it wherever it is run from.
const unsigned char *_Nonnull wisconsin_csv(size_t *_Nonnull length);
