// erf and erfc, and erf's inverse. erfc of x >= 0 is exp(-x^2) times t times a polynomial in t = 1 / (1 + c x), which is mapped
// to [-1, 1]; erf of |x| < 1 is a polynomial of its own. Largest errors, as elementary.h defines them: erf of floats 1.94, of
// doubles 1.2; erfc 0.82 and 3.1.
#pragma once
#include "exponential.h"
#include "logarithm.h"

#pragma clang fp contract(off)

// Fitted to 1e-8. The exponential of the square's rounding error is a short series.
KINDLING_INLINE float erfc_of_positive_f32(float x) {
    float a = x > 11.0f ? 11.0f : x;
    float t = 1.0f / fmaf(0.4f, a, 1.0f);
    float s = (t - 0.595f) * 2.46913580f;
    float p = POLYNOMIAL_f32(s,
        -8.3091690e-6f, 2.8561519e-5f, 1.18189884e-4f, -4.0112666e-4f, -1.8520247e-3f, 3.0886910e-3f, 4.0207000e-2f,
        1.4618018e-1f, 3.2283434e-1f, 4.8980450e-1f);
    float square = a * a, rest = fmaf(a, a, -square);
    float e = exp_f32(-square);
    return fmaf(-rest, e, e) * (t * p);
}

KINDLING_INLINE float erf_series_f32(float x) {
    float z = x * x;
    float p = POLYNOMIAL_f32(z,
        7.8538578e-5f, -8.0101925e-4f, 5.1883277e-3f, -2.6853811e-2f, 1.12835854e-1f, -3.76126260e-1f, 1.28379107e-1f);
    return p;
}

KINDLING_INLINE float erf_f32(float x) {
    float large = copysignf(1.0f - erfc_of_positive_f32(fabsf(x)), x);
    return fabsf(x) < 1.0f ? fmaf(erf_series_f32(x), x, x) : large;
}
// The same in double.
KINDLING_INLINE float erfc_f32(float x) {
    double a = fabs((double)x), t = 1.0 / fma(0.4, a, 1.0), s = (t - 0.595) * 2.46913580;
    double p = POLYNOMIAL_f64(s,
        -9.51615243420503e-06, 2.830890303671965e-05, 0.00012086107905287008, -0.00040062819138361717,
        -0.0018539843319090264, 0.0030883853491810173, 0.040207525508178854, 0.1461802455384929, 0.32283431036500504,
        0.4898044937046632);
    double y = exp_f64(-a * a) * (t * p);
    return (float)(x < 0.0f ? 2.0 - y : y);
}

// To 1e-17 for x >= 1, from s = (x - 4) / (x + 4) and t = 1 / (x + 4). The rounding errors of s, t, x^2 and p t are corrected.
KINDLING_INLINE double erfc_of_large_f64(double x) {
    double a = x < 27.5 ? x : 27.5, t = 1.0 / (a + 4.0), s = (a - 4.0) * t;
    s = fma(t, fma(s + 1.0, -4.0, fma(s, -a, a)), s);
    double p = POLYNOMIAL_f64(s,
        -1.6488030992942014e-08, 1.0437191709610442e-07, -4.523656657730788e-08, -8.370519585927545e-07,
        1.4019418696486185e-06, 4.6933712255459915e-06, -1.885190578386836e-05, -3.635740496941033e-06,
        0.00017681064954221934, -0.0004550524395453215, -0.0002809585461876483, 0.006112055614810625, -0.02637005336821735,
        0.07638151491268048, -0.17401093723859967, 0.3308515878778817, -0.5408538313132645, 0.773208702265239,
        -0.9765487290808817, 1.095995661000491);
    double square = a * a, y = p * t;
    double rest = fma(-t, a - ((a + 4.0) - 4.0), fma(-t, a + 4.0, 1.0)) - fma(a, a, -square);
    int32_t n;
    double e = expm1_reduced_f64(-square, &n);
    return scaled_f64(y + fma(fma(rest, 1.0 + e, e), y, fma(p, t, -y)), n);
}

// erf(x) / x - 1 for |x| < 1.
KINDLING_INLINE double erf_series_f64(double x) {
    double z = x * x;
    double p = POLYNOMIAL_f64(z,
        5.957176147748911e-11, -1.1372848856791674e-09, 1.4659775274047436e-08, -1.6350312701054695e-07,
        1.6461000484121368e-06, -1.4925595266831182e-05, 0.0001205533111164271, -0.000854832698083379, 0.0052239776248180145,
        -0.026866170645076792, 0.11283791670954879, -0.3761263890318375, 0.1283791670955126);
    return p;
}

KINDLING_INLINE double erf_f64(double x) {
    double a = fabs(x), large = copysign(1.0 - erfc_of_large_f64(a), x);
    return a < 1.0 || x != x ? fma(erf_series_f64(x), x, x) : large;
}

KINDLING_INLINE double erfc_f64(double x) {
    double a = fabs(x), y = erfc_of_large_f64(a);
    return a < 1.0 || x != x ? fma(-erf_series_f64(x), x, 1.0 - x) : x < 0.0 ? 2.0 - y : y;
}

// x times a polynomial in w = -log(1 - x^2), or where w >= 5 in its root, fitted to 2e-9.
KINDLING_INLINE float erfinv_f32(float x) {
    double v = x, w = -log_f64((1.0 - v) * (1.0 + v)), t = w - 2.5, s = __builtin_elementwise_sqrt(w) - 3.2;
    double p = POLYNOMIAL_f64(t,
        3.356285597692477e-10, -8.772978714572672e-09, 1.8035937953063694e-08, 4.6589458033135997e-07,
        -3.4346065553552413e-06, -4.961925521530474e-06, 0.0002182826192889955, -0.0012527446315702964,
        -0.004177339395856716, 0.2466402876157936, 1.501409353511058);
    double q = POLYNOMIAL_f64(s,
        -2.99422916255343e-05, 0.00010099775131319766, -4.1051307543310545e-05, -0.00036035506167003684,
        0.0010940292619668335, -0.001992533667428853, 0.0029470603348074054, -0.004294229347396705, 0.005973499580738617,
        1.0046924462771274, 3.033636569733984);
    float y = (float)(v * (w < 5.0 ? p : q));
    return fabsf(x) == 1.0f ? copysignf(INFINITY, x) : y;
}
