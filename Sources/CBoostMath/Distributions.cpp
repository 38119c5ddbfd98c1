#include "CBoostMath.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <limits>

namespace {

namespace policies = boost::math::policies;

// Errors become NaN or infinity instead of exceptions.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>>;

using Normal = boost::math::normal_distribution<double, Quiet>;
using Student = boost::math::students_t_distribution<double, Quiet>;
using ChiSquared = boost::math::chi_squared_distribution<double, Quiet>;
using FisherF = boost::math::fisher_f_distribution<double, Quiet>;
using Binomial = boost::math::binomial_distribution<double, Quiet>;
using Beta = boost::math::beta_distribution<double, Quiet>;

template <typename Body>
double guarded(Body body) {
  try {
    return body();
  } catch (...) {
    return std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace

using boost::math::cdf;
using boost::math::complement;
using boost::math::quantile;

double airaccord_normal_cumulative(double x) {
  return guarded([&] { return cdf(Normal(), x); });
}
double airaccord_normal_upper(double x) {
  return guarded([&] { return cdf(complement(Normal(), x)); });
}
double airaccord_normal_quantile(double p) {
  return guarded([&] { return quantile(Normal(), p); });
}
double airaccord_student_cumulative(double x, double df) {
  return guarded([&] { return cdf(Student(df), x); });
}
double airaccord_student_upper(double x, double df) {
  return guarded([&] { return cdf(complement(Student(df), x)); });
}
double airaccord_student_quantile(double p, double df) {
  return guarded([&] { return quantile(Student(df), p); });
}
double airaccord_chi_squared_cumulative(double x, double df) {
  return guarded([&] { return cdf(ChiSquared(df), x); });
}
double airaccord_chi_squared_upper(double x, double df) {
  return guarded([&] { return cdf(complement(ChiSquared(df), x)); });
}
double airaccord_chi_squared_quantile(double p, double df) {
  return guarded([&] { return quantile(ChiSquared(df), p); });
}
double airaccord_f_cumulative(double x, double numerator, double denominator) {
  return guarded([&] { return cdf(FisherF(numerator, denominator), x); });
}
double airaccord_f_upper(double x, double numerator, double denominator) {
  return guarded([&] { return cdf(complement(FisherF(numerator, denominator), x)); });
}
double airaccord_f_quantile(double p, double numerator, double denominator) {
  return guarded([&] { return quantile(FisherF(numerator, denominator), p); });
}
double airaccord_binomial_cumulative(double successes, double trials, double probability) {
  return guarded([&] { return cdf(Binomial(trials, probability), successes); });
}
double airaccord_beta_quantile(double p, double alpha, double beta) {
  return guarded([&] { return quantile(Beta(alpha, beta), p); });
}
