// SPDX-License-Identifier: Apache-2.0
// What can go wrong in the work is a value: Result<T> holds a T or an Error.
#pragma once
#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace charta {

/// Why an act was refused. One table in transport/ gives each kind its HTTP status, its OperationOutcome issue code and its
/// MSA-1/ERR-3 codes.
enum class ErrorKind {
  invalid,           ///< the input breaks a rule of its format
  missing,           ///< a required element is absent
  not_found,         ///< nothing has that id, or the caller may not know that it exists
  gone,              ///< it was deleted; its history remains
  forbidden,         ///< the caller is known and may not
  unauthenticated,   ///< the caller is not known
  version_conflict,  ///< somebody else changed it since the caller read it
  unknown_code,      ///< a coded value that no loaded code system has
  business_rule,     ///< well formed, and refused by a rule of the department
  unsupported,       ///< outside what Charta does
  too_large,         ///< over a stated size limit
  busy,              ///< over a stated rate limit; try again
  unavailable,       ///< the store cannot take writes now, or a dependency is down
  internal           ///< a defect of Charta itself
};

std::string_view name_of(ErrorKind kind);

/// `message` says what, which and what next, with ids and never names, birth dates or diagnoses.
/// `location` is a FHIRPath ("Patient.birthDate"), an HL7 position ("PID-3.1") or empty.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
  std::string location;

  bool operator==(const Error&) const = default;
};

template <class T>
using Result = boost::system::result<T, Error>;

inline Error fail(ErrorKind kind, std::string message, std::string location = {}) {
  return Error{kind, std::move(message), std::move(location)};
}

/// Called by boost::system::result when value() is asked of a failed result: a programmer's error.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace charta

#define CHARTA_CONCATENATE_(a, b) a##b
#define CHARTA_CONCATENATE(a, b) CHARTA_CONCATENATE_(a, b)

/// CHARTA_TRY(auto value, expression): declares the value, or returns the expression's error from the calling function.
#define CHARTA_TRY(declaration, ...) CHARTA_TRY_(CHARTA_CONCATENATE(charta_result_, __COUNTER__), declaration, __VA_ARGS__)
#define CHARTA_TRY_(result, declaration, ...)    \
  auto result = (__VA_ARGS__);                   \
  if (!result) return std::move(result).error(); \
  declaration = std::move(*result)

/// CHARTA_TRY_DO(expression): returns the expression's error from the calling function, else goes on.
#define CHARTA_TRY_DO(...)                                                                     \
  do {                                                                                         \
    if (auto charta_done = (__VA_ARGS__); !charta_done) return std::move(charta_done).error(); \
  } while (false)
