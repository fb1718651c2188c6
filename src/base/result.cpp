// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"

#include <stdexcept>

namespace charta {

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::missing:
      return "missing";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::gone:
      return "gone";
    case ErrorKind::forbidden:
      return "forbidden";
    case ErrorKind::unauthenticated:
      return "unauthenticated";
    case ErrorKind::version_conflict:
      return "version_conflict";
    case ErrorKind::unknown_code:
      return "unknown_code";
    case ErrorKind::business_rule:
      return "business_rule";
    case ErrorKind::unsupported:
      return "unsupported";
    case ErrorKind::too_large:
      return "too_large";
    case ErrorKind::busy:
      return "busy";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::internal:
      return "internal";
  }
  return "internal";
}

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
  throw std::logic_error("a failed result was read as a value at " + std::string(where.file_name()) + ":" +
                         std::to_string(where.line()) + " (" + std::string(name_of(error.kind)) + ": " + error.message + ")");
}

}  // namespace charta
