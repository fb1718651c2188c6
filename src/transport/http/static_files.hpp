// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "transport/http/http.hpp"

#include <map>
#include <string>

namespace charta::http {

/// The built web application, read once at start. `index.html` answers every /app/… address, with a fresh CSP nonce each time.
class StaticFiles {
 public:
  /// An absent folder serves a page that says how to build the web.
  static StaticFiles load(const std::string& folder);

  /// Files by their path; /, /app and /app/… get the application. Nothing else is found.
  bool has(std::string_view path) const;
  Response answer(const Request& request) const;

 private:
  struct File {
    std::string bytes, gzipped, content_type;
  };
  Response page() const;
  std::map<std::string, File, std::less<>> files_;
};

/// Content-Type of a file name's extension; application/octet-stream when unknown.
std::string_view media_type_of(std::string_view file_name);

}  // namespace charta::http
