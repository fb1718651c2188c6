// SPDX-License-Identifier: Apache-2.0
// The whole front door over a hospital of either engine, asked as a browser or a program asks it, without a socket.
#pragma once
#include "app/tests/hospital_fixture.hpp"
#include "transport/http/door.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace charta::app::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// What came out of the door.
struct Answer {
  int status = 0;
  std::string content_type, body;
  Headers headers;

  std::string header(std::string_view name) const;  ///< empty when absent
  std::string at(std::string_view path) const;      ///< "items.0.name" in the JSON body; "absent" when nothing is there
  std::size_t count(std::string_view path) const;   ///< members or items there
  std::vector<std::string> all(std::string_view path, std::string_view member) const;  ///< a member of every item
  bool says(std::string_view words) const { return body.find(words) != std::string::npos; }
};

/// Whoever knocks: a browser with its cookie, or a program with its token.
struct Visitor {
  std::string cookie, token;
};

class DoorTest : public HospitalTest {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// `target`: "/api/patients/find?q=marsh". A browser's changes carry X-Charta: 1, as the web application sends it.
  Answer ask(const Visitor& visitor, const std::string& method, const std::string& target, const std::string& body = {},
             const Headers& headers = {});
  /// As it comes: nothing is added.
  Answer knock(const std::string& method, const std::string& target, const std::string& body, const Headers& headers,
               const std::string& remote = "10.0.0.7");

  /// An account that signed in through the door.
  Visitor person(const std::string& name, std::vector<std::string> roles);
  /// A program's account and its token, which may do no more than `scope`.
  Visitor program(const std::string& name, std::vector<std::string> roles, const std::string& scope = {});
  /// `words`: the HL7 segments after MSH. Answers the outcome's code.
  std::string send(const std::string& type, const std::string& control_id, const std::string& segments);

  /// An empty hospital, at the hour at which every test begins.
  void begin_again();

  const Visitor nobody{};
  http::ServerFigures figures_;
  std::unique_ptr<http::FrontDoor> door_;
};

/// A table of tests/cases/ carried out line by line; its words are explained in cases/README.md.
class DoorCases : public DoorTest {
 protected:
  void run(const std::string& file);

 private:
  class Script;
};

}  // namespace charta::app::testing
