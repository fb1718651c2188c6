// SPDX-License-Identifier: Apache-2.0
// Requests and responses free of any HTTP library, the one route table, and the server.
#pragma once
#include "base/error_face.hpp"
#include "base/result.hpp"
#include "record/access/actor.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::http {

struct Request {
  std::string method, path, query;                           ///< query as received, without '?'
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  std::string remote;                   ///< address of the caller
  std::vector<std::string> captured;    ///< the route's {parts}, decoded, in order
  access::Actor actor;                  ///< set by the door before the handler runs
  std::string session_token;            ///< of a signed-in person
  const struct Route* route = nullptr;  ///< set by the router

  std::string_view cookie(std::string_view name) const;

  std::string_view header(std::string_view lower_case_name) const;
  std::optional<std::string> parameter(std::string_view name) const;  ///< first value in the query, decoded
  std::vector<std::string> parameters(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string content_type = "application/json";
};

enum class Door { open, signed_in, fhir, metrics };  ///< who may knock; permissions are the service's business
/// read: runs on the I/O thread; write: on the worker pool, since it waits for a commit. A brief write is one small commit: for a
/// client that has the server to itself it too runs on the I/O thread.
enum class Cost { read, write, brief_write };

/// One row of the route table, from which OpenAPI and the permission matrix are made.
struct Route {
  std::string method, pattern;  ///< "/api/worklists/{kind}"
  std::string summary;          ///< for OpenAPI
  Door door = Door::signed_in;
  Cost cost = Cost::write;
  std::string permission;                       ///< the codes it needs, all of them, with blanks between; "" for none beyond the door
  std::string request_schema, response_schema;  ///< names in src/app/api_schemas.json; "" for none
  std::function<Result<Response>(const Request&)> handle;
  bool is_activity = true;  ///< false: asked by the page itself (a stream), which keeps no abandoned session open
};

std::string percent_decode(std::string_view text, bool plus_is_space);
std::string percent_encode(std::string_view text);

Response json_response(std::string body, int status = 200);
Response no_content();
/// OperationOutcome, or RFC 9457 problem+json. What is `unsupported` at "method" is 405, at "Accept" or "_format" 406, at
/// "Content-Type" 415, else 501.
Response problem(const Error& error, bool fhir);

/// Finds the route of a request: literal parts before {captured} ones. The table is kept as given, for OpenAPI and the matrix.
class Router {
 public:
  void add(Route route);
  /// Sets `request.route` and `request.captured`. Errors: `not_found`; `unsupported` with location "method" (405).
  Result<void> find(Request& request) const;
  /// The methods of an address, as the header Allow lists them. Source: RFC 9110, 15.5.6.
  std::string allowed(std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> parts_;  ///< of each route's pattern
};

}  // namespace charta::http
