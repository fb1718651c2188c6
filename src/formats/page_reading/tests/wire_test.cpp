// SPDX-License-Identifier: Apache-2.0
#include "formats/page_reading/wire.hpp"

#include <gtest/gtest.h>

namespace charta::page_reading {
namespace {

Request request_with_everything() {
  Request request;
  request.act = Act::searchable_pdf;
  request.degrees = 270, request.frame = 3;
  request.bytes = std::string("a\0b", 3);
  request.media_type = "application/pdf";
  request.pages = {{"II*", "image/tiff", 2550, 3300, 300}, {"", "image/png", 1, 1, 0}};
  request.words = {{{"Marsh", {10, 20, 30, 40}, 96, 0}, {"1961-04-02", {50, 20, 90, 40}, -1, 0}}, {}};
  request.parts = {{"%PDF", {"page 1 of 2", "page 2 of 2"}}, {"", {}}};
  return request;
}

Answer answer_with_everything() {
  Answer answer;
  answer.pages = {{"GIF", "image/jpeg", 3, 4, 200}};
  answer.words = {{"ink", {1, 2, 3, 4}, 50, 7}};
  answer.bytes = "%PDF";
  answer.digests = {"aa", ""};
  answer.dicom = {"{}", "CT", "%PDF", "application/pdf", {"PNG", "image/png", 5, 6, 0}, "frame 2", 4, 2};
  auto& found = answer.findings;
  found.width = 2550, found.height = 3300, found.dpi = 300, found.skew_degrees = -2.25, found.turned_degrees = 270,
  found.ink = 0.031;
  found.blank = true, found.sheet_marks = true;
  found.symbols = {{"QRCode", "text", {-1, -2, 3, 4}, {"zxing", "zbar"}}};
  found.straightened = {"II*", "image/tiff", 2550, 3300, 300};
  found.thumbnail = {"\xFF\xD8", "image/jpeg", 185, 240, 22};
  found.likeness = "00ff";
  return answer;
}

TEST(PageReaderWire, BringsARequestWhole) {
  const auto sent = request_with_everything();
  const auto read = request_of(encode(sent)).value();
  EXPECT_EQ(read.act, Act::searchable_pdf);
  EXPECT_EQ(read.degrees, 270);
  EXPECT_EQ(read.bytes, sent.bytes);
  ASSERT_EQ(read.pages.size(), 2U);
  EXPECT_EQ(read.pages[0].media_type, "image/tiff");
  EXPECT_EQ(read.pages[0].height, 3300);
  ASSERT_EQ(read.words.size(), 2U);
  EXPECT_EQ(read.words[0][1].text, "1961-04-02");
  EXPECT_EQ(read.words[0][1].confidence, -1);
  ASSERT_EQ(read.parts.size(), 2U);
  EXPECT_EQ(read.parts[0].stamps.at(1), "page 2 of 2");
  EXPECT_EQ(encode(read), encode(sent));
}

TEST(PageReaderWire, BringsAnAnswerWhole) {
  const auto sent = answer_with_everything();
  const auto read = answer_of(encode(sent)).value();
  EXPECT_FALSE(read.refusal);
  EXPECT_DOUBLE_EQ(read.findings.skew_degrees, -2.25);
  EXPECT_TRUE(read.findings.sheet_marks);
  EXPECT_EQ(read.findings.likeness, "00ff");
  EXPECT_EQ(read.findings.symbols.at(0).box.top, -2);
  EXPECT_EQ(read.findings.symbols.at(0).read_by, (std::vector<std::string>{"zxing", "zbar"}));
  EXPECT_EQ(encode(read), encode(sent));
}

TEST(PageReaderWire, BringsARefusalWithItsKind) {
  Answer sent;
  sent.refusal = fail(ErrorKind::too_large, "The file has 1,000,000 pages; at most 2,000 are taken at once.", "page 1");
  const auto read = answer_of(encode(sent)).value();
  EXPECT_EQ(read.refusal, sent.refusal);
  EXPECT_TRUE(read.pages.empty());
}

TEST(PageReaderWire, RefusesEveryMessageThatIsCutShort) {
  const auto request = encode(request_with_everything());
  const auto answer = encode(answer_with_everything());
  for (std::size_t size = 0; size < request.size(); ++size) EXPECT_FALSE(request_of(request.substr(0, size))) << size;
  for (std::size_t size = 0; size < answer.size(); ++size) EXPECT_FALSE(answer_of(answer.substr(0, size))) << size;
}

TEST(PageReaderWire, RefusesWhatStandsBehindAMessageAndOtherVersions) {
  auto request = encode(request_with_everything());
  EXPECT_FALSE(request_of(request + "x"));
  request[0] = 9;
  EXPECT_EQ(request_of(request).error().message, "no message of this page reader");
  auto act = encode(Request{});
  act[1] = 77;
  EXPECT_EQ(request_of(act).error().message, "no act of the page reader");
}

TEST(PageReaderWire, AllotsNothingForACountThatIsMadeUp) {
  auto payload = encode(Request{});
  payload.replace(2 + 8 + 8, 8, std::string(8, '\x7F'));  // the number of pages
  EXPECT_FALSE(request_of(payload));
}

TEST(PageReaderWire, FramesSayHowMuchFollowsAndAreBounded) {
  EXPECT_EQ(payload_size(frame_header(5'000'000'000), 6'000'000'000).value(), 5'000'000'000U);
  EXPECT_EQ(payload_size(frame_header(11), 10).error().kind, ErrorKind::too_large);
  EXPECT_FALSE(payload_size("1234567", 1000));
}

}  // namespace
}  // namespace charta::page_reading
