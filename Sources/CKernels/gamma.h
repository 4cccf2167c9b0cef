// log |gamma| and its derivative, of floats, computed in double so that they are rounded once. From 2 on they are Stirling's
// formula plus a polynomial in 1 / x^2; from 1 to 2 a polynomial times the functions' zeros; below 1 they follow by the
// recurrence. So do they between 2 and 3, where Stirling's formula is near log gamma's zero. The largest error is 0.52 ulp, or
// 1e-9 of the function's scale where a negative number's result is nearly 0.
#pragma once
#include "circular.h"
#include "logarithm.h"

#pragma clang fp contract(off)

KINDLING_INLINE double natural_log(float x) { return log_in_double(x, 1.0, LN2); }

KINDLING_INLINE double log_gamma_of_positive(float a) {
    double x = a;
    bool is_below = a < 1.0f, is_above = a >= 2.0f, is_far = a >= 3.0f;
    double u = is_below ? x + 1.0 : is_above ? x - 1.0 : x, s = 2.0 * u - 3.0;
    double p = POLYNOMIAL_f64(s,
        9.130206326030375e-07, -2.977511395818951e-06, 7.280800582780878e-06, -2.4351422341332698e-05, 8.520438286339834e-05,
        -0.0002948840083976116, 0.001049799951286722, -0.003913500669284098, 0.0157278512088895, -0.07297995098522465,
        0.4831289505409809);
    double near = p * ((1.0 - u) * (2.0 - u));
    double l = natural_log(is_above && !is_far ? a - 1.0f : a);
    near = is_below ? near - l : is_above ? near + l : near;
    double v = 1.0 / x, w = v * v;
    double q = POLYNOMIAL_f64(w,
        0.002959412167607879, -0.004284931486499586, 0.0030333839171043635, -0.0015669865152749703, 0.0008169694837047927,
        -0.0005941708431092453, 0.0007936266015512914, -0.0027777775591906672, 0.08333333333299847);
    double far = fma(x - 0.5, l, 0.918938533204672742 - x) + q * v;
    double y = is_far ? far : near;
    return a == 0.0f || a == INFINITY ? INFINITY : y;
}

KINDLING_INLINE double digamma_of_positive(float a) {
    double x = a;
    bool is_below = a < 1.0f;
    double u = is_below ? x + 1.0 : x, s = 2.0 * u - 3.0, v = 1.0 / x, w = v * v;
    double p = POLYNOMIAL_f64(s,
        -3.650802294453097e-06, 1.0960113648864737e-05, -2.1966869792712897e-05, 6.607509272671307e-05,
        -0.00021143952188013511, 0.0006389618853826938, -0.0019349019790636508, 0.005936301096815212, -0.018550629611152995,
        0.06013566375913525, -0.21181371044279412, 0.9510558754378758);
    double near = p * ((u - 1.4616321449683622) - 9.549995429965697e-17);
    near = is_below ? near - v : near;
    double q = POLYNOMIAL_f64(w,
        0.03568642493264604, -0.0504029456624881, 0.034102664167493475, -0.016172791278183482, 0.007235412494974811,
        -0.004152192665313953, 0.0039679282483603365, -0.008333330401177017, 0.08333333332884489);
    double far = natural_log(a) - fma(q, w, 0.5 * v);
    double y = a < 2.0f ? near : far;
    return a == INFINITY ? INFINITY : y;
}

// For the reflection of a negative number -a, which takes the sine or cotangent of pi a: both follow from half the angle.
typedef struct { double sine, cosine; } HalfAngle;
KINDLING_INLINE HalfAngle half_angle(double a) {
    double r = 1.57079632679489662 * (a - __builtin_elementwise_roundeven(a)), z = r * r;
    return (HalfAngle){sine_f32(r, z), cosine_f32(z)};
}

KINDLING_INLINE float log_gamma_f32(float x) {
    float a = fabsf(x);
    double y = log_gamma_of_positive(a);
    HalfAngle half = half_angle(a);
    double sine = 2.0 * fabs(half.sine * half.cosine);
    double reflected = log_f64(PI / (a * sine)) - y;
    return (float)(a == INFINITY || !(x < 0.0f) ? y : sine == 0.0 ? INFINITY : reflected);
}

KINDLING_INLINE float digamma_f32(float x) {
    float a = fabsf(x);
    double y = digamma_of_positive(a);
    HalfAngle half = half_angle(a);
    double s = half.sine, c = half.cosine;
    double reflected = y + 1.0 / a + PI * (c - s) * (c + s) / (2.0 * s * c);
    reflected = s == 0.0 || a == INFINITY ? NAN : reflected;
    y = x < 0.0f ? reflected : y;
    return x == 0.0f ? -copysignf(INFINITY, x) : (float)y;
}
