// Inverse circular functions and hypot. Those of floats are computed in double, so that they are rounded once. Largest errors, as
// elementary.h defines them: 0.51 of floats; of doubles acos 1.2, asin, atan and atan2 2.2, hypot 1.2.
#pragma once
#include "elementary.h"

#pragma clang fp contract(off)

// The angle in [0, pi/2] whose tangent is n / d: the nearest of 0, pi/4 and pi/2, plus a series.
KINDLING_INLINE double angle_of_ratio(double n, double d) {
    bool is_steep = n > 2.41421356237309505 * d, is_flat = !(n > 0.414213562373095049 * d);
    double base = is_steep ? 1.57079632679489662 : is_flat ? 0.0 : 0.785398163397448310;
    double t = (is_steep ? -d : is_flat ? n : n - d) / (is_steep ? n : is_flat ? d : n + d), z = t * t;
    double p = POLYNOMIAL_f64(z,
        0.04747843244842723, -0.08478206437596483, 0.11045059481373522, -0.14282039466442056, 0.19999905100834978,
        -0.33333332513702585);
    return base + fma(p * z, t, t);
}
KINDLING_INLINE float atan_f32(float x) { return copysignf((float)angle_of_ratio(fabs((double)x), 1.0), x); }
KINDLING_INLINE float asin_f32(float x) {
    double a = fabs((double)x);
    return copysignf((float)angle_of_ratio(a, __builtin_elementwise_sqrt((1.0 - a) * (1.0 + a))), x);
}
KINDLING_INLINE float acos_f32(float x) {
    double v = x;
    return (float)(2.0 * angle_of_ratio(__builtin_elementwise_sqrt(1.0 - v), __builtin_elementwise_sqrt(1.0 + v)));
}
KINDLING_INLINE float atan2_f32(float y, float x) {
    double n = fabs((double)y), d = fabs((double)x);
    bool are_infinite = n == INFINITY && d == INFINITY, are_zero = n == 0.0 && d == 0.0;
    double angle = angle_of_ratio(are_infinite ? 1.0 : n, are_infinite || are_zero ? 1.0 : d);
    return copysignf((float)(bits_of_f32(x) >> 31 ? 3.14159265358979324 - angle : angle), y);
}

KINDLING_INLINE double atan_series_f64(double t) {
    double z = t * t;
    double p = POLYNOMIAL_f64(z,
        0.016285183029865667, -0.034570044186095536, 0.04551573086664191, -0.052304498567092406, 0.05878928398517232,
        -0.06666424833613552, 0.07692296372129964, -0.09090908753400499, 0.11111111105153429, -0.14285714285659806,
        0.19999999999999804, -0.3333333333333333);
    return fma(p * z, t, t);
}

// The same in double, where the rounding errors of pi/4, pi/2 and n / d matter and are corrected.
KINDLING_INLINE double angle_of_ratio_f64(double n, double d) {
    bool is_steep = n > 2.41421356237309505 * d, is_flat = !(n > 0.414213562373095049 * d);
    double base = is_steep ? 0x1.921fb54442d18p+0 : is_flat ? 0.0 : 0x1.921fb54442d18p-1;
    double rest = is_steep ? 0x1.1a62633145c07p-54 : is_flat ? 0.0 : 0x1.1a62633145c07p-55;
    double above = is_steep ? -d : is_flat ? n : n - d, below = is_steep ? n : is_flat ? d : n + d;
    return base + (atan_series_f64(above / below) + rest);
}
KINDLING_INLINE double atan_f64(double x) { return copysign(angle_of_ratio_f64(fabs(x), 1.0), x); }

KINDLING_INLINE double atan2_f64(double y, double x) {
    double n = fabs(y), d = fabs(x), larger = n > d ? n : d;
    bool are_infinite = n == INFINITY && d == INFINITY, are_zero = n == 0.0 && d == 0.0;
    double scale = larger > 0x1p1000 ? 0x1p-4 : larger < 0x1p-900 ? 0x1p100 : 1.0;  // so that sums don't overflow and quotients keep their digits
    double angle = angle_of_ratio_f64(are_infinite ? 1.0 : n * scale, are_infinite || are_zero ? 1.0 : d * scale);
    return copysign(bits_of_f64(x) >> 63 ? 0x1.921fb54442d18p+1 - (angle - 0x1.1a62633145c07p-53) : angle, y);
}

// The angle of a sine up to 1/2, and of a larger sine from the angle of the root of (1 - x) / 2.
KINDLING_INLINE double angle_of_sine_f64(double a, bool is_large) {
    double z = is_large ? 0.5 * (1.0 - a) : a * a, s = is_large ? __builtin_elementwise_sqrt(z) : a;
    double p = POLYNOMIAL_f64(z,
        0.02961201126495512, -0.01924167174674304, 0.019554513336123378, 0.0030448799094556773, 0.009319560794767446,
        0.009621842970100282, 0.011566459612121669, 0.01396378001220357, 0.017352816540325496, 0.02237215744350722,
        0.03038194447553234, 0.044642857142551895, 0.07500000000000118, 0.16666666666666666);
    return fma(p * z, s, s);
}
static const double HALF_PI = 0x1.921fb54442d18p+0, HALF_PI_REST = 0x1.1a62633145c07p-54;
KINDLING_INLINE double asin_f64(double x) {
    double a = fabs(x), y = angle_of_sine_f64(a, a > 0.5);
    return copysign(a > 0.5 ? HALF_PI - (2.0 * y - HALF_PI_REST) : y, x);
}
KINDLING_INLINE double acos_f64(double x) {
    double a = fabs(x), y = angle_of_sine_f64(a, a > 0.5), signed_y = copysign(y, x);
    double large = x < 0.0 ? 2.0 * HALF_PI - (2.0 * y - 2.0 * HALF_PI_REST) : 2.0 * y;
    return a > 0.5 ? large : HALF_PI - (signed_y - HALF_PI_REST);
}

KINDLING_INLINE float hypot_f32(float x, float y) {
    double a = x, b = y;
    return fabsf(x) == INFINITY || fabsf(y) == INFINITY ? INFINITY : (float)__builtin_elementwise_sqrt(fma(a, a, b * b));
}
KINDLING_INLINE double hypot_f64(double x, double y) {
    double a = fabs(x), b = fabs(y), larger = a > b ? a : b;
    bool is_large = larger > 0x1p500, is_small = larger < 0x1p-400;  // their squares overflow or underflow
    double scale = is_large ? 0x1p-600 : is_small ? 0x1p600 : 1.0, back = is_large ? 0x1p600 : is_small ? 0x1p-600 : 1.0;
    double u = a * scale, v = b * scale;
    return a == INFINITY || b == INFINITY ? INFINITY : __builtin_elementwise_sqrt(fma(u, u, v * v)) * back;
}
