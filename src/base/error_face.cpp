// SPDX-License-Identifier: Apache-2.0
#include "base/error_face.hpp"

namespace charta {

ErrorFace face_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return {400, "invalid", "AE", "102"};
    case ErrorKind::missing:
      return {400, "required", "AE", "101"};
    case ErrorKind::not_found:
      return {404, "not-found", "AE", "204"};
    case ErrorKind::gone:
      return {410, "deleted", "AE", "204"};
    case ErrorKind::forbidden:
      return {403, "forbidden", "AR", "207"};
    case ErrorKind::unauthenticated:
      return {401, "login", "AR", "207"};
    case ErrorKind::version_conflict:
      return {412, "conflict", "AE", "206"};
    case ErrorKind::unknown_code:
      return {422, "code-invalid", "AE", "103"};
    case ErrorKind::business_rule:
      return {422, "business-rule", "AE", "207"};
    case ErrorKind::unsupported:
      return {501, "not-supported", "AR", "200"};
    case ErrorKind::too_large:
      return {413, "too-long", "AR", "207"};
    case ErrorKind::busy:
      return {429, "throttled", "AR", "207"};
    case ErrorKind::unavailable:
      return {503, "transient", "AR", "207"};
    case ErrorKind::internal:
      return {500, "exception", "AE", "207"};
  }
  return {500, "exception", "AE", "207"};
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return status < 400 ? "OK" : "Internal Server Error";
  }
}

}  // namespace charta
