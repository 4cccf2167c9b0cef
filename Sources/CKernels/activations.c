#include "CKernels.h"
#include "clones.h"
#include "error_function.h"
#include "loops.h"

// Activations, v -> f(v), and its gradient by v for the cotangent u. At kinks, and for NaN, torch's gradients.

static const double ROOT_HALF = 0.707106781186547524, NORMAL = 0.398942280401432678;  // 1/sqrt(2 pi)
static const double GELU_SCALE = 0.797884560802865356, GELU_CUBE = 0.044715;         // sqrt(2/pi)

// The normal distribution at -a, 0 <= a <= 13.25: exp(-a^2 / 2), and below it that times a quotient of polynomials, fitted to
// 6e-9. What a^2 is rounded by is given back.
static const float FAR = 13.25f;  // from here on 0
KINDLING_INLINE float normal_density_f32(float a) {
    const float biased = TO_INTEGER_f32 + 127.0f;
    float square = a * a, rest = fmaf(a, a, -square);
    float shifted = fmaf(square, -0.721347520f, biased);
    float k = shifted - biased;
    float u = fmaf(k, 2.0f * LN2_LOW_f32, fmaf(k, 2.0f * LN2_HIGH_f32, square)) + rest;
    // exp(-u/2) as in exp_normal_f32
    float p = POLYNOMIAL_f32(u,
        1.3814539e-3f / 64.0f, -8.3687454e-3f / 32.0f, 4.1668389e-2f / 16.0f, -1.66665211e-1f / 8.0f, 4.9999994e-1f / 4.0f,
        -0.5f);
    float scale = of_bits_f32(bits_of_f32(shifted) << 23);
    return fmaf(p * u, scale, scale);
}
KINDLING_INLINE float normal_tail_f32(float a, float density) {
    float n = POLYNOMIAL_f32(a, 4.07759558e-3f, 4.03724543e-2f, 1.82461531e-1f, 4.37250500e-1f, 0.5f);
    float d = POLYNOMIAL_f32(a, 1.02208876e-2f, 1.01205545e-1f, 4.67428311e-1f, 1.19928948f, 1.67238595f, 1.0f);
    return density * n / d;
}

// To 6 ulp, down to the lower tail's smallest normal numbers. -inf gives NaN, as in torch.
KINDLING_INLINE float gelu_f32(float v) {
    float a = fabsf(v > FAR ? FAR : v), within = a > FAR ? FAR : a;
    return fmaf(-a, normal_tail_f32(within, normal_density_f32(within)), v >= 0.0f ? v : -0.0f);
}
KINDLING_INLINE float gelu_slope_f32(float v) {
    float a = fabsf(v), within = a > FAR ? FAR : a;
    float density = normal_density_f32(within), tail = normal_tail_f32(within, density);
    return fmaf((float)NORMAL * v, density, v > 0.0f ? 1.0f - tail : tail);
}
KINDLING_INLINE double gelu_f64(double v) { return 0.5 * v * erfc_f64(-v * ROOT_HALF); }
KINDLING_INLINE double gelu_slope_f64(double v) {
    return 0.5 * erfc_f64(-v * ROOT_HALF) + v * (NORMAL * exp_f64(-v * v / 2.0));
}

#define TEMPLATE "activations.inc"
#include "for_each_float.inc"
