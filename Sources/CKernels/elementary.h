// What elementary functions of float and double are made of. They have no calls and no branches, so that loops over them become
// vector code. Reductions and coefficients follow Cephes (S. Moshier) and FreeBSD's msun. Multiply-adds are fused where it is
// written so and nowhere else: every clone gives the same bits (a processor without FMA, before 2013, does them in software). A
// header says its functions' largest errors in ulp, as measured: of floats over all of them, of doubles over millions.
#pragma once
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clones.h"

#pragma clang fp contract(off)

static const double LOG2_E = 1.44269504088896340736, LN2 = 0.693147180559945309417, PI = 3.14159265358979323846;
static const float LN2_HIGH_f32 = 0.693359375f, LN2_LOW_f32 = -2.12194440e-4f;

// Digits of the fraction, and what exponents are biased by.
enum { DIGITS_f32 = 23, BIAS_f32 = 127, DIGITS_f64 = 52, BIAS_f64 = 1023 };

#define TEMPLATE "elementary.inc"
#include "for_each_float.inc"

#define POLYNOMIAL_f32(x, ...) polynomial_f32(x, (const float[]){__VA_ARGS__}, sizeof((float[]){__VA_ARGS__}) / sizeof(float))
#define POLYNOMIAL_f64(x, ...) polynomial_f64(x, (const double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double))
