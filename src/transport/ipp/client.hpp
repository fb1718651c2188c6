// SPDX-License-Identifier: Apache-2.0
// What is asked of a printer, over HTTP. Source: RFC 8010, 8011; RFC 3510 (ipp: addresses).
#pragma once
#include "formats/ipp/ipp.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace charta::ipp_client {

/// "ipp://host[:port]/path" in its parts. Errors: `invalid`, `unsupported` (ipps).
struct PrinterAddress {
  std::string host, port, path;
};
Result<PrinterAddress> parse_address(const std::string& uri);

struct JobReport {
  std::int32_t id = 0;
  ipp::JobState state = ipp::JobState::pending;
  std::string reasons;  ///< job-state-reasons
};

/// Errors: `unavailable` (nobody answers, or the printer says that it may take it later), `business_rule` (it refuses).
class Printer {
 public:
  explicit Printer(std::string uri, std::chrono::milliseconds patience = std::chrono::seconds(30))
      : uri_(std::move(uri)), patience_(patience) {}

  Result<JobReport> print(const std::string& job_name, BytesView pdf) const;
  /// Nothing: the printer does not know it (any more).
  Result<std::optional<JobReport>> job(std::int32_t id) const;
  /// A job of this name, done or not. Nothing: none is known.
  Result<std::optional<JobReport>> find(const std::string& job_name) const;

 private:
  Result<ipp::Message> exchange(const ipp::Message& request, BytesView document) const;

  std::string uri_;
  std::chrono::milliseconds patience_;
};

}  // namespace charta::ipp_client
