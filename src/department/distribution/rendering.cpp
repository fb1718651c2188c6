// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/rendering.hpp"

#include "formats/pdf/text_flow.hpp"

#include <fmt/format.h>

namespace charta::distribution {
namespace {

pdf::FlowStyle style_of(const Copy& copy, const PageHead& head) {
  pdf::FlowStyle style;
  style.heading = copy.title;
  style.detail = fmt::format("{}   born {}   {}   copy {} for {} ({})", head.patient, head.birth_date, head.mrn, copy.number(),
                             copy.recipient_name, purpose_code(copy.purpose));
  return style;
}

std::string asked_back(const EarlierCopy& before) {
  return fmt::format(
      "The copy {} that was sent to you on {} is not true any more. Destroy it, or return it to the medical records "
      "department, and take it out of any chart in which it was filed.\n",
      before.number, before.sent_at.text().substr(0, 10));
}

}  // namespace

Bytes words_as_pdf(const Copy& copy, const PageHead& head, std::string_view words, const std::optional<EarlierCopy>& before) {
  std::string text;
  if (before) text += "THIS VERSION TAKES THE PLACE OF AN EARLIER ONE. " + asked_back(*before) + "\n";
  text += words;
  if (before && !before->words.empty()) {
    text += "\fWHAT CHANGED: [-taken out-] {+put in+}\n\n" + marked_up(compare_words(before->words, words));
  }
  const auto style = style_of(copy, head);
  return pdf::printed(pdf::laid_out(text, style), style.paper, "Copy " + copy.number());
}

Bytes notice_as_pdf(const Copy& notice, const PageHead& head, const EarlierCopy& before) {
  auto style = style_of(notice, head);
  style.heading = "TAKEN BACK: " + notice.title;
  const auto text = asked_back(before) + "\nNothing takes its place.\n";
  return pdf::printed(pdf::laid_out(text, style), style.paper, "Notice " + notice.number());
}

}  // namespace charta::distribution
