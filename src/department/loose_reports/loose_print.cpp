// SPDX-License-Identifier: Apache-2.0
#include "department/loose_reports/loose_service.hpp"
#include "formats/pdf/print.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::loose_reports {
namespace {

using pdf::Canvas;
using pdf::Font;

constexpr double left = 42, top = 748, line_height = 15;
constexpr std::size_t lines_on_a_page = 38;

/// The first so many characters, never half of one.
std::string cut_to(std::string text, std::size_t most) {
  std::size_t at = 0, count = 0;
  for (; at < text.size() && count < most; ++count) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  text.resize(at);
  return text;
}

std::string words_of_need(const FoundNeed& need) {
  switch (need.need) {
    case Need::appointment:
      return "appointment " + need.at.text().substr(0, 16);
    case Need::release:
      return "open release";
    case Need::coding:
      return "being coded";
    case Need::age:
      return "its age";
  }
  return "";
}

double draw_figures(Canvas& canvas, const LooseFigures& figures, const LooseRules& rules, double y) {
  const auto row = [&](const std::string& words, const std::string& value) {
    canvas.text(left, y, 10, Font::regular, words);
    canvas.text(left + 240, y, 10, Font::bold, value);
    y -= line_height;
  };
  row("Reports that are loose", std::to_string(figures.reports));
  row("Pages", fmt::format("{}{}", figures.of_unknown_length > 0 ? "at least " : "", figures.pages));
  row(fmt::format("Pages that come loose in a day (over {} days)", rules.intake_days),
      fmt::format("{:.1f}", figures.daily_intake));
  row("Days of backlog", figures.days ? fmt::format("{:.1f}", *figures.days) : "nothing came lately");
  for (std::size_t group = 0; group < figures.by_age.size(); ++group)
    row("Loose " + age_words(group, rules), std::to_string(figures.by_age[group]));
  return y - line_height;
}

}  // namespace

Result<std::string> loose_report_as_pdf(const LooseFilingReport& report, const LooseRules& rules,
                                        const std::function<std::string(PatientId)>& name_of, const std::string& printed_at) {
  std::vector<Canvas> pages;
  std::size_t on_page = lines_on_a_page;
  double y = 0;
  const auto begin_page = [&] {
    pages.emplace_back();
    pages.back().text(left, top, 15, Font::bold, "Loose Filing Report");
    pages.back().text(left + 260, top, 9, Font::regular, "as of " + printed_at + ", page " + std::to_string(pages.size()));
    y = top - 30;
    on_page = 0;
  };
  begin_page();
  y = draw_figures(pages.back(), report.figures, rules, y);
  on_page = 8 + report.figures.by_age.size();
  for (const auto& line : report.lines) {
    if (on_page >= lines_on_a_page) begin_page();
    pages.back().text(left, y, 8, Font::regular, cut_to(words_of_need(line.need), 28));
    pages.back().text(left + 125, y, 9, Font::regular, cut_to(line.title, 38));
    pages.back().text(left + 310, y, 9, Font::regular,
                      cut_to(line.patient.is_set() ? name_of(line.patient) : "patient not certain", 28));
    pages.back().text(left + 440, y, 8, Font::regular, cut_to(line.lies_at, 10));
    pages.back().text(left + 480, y, 8, Font::regular, line.came_at.text().substr(0, 10));
    y -= line_height;
    ++on_page;
  }
  return pdf::printed(pages, {}, "Loose Filing Report");
}

}  // namespace charta::loose_reports
