#define _DEFAULT_SOURCE  // lgamma_r
#include "special.h"

#include <math.h>
#include <stdbool.h>

static const double PI = 3.14159265358979323846, ROOT_2 = 1.41421356237309504880, ROOT_PI = 1.77245385090551602730;

// lgamma would write a global.
double kindling_log_gamma(double x) {
    int sign;
    return lgamma_r(x, &sign);
}

// The recurrence up to 10, then the asymptotic series: log x - 1/2x - sum B(2k) / (2k x^2k).
double kindling_digamma(double x) {
    if (x == 0) return copysign(INFINITY, -x);
    if (x < 0) {
        double fraction = x - rint(x);
        return fraction == 0 || isinf(x) ? NAN : kindling_digamma(1 - x) - PI / tan(PI * fraction);
    }
    double result = 0;
    for (; x < 10; x += 1) result -= 1 / x;
    double z = 1 / (x * x);
    double series = z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132 - z * (691.0 / 32760 - z / 12))))));
    return result + log(x) - 0.5 / x - series;
}

// sum 1/(q + k)^s by Euler and Maclaurin: terms up to a = q + n, the integral of the rest, and its corrections with
// B(2j) / (2j)!, each -1/(2 pi)^2 of the one before, nearly.
static double zeta_of_positive(double s, double q) {
    static const double coefficients[] = {
        1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160, -691.0 / 1307674368000.0, 1.0 / 74724249600.0,
        -3617.0 / 10670622842880000.0, 43867.0 / 5109094217170944000.0, -174611.0 / 802857662698291200000.0,
    };
    double sum = 0, a = q;
    for (int k = 0; k < 9 || a <= 9; k++, a += 1) {
        double term = pow(a, -s);
        sum += term;
        if (term < 1e-17 * sum) return sum;
    }
    double power = pow(a, -s);
    sum += power * a / (s - 1) + power / 2;
    double factor = s * power / a;
    for (int j = 0; j < 10; j++) {
        double term = factor * coefficients[j];
        sum += term;
        if (fabs(term) < 1e-17 * fabs(sum)) break;
        factor *= (s + 2 * j + 1) * (s + 2 * j + 2) / (a * a);
    }
    return sum;
}

double kindling_zeta(double s, double q) {
    if (isnan(s) || isnan(q) || s < 1) return NAN;
    if (s == 1) return INFINITY;
    if (q > 0) return isinf(q) ? 0 : zeta_of_positive(s, q);
    if (q == floor(q)) return INFINITY;
    if (s != floor(s)) return NAN;
    // The sum over all integers depends on the fraction alone; of it, the terms below q are too many.
    double below = q - floor(q), above = ceil(q) - q;
    double sign = fmod(s, 2) == 0 ? 1 : -1;
    return zeta_of_positive(s, below) + sign * (zeta_of_positive(s, above) - zeta_of_positive(s, 1 - q));
}

// exp(x^2) erfc(x). The rounding of x^2 would be blown up by exp.
double kindling_erfcx(double x) {
    double square = x * x, rounded = fma(x, x, -square);
    if (x < 0) return square > 720 ? INFINITY : 2 * exp(square) * (1 + rounded) - kindling_erfcx(-x);
    if (x < 10 || isnan(x)) return exp(square) * (1 + rounded) * erfc(x);
    double sum = 1, term = 1;
    for (int k = 1; k < 14; k++) {
        term *= -(2 * k - 1) / (2 * square);
        sum += term;
    }
    return sum / (x * ROOT_PI);
}

double kindling_log_ndtr(double x) {
    return x < -1 ? log(kindling_erfcx(-x / ROOT_2) / 2) - x * x / 2 : log1p(-erfc(x / ROOT_2) / 2);
}

// The quantile of p <= 0.1. A start by Abramowitz and Stegun 26.2.23, then Newton on the logarithm, where no tail is too thin.
static double tail_quantile(double p) {
    double logarithm = log(p), t = sqrt(-2 * logarithm);
    double x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
    for (int i = 0; i < 3; i++) {
        double ratio = kindling_erfcx(-x / ROOT_2);  // 2 exp(x^2/2) times the probability below x
        double excess = log(ratio / 2) - x * x / 2 - logarithm;
        x -= excess * ratio * (ROOT_PI / ROOT_2);
    }
    return x;
}

// Where |y| <= 0.8: Halley's steps on erf, from a start by Winitzki that is right to 0.2 %.
static double erfinv_center(double y) {
    double x = y * (ROOT_PI / 2);
    if (fabs(y) > 0.1) {
        double logarithm = log1p(-y * y), t = 2 / (PI * 0.147) + logarithm / 2;
        x = copysign(sqrt(sqrt(t * t - logarithm / 0.147) - t), y);
    }
    for (int i = 0; i < 2; i++) {
        double u = (erf(x) - y) * (ROOT_PI / 2) * exp(x * x);
        x -= u / (1 + x * u);
    }
    return x;
}

double kindling_erfinv(double y) {
    double magnitude = fabs(y);
    if (magnitude <= 0.8) return erfinv_center(y);
    if (magnitude < 1) return copysign(tail_quantile((1 - magnitude) / 2) / ROOT_2, y);
    return magnitude == 1 ? copysign(INFINITY, y) : NAN;
}

double kindling_ndtri(double p) {
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    if (!(p > 0 && p < 1)) return NAN;
    if (p < 0.1) return tail_quantile(p);
    return p > 0.9 ? -tail_quantile(1 - p) : ROOT_2 * erfinv_center(2 * p - 1);
}

// exp(-|x|) I_order(x) times what `scaled` leaves out: the power series up to 20, all of whose terms are positive, then the
// asymptotic one, whose least term is there below 1e-17.
static double bessel_i(int order, double x, bool scaled) {
    double a = fabs(x);
    if (isinf(x)) return scaled ? copysign(0, order ? x : 1) : copysign(INFINITY, order ? x : 1);
    if (a <= 20 || isnan(x)) {
        double z = x * x / 4, term = order ? x / 2 : 1, sum = term;
        for (int k = 1; k < 100 && fabs(term) > 1e-17 * fabs(sum); k++) {
            term *= z / (k * (double)(k + order));
            sum += term;
        }
        return scaled ? sum * exp(-a) : sum;
    }
    double sum = 1, term = 1;
    for (int k = 1; k < 40 && fabs(term) > 1e-17; k++) {
        term *= ((2 * k - 1) * (2 * k - 1) - 4 * order) / (8 * k * a);
        sum += term;
    }
    double result = (order && x < 0 ? -sum : sum) / sqrt(2 * PI * a);
    if (scaled) return result;
    double half = exp(a / 2);  // exp(a) would overflow before the result does
    return result * half * half;
}

double kindling_i0(double x) { return bessel_i(0, x, false); }
double kindling_i0e(double x) { return bessel_i(0, x, true); }
double kindling_i1(double x) { return bessel_i(1, x, false); }
double kindling_i1e(double x) { return bessel_i(1, x, true); }

double kindling_entr(double x) { return x > 0 || isnan(x) ? -x * log(x) : x == 0 ? 0 : -INFINITY; }
double kindling_xlogy(double x, double y) { return isnan(y) ? NAN : x == 0 ? 0 : x * log(y); }
double kindling_xlog1py(double x, double y) { return isnan(y) ? NAN : x == 0 ? 0 : x * log1p(y); }
