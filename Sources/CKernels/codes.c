#include "CKernels.h"

// The names of each list's codes.
static const char *const dtypes[] = {
#define KINDLING_DTYPE(code, name, T) #name,
#include "dtypes.def"
    NULL,
};
const char *const *kindling_dtype_names(void) { return dtypes; }

static const char *const unary[] = {
#define KINDLING_UNARY(code, name, elements, cost) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_unary_names(void) { return unary; }

static const char *const binary[] = {
#define KINDLING_BINARY(code, name, elements, cost) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_binary_names(void) { return binary; }

static const char *const comparisons[] = {
#define KINDLING_COMPARISON(code, name) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_comparison_names(void) { return comparisons; }

static const char *const activations[] = {
#define KINDLING_ACTIVATION(code, name) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_activation_names(void) { return activations; }

static const char *const losses[] = {
#define KINDLING_LOSS(code, name) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_loss_names(void) { return losses; }

static const char *const reductions[] = {
#define KINDLING_REDUCTION(code, name) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_reduction_names(void) { return reductions; }

static const char *const arg_reductions[] = {
#define KINDLING_ARG_REDUCTION(code, name) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_arg_reduction_names(void) { return arg_reductions; }

static const char *const scans[] = {
#define KINDLING_SCAN(code, name, elements) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_scan_names(void) { return scans; }

static const char *const scatter_reductions[] = {
#define KINDLING_SCATTER_REDUCTION(code, name) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_scatter_reduction_names(void) { return scatter_reductions; }

static const char *const recurrences[] = {
#define KINDLING_RECURRENCE(code, name) #name,
#include "operations.def"
    NULL,
};
const char *const *kindling_recurrence_names(void) { return recurrences; }
