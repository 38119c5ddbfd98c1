#pragma once

// Distribution functions of Boost.Math behind a C border. No exception crosses it: a value
// outside a function's domain gives NaN.

#ifdef __cplusplus
extern "C" {
#endif

double airaccord_normal_cumulative(double x);
double airaccord_normal_upper(double x);
double airaccord_normal_quantile(double p);
double airaccord_student_cumulative(double x, double degrees_of_freedom);
double airaccord_student_upper(double x, double degrees_of_freedom);
double airaccord_student_quantile(double p, double degrees_of_freedom);
double airaccord_chi_squared_cumulative(double x, double degrees_of_freedom);
double airaccord_chi_squared_upper(double x, double degrees_of_freedom);
double airaccord_chi_squared_quantile(double p, double degrees_of_freedom);
double airaccord_f_cumulative(double x, double numerator, double denominator);
double airaccord_f_upper(double x, double numerator, double denominator);
double airaccord_f_quantile(double p, double numerator, double denominator);
double airaccord_binomial_cumulative(double successes, double trials, double probability);
double airaccord_beta_quantile(double p, double alpha, double beta);

#ifdef __cplusplus
}
#endif
