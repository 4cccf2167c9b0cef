// Special functions in double precision, which float32 kernels use too: rounding the result to float leaves half an ulp.
#pragma once

double kindling_log_gamma(double x);
double kindling_digamma(double x);
double kindling_zeta(double s, double q);
double kindling_erfinv(double x);
double kindling_erfcx(double x);
double kindling_ndtri(double p);
double kindling_log_ndtr(double x);
double kindling_i0(double x);
double kindling_i0e(double x);
double kindling_i1(double x);
double kindling_i1e(double x);
double kindling_entr(double x);
double kindling_xlogy(double x, double y);
double kindling_xlog1py(double x, double y);
