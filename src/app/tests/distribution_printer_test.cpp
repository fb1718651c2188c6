// SPDX-License-Identifier: Apache-2.0
// Copies on paper through a real printer of the other side: ippeveprinter of CUPS. Skipped where it is not installed.
#include "app/tests/distribution_fixture.hpp"
#include "transport/ipp/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace charta::app {
namespace {

constexpr const char* printer_program = "/usr/sbin/ippeveprinter";

/// A printer that keeps what it prints in a folder.
class RealPrinter {
 public:
  RealPrinter(const std::string& folder, int port) : port_(port) {
    process_ = ::fork();
    if (process_ != 0) return;
    const std::string text = std::to_string(port);
    (void)!::freopen("/dev/null", "w", stdout);
    (void)!::freopen("/dev/null", "w", stderr);
    ::execl(printer_program, "ippeveprinter", "-k", "-d", folder.c_str(), "-f", "application/pdf", "-r", "off", "-p",
            text.c_str(), "-n", "localhost", "Ward printer", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ~RealPrinter() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  RealPrinter(const RealPrinter&) = delete;
  RealPrinter& operator=(const RealPrinter&) = delete;
  std::string uri() const { return "ipp://localhost:" + std::to_string(port_) + "/ipp/print"; }
  bool answers() const {
    for (int i = 0; i < 100; ++i) {
      if (ipp_client::Printer(uri(), std::chrono::seconds(2)).find("nothing")) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }

 private:
  int port_;
  pid_t process_ = -1;
};

/// A printer of ours that speaks the protocol over a socket: takes jobs, knows them by name and number, and is busy when it is
/// told to be.
class SmallPrinter {
 public:
  SmallPrinter() : acceptor_(io_, {boost::asio::ip::make_address("127.0.0.1"), 0}) {
    thread_ = std::thread([this] { serve(); });
  }
  ~SmallPrinter() {
    stopping_ = true;
    boost::asio::io_context io;
    boost::asio::ip::tcp::socket knock(io);
    boost::system::error_code error;
    knock.connect(acceptor_.local_endpoint(), error);
    knock.close(error);
    thread_.join();
  }
  SmallPrinter(const SmallPrinter&) = delete;
  SmallPrinter& operator=(const SmallPrinter&) = delete;
  std::string uri() const { return "ipp://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/ipp/print"; }

  std::atomic<bool> is_busy{false}, loses_answers{false};
  std::vector<std::string> names, documents;  ///< read when nothing is printed

 private:
  void serve() {
    namespace web = boost::beast::http;
    while (!stopping_) {
      boost::asio::ip::tcp::socket socket(io_);
      boost::system::error_code error;
      acceptor_.accept(socket, error);
      boost::beast::flat_buffer buffer;
      web::request_parser<web::string_body> request;
      request.body_limit(64U << 20U);
      web::read(socket, buffer, request, error);
      if (error || stopping_) continue;
      web::response<web::string_body> response{web::status::ok, 11};
      response.set(web::field::content_type, "application/ipp");
      response.body() = answer(request.get().body());
      response.prepare_payload();
      if (loses_answers) continue;
      web::write(socket, response, error);
    }
  }
  std::string answer(const std::string& body) {
    BytesView document;
    const auto request = ipp::parse(body, &document);
    ipp::Message reply;
    reply.groups.push_back({1, {}});
    if (!request) {
      reply.code = 0x0400;
    } else if (is_busy) {
      reply.code = 0x0507;
    } else if (request->code == 0x0002) {
      names.push_back(request->group(1)->text("job-name"));
      documents.emplace_back(document);
      reply.groups.push_back(job(names.size()));
    } else if (request->code == 0x0009) {
      const auto id = static_cast<std::size_t>(request->group(1)->integer("job-id"));
      if (id == 0 || id > names.size())
        reply.code = 0x0406;
      else
        reply.groups.push_back(job(id));
    } else if (request->group(1)->text("which-jobs") == "completed") {
      for (std::size_t id = 1; id <= names.size(); ++id) reply.groups.push_back(job(id));
    }
    return ipp::print(reply);
  }
  ipp::AttributeGroup job(std::size_t id) const {
    ipp::AttributeGroup group{2, {}};
    ipp::add_integer(group, "job-id", ipp::ValueTag::integer, static_cast<std::int32_t>(id));
    ipp::add_attribute(group, "job-name", ipp::ValueTag::name, names[id - 1]);
    ipp::add_integer(group, "job-state", ipp::ValueTag::enumeration, 9);
    return group;
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

class DistributionPrinter : public testing::DistributionTest {
 protected:
  void SetUp() override {
    if (::access(printer_program, X_OK) != 0)
      GTEST_SKIP() << "skipped: " << printer_program << " is not installed (package cups-ipp-utils)";
    DistributionTest::SetUp();
  }
  static int free_port() { return 20'000 + static_cast<int>(::getpid() % 20'000); }
};
CHARTA_ON_BOTH_ENGINES(DistributionPrinter);

TEST_P(DistributionPrinter, PrintsACopyOnceUnderItsNumberAndKnowsWhenItIsDone) {
  if (::access(printer_program, X_OK) != 0)
    GTEST_SKIP() << "skipped: " << printer_program << " is not installed (package cups-ipp-utils)";
  const charta::testing::TemporaryFolder tray;
  const RealPrinter printer(tray.path(), free_port());
  if (!printer.answers()) GTEST_SKIP() << "skipped: the printer does not start here";
  reach("OMAR1", "Omar, Kim", "practitioner", {{"print", printer.uri()}});
  ASSERT_EQ(document("T02", "D1", "No acute distress.", "", "OMAR1^OMAR^KIM"), "filed");
  go_round();
  const auto copy = copy_of("Omar, Kim");
  for (int i = 0; i < 200 && copies() != std::vector<std::string>{"Omar, Kim v1 print delivered"}; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ASSERT_TRUE(give_out_once(*hospital_));
  }
  EXPECT_EQ(copies(), std::vector<std::string>{"Omar, Kim v1 print delivered"});
  std::size_t sheets = 0;
  for (const auto& entry : std::filesystem::directory_iterator(tray.path())) {
    ++sheets;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_TRUE(bytes.starts_with("%PDF-")) << entry.path();
  }
  EXPECT_EQ(sheets, 1U);
  const auto known = ipp_client::Printer(printer.uri()).find("copy " + copy + "-1");
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_TRUE(known->has_value()) << "after a crash the printer is asked for this name before anything is printed again";
}

TEST_P(DistributionPrinter, ACopyIsPrintedAndItsJobFollowedToItsEnd) {
  SmallPrinter printer;
  reach("OMAR1", "Omar, Kim", "practitioner", {{"print", printer.uri()}});
  document("T02", "D1", "No acute distress.", "", "OMAR1^OMAR^KIM");
  go_round();
  EXPECT_EQ(copies(), std::vector<std::string>{"Omar, Kim v1 print delivered"});
  ASSERT_EQ(printer.documents.size(), 1U);
  EXPECT_TRUE(printer.documents.front().starts_with("%PDF-"));
  EXPECT_EQ(printer.names.front(), "copy " + copy_of("Omar, Kim") + "-1");
}

TEST_P(DistributionPrinter, WhatAPrinterTookBeforeTheLineBrokeIsNotPrintedAgain) {
  SmallPrinter printer;
  printer.loses_answers = true;
  reach("OMAR1", "Omar, Kim", "practitioner", {{"print", printer.uri()}});
  document("T02", "D1", "No acute distress.", "", "OMAR1^OMAR^KIM");
  go_round();
  EXPECT_EQ(copies("&trouble=1"), std::vector<std::string>{"Omar, Kim v1 print owed"});
  printer.loses_answers = false;
  later(std::chrono::minutes(10));
  go_round();
  EXPECT_EQ(copies(), std::vector<std::string>{"Omar, Kim v1 print delivered"});
  EXPECT_EQ(printer.documents.size(), 1U) << "it was asked for the job's name first";
}

TEST_P(DistributionPrinter, ABusyPrinterIsTriedAgain) {
  SmallPrinter printer;
  printer.is_busy = true;
  reach("OMAR1", "Omar, Kim", "practitioner", {{"print", printer.uri()}});
  document("T02", "D1", "words", "", "OMAR1^OMAR^KIM");
  go_round();
  EXPECT_EQ(copies("&trouble=1"), std::vector<std::string>{"Omar, Kim v1 print owed"});
  printer.is_busy = false;
  later(std::chrono::minutes(10));
  go_round();
  EXPECT_EQ(copies(), std::vector<std::string>{"Omar, Kim v1 print delivered"});
}

TEST_P(DistributionPrinter, APrinterThatIsAwayIsTriedAgain) {
  reach("OMAR1", "Omar, Kim", "practitioner", {{"print", "ipp://localhost:9/ipp/print"}});
  document("T02", "D1", "words", "", "OMAR1^OMAR^KIM");
  go_round();
  EXPECT_EQ(copies("&trouble=1"), std::vector<std::string>{"Omar, Kim v1 print owed"});
}

TEST(PrinterAddresses, AreReadOrRefused) {
  EXPECT_EQ(ipp_client::parse_address("ipp://printer.example/ipp/print")->port, "631");
  EXPECT_EQ(ipp_client::parse_address("ipp://printer.example:8631/printers/ward4")->port, "8631");
  EXPECT_EQ(ipp_client::parse_address("ipp://[::1]:8631/")->host, "::1");
  EXPECT_FALSE(ipp_client::parse_address("http://printer.example/"));
  EXPECT_FALSE(ipp_client::parse_address("ipp:///path"));
  EXPECT_FALSE(ipp_client::parse_address("ipp://host:port/path"));
  EXPECT_EQ(ipp_client::parse_address("ipps://printer.example/").error().kind, ErrorKind::unsupported);
}

}  // namespace
}  // namespace charta::app
