// The numbers by which Swift and C know dtypes and operations, made from the lists in dtypes.def and operations.def.
// A `switch` over one of them has no `default`: a case that is missing does not compile.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "KindlingBlocks.h"

#pragma clang diagnostic error "-Wswitch"
#pragma clang diagnostic error "-Wswitch-enum"

typedef enum KindlingDType : uint8_t {
#define KINDLING_DTYPE(code, name, T) code,
#include "../dtypes.def"
} KindlingDType;

typedef enum KindlingUnary : uint8_t {
#define KINDLING_UNARY(code, name, elements, cost) code,
#include "../operations.def"
} KindlingUnary;

typedef enum KindlingBinary : uint8_t {
#define KINDLING_BINARY(code, name, elements, cost) code,
#include "../operations.def"
} KindlingBinary;

typedef enum KindlingComparison : uint8_t {
#define KINDLING_COMPARISON(code, name) code,
#include "../operations.def"
} KindlingComparison;

typedef enum KindlingActivation : uint8_t {
#define KINDLING_ACTIVATION(code, name) code,
#include "../operations.def"
} KindlingActivation;

typedef enum KindlingLoss : uint8_t {
#define KINDLING_LOSS(code, name) code,
#include "../operations.def"
} KindlingLoss;

typedef enum KindlingReduction : uint8_t {
#define KINDLING_REDUCTION(code, name) code,
#include "../operations.def"
} KindlingReduction;

typedef enum KindlingArgReduction : uint8_t {
#define KINDLING_ARG_REDUCTION(code, name) code,
#include "../operations.def"
} KindlingArgReduction;

typedef enum KindlingScan : uint8_t {
#define KINDLING_SCAN(code, name, elements) code,
#include "../operations.def"
} KindlingScan;

typedef enum KindlingScatterReduction : uint8_t {
#define KINDLING_SCATTER_REDUCTION(code, name) code,
#include "../operations.def"
} KindlingScatterReduction;

typedef enum KindlingRecurrenceKind : uint8_t {
#define KINDLING_RECURRENCE(code, name) code,
#include "../operations.def"
} KindlingRecurrenceKind;

typedef enum KindlingInstructionKind : uint8_t {
#define KINDLING_INSTRUCTION(code, name) code,
#include "../operations.def"
} KindlingInstructionKind;

// Swift's name of each code of a list, NULL after the last one.
const char *_Nonnull const *_Nonnull kindling_dtype_names(void);
const char *_Nonnull const *_Nonnull kindling_unary_names(void);
const char *_Nonnull const *_Nonnull kindling_binary_names(void);
const char *_Nonnull const *_Nonnull kindling_comparison_names(void);
const char *_Nonnull const *_Nonnull kindling_activation_names(void);
const char *_Nonnull const *_Nonnull kindling_loss_names(void);
const char *_Nonnull const *_Nonnull kindling_reduction_names(void);
const char *_Nonnull const *_Nonnull kindling_arg_reduction_names(void);
const char *_Nonnull const *_Nonnull kindling_scan_names(void);
const char *_Nonnull const *_Nonnull kindling_scatter_reduction_names(void);
const char *_Nonnull const *_Nonnull kindling_recurrence_names(void);

// What the lists say of an operation: the elements that make a chunk which is worth a thread.
static inline ptrdiff_t kindling_unary_grain(KindlingUnary operation) {
    switch (operation) {
#define KINDLING_UNARY(code, name, elements, cost) case code: return KINDLING_##cost;
#include "../operations.def"
    }
}

static inline ptrdiff_t kindling_binary_grain(KindlingBinary operation) {
    switch (operation) {
#define KINDLING_BINARY(code, name, elements, cost) case code: return KINDLING_##cost;
#include "../operations.def"
    }
}

// And whether it takes integers, or floats.
enum { KINDLING_TAKES_FLOATS = 1, KINDLING_TAKES_INTEGERS = 2, KINDLING_TAKES_NUMBERS = 3 };

static inline int kindling_unary_takes(KindlingUnary operation) {
    switch (operation) {
#define KINDLING_UNARY(code, name, elements, cost) case code: return KINDLING_TAKES_##elements;
#include "../operations.def"
    }
}

static inline int kindling_binary_takes(KindlingBinary operation) {
    switch (operation) {
#define KINDLING_BINARY(code, name, elements, cost) case code: return KINDLING_TAKES_##elements;
#include "../operations.def"
    }
}
