// SPDX-License-Identifier: Apache-2.0
#include "transport/ipp/client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace charta::ipp_client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace web = beast::http;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::string_view user = "charta";
constexpr std::size_t largest_answer = 4U << 20U;

Error no_answer(const std::string& uri, const ErrorCode& error) {
  return fail(ErrorKind::unavailable, "the printer " + uri + " does not answer: " + error.message());
}

/// One request on a connection of its own; every step ends in time.
class Exchange {
 public:
  Exchange(const PrinterAddress& address, std::chrono::milliseconds patience) : address_(address), patience_(patience) {}

  ErrorCode run(web::request<web::string_body>& request, web::response_parser<web::string_body>& response) {
    ErrorCode error;
    const auto addresses = tcp::resolver(io_).resolve(address_.host, address_.port, error);
    if (error) return error;
    stream_.expires_after(patience_);
    stream_.async_connect(addresses, [&](ErrorCode failed, const tcp::endpoint&) { error = failed; });
    if (finish(error)) return error;
    stream_.expires_after(patience_);
    web::async_write(stream_, request, [&](ErrorCode failed, std::size_t) { error = failed; });
    if (finish(error)) return error;
    stream_.expires_after(patience_);
    web::async_read(stream_, buffer_, response, [&](ErrorCode failed, std::size_t) { error = failed; });
    finish(error);
    return error;
  }

 private:
  bool finish(ErrorCode& error) {
    io_.restart();
    io_.run();
    return static_cast<bool>(error);
  }

  const PrinterAddress& address_;
  std::chrono::milliseconds patience_;
  asio::io_context io_{1};
  beast::tcp_stream stream_{io_};
  beast::flat_buffer buffer_;
};

JobReport report_of(const ipp::AttributeGroup& job) {
  return {job.integer("job-id"), static_cast<ipp::JobState>(job.integer("job-state")), job.text("job-state-reasons")};
}

Error refusal(const std::string& uri, std::uint16_t status) {
  const auto kind = ipp::may_succeed_later(status) ? ErrorKind::unavailable : ErrorKind::business_rule;
  return fail(kind, "the printer " + uri + " says " + ipp::status_words(status));
}

}  // namespace

Result<PrinterAddress> parse_address(const std::string& uri) {
  if (uri.starts_with("ipps://"))
    return fail(ErrorKind::unsupported,
                "a printer that asks for TLS (ipps) is reached by a queue on this host: ipp://localhost/printers/NAME");
  if (!uri.starts_with("ipp://")) return fail(ErrorKind::invalid, "a printer's address is ipp://HOST[:PORT]/PATH", "address");
  const auto rest = uri.substr(6);
  const auto slash = rest.find('/');
  const auto authority = rest.substr(0, slash);
  PrinterAddress address{authority, "631", slash == std::string::npos ? "/" : rest.substr(slash)};
  const auto colon = authority.rfind(':');
  if (colon != std::string::npos && authority.back() != ']') {
    address.host = authority.substr(0, colon);
    address.port = authority.substr(colon + 1);
  }
  if (address.host.size() > 2 && address.host.front() == '[') address.host = address.host.substr(1, address.host.size() - 2);
  const bool is_port =
      !address.port.empty() && address.port.size() <= 5 && address.port.find_first_not_of("0123456789") == std::string::npos;
  if (address.host.empty() || !is_port)
    return fail(ErrorKind::invalid, "a printer's address is ipp://HOST[:PORT]/PATH", "address");
  return address;
}

Result<ipp::Message> Printer::exchange(const ipp::Message& message, BytesView document) const {
  CHARTA_TRY(const auto address, parse_address(uri_));
  web::request<web::string_body> request{web::verb::post, address.path, 11};
  request.set(web::field::host, address.host + ":" + address.port);
  request.set(web::field::content_type, "application/ipp");
  request.body() = ipp::print(message);
  request.body() += document;
  request.prepare_payload();
  web::response_parser<web::string_body> response;
  response.body_limit(largest_answer);
  if (const auto error = Exchange(address, patience_).run(request, response)) return no_answer(uri_, error);
  if (response.get().result() != web::status::ok)
    return fail(ErrorKind::unavailable, "the printer " + uri_ + " answers " + std::to_string(response.get().result_int()));
  const auto answer = ipp::parse(response.get().body());
  if (!answer) return fail(ErrorKind::unavailable, "the printer " + uri_ + " answers no IPP: " + answer.error().message);
  return ipp::parse(response.get().body());
}

Result<JobReport> Printer::print(const std::string& job_name, BytesView pdf) const {
  auto request = ipp::request_to(ipp::Operation::print_job, uri_, user);
  auto& operation = request.groups.front();
  ipp::add_attribute(operation, "job-name", ipp::ValueTag::name, job_name);
  ipp::add_attribute(operation, "document-format", ipp::ValueTag::mime_type, "application/pdf");
  CHARTA_TRY(const auto answer, exchange(request, pdf));
  if (!ipp::is_success(answer.code)) return refusal(uri_, answer.code);
  const auto* job = answer.group(2);
  if (job == nullptr) return fail(ErrorKind::unavailable, "the printer " + uri_ + " took the job and gives it no number");
  return report_of(*job);
}

Result<std::optional<JobReport>> Printer::job(std::int32_t id) const {
  auto request = ipp::request_to(ipp::Operation::get_job_attributes, uri_, user);
  auto& operation = request.groups.front();
  // RFC 8011, 4.1.5: what names the target stands first, behind charset and language.
  operation.attributes.insert(operation.attributes.begin() + 3, {"job-id", {{ipp::ValueTag::integer, id, {}}}});
  CHARTA_TRY(const auto answer, exchange(request, {}));
  if (answer.code == 0x0406) return std::optional<JobReport>();
  if (!ipp::is_success(answer.code)) return refusal(uri_, answer.code);
  const auto* job = answer.group(2);
  return job == nullptr ? std::optional<JobReport>() : std::optional(report_of(*job));
}

Result<std::optional<JobReport>> Printer::find(const std::string& job_name) const {
  for (const std::string_view which : {"not-completed", "completed"}) {
    auto request = ipp::request_to(ipp::Operation::get_jobs, uri_, user);
    auto& operation = request.groups.front();
    ipp::add_attribute(operation, "which-jobs", ipp::ValueTag::keyword, which);
    ipp::Attribute wanted{"requested-attributes", {}};
    for (const std::string_view name : {"job-id", "job-name", "job-state", "job-state-reasons"})
      wanted.values.push_back({ipp::ValueTag::keyword, 0, std::string(name)});
    operation.attributes.push_back(std::move(wanted));
    CHARTA_TRY(const auto answer, exchange(request, {}));
    if (!ipp::is_success(answer.code)) return refusal(uri_, answer.code);
    for (const auto& group : answer.groups)
      if (group.tag == 2 && group.text("job-name") == job_name) return std::optional(report_of(group));
  }
  return std::optional<JobReport>();
}

}  // namespace charta::ipp_client
