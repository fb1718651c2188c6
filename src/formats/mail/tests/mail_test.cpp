// SPDX-License-Identifier: Apache-2.0
#include "formats/mail/mail.hpp"

#include "formats/mail/mail_fields.hpp"

#include <gtest/gtest.h>

namespace charta::mail {
namespace {

const std::string pdf = "%PDF-1.4\n\x01\x02\xff the bytes of a fax\n%%EOF\n";

std::string part(const std::string& head, const std::string& body) {
  return "--b\r\n" + head + "\r\n\r\n" + body + "\r\n";
}
std::string fax(const std::string& parts) {
  return "From: =?utf-8?Q?Praxis_M=C3=BCller?= <fax@example.org>\r\nSubject: =?iso-8859-1?B?TfxsbGVyLA==?= "
         "=?utf-8?Q?_report?=\r\n"
         "Message-ID: <1@example.org>\r\nContent-Type: multipart/mixed;\r\n boundary=\"b\"\r\n\r\nNo part.\r\n" +
         parts + "--b--\r\nNothing.\r\n";
}
std::string attached(const std::string& bytes, const std::string& name = "filename=\"fax.pdf\"") {
  return part("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; " + name,
              to_base64(bytes));
}
void expect_refused(const std::string& bytes, const std::string& words, const Limits& limits = {}) {
  const auto mail = parse(bytes, limits);
  ASSERT_FALSE(mail) << words;
  EXPECT_EQ(mail.error().kind, ErrorKind::invalid);
  EXPECT_NE(mail.error().message.find(words), std::string::npos) << mail.error().message;
}

TEST(Mail, GivesEachAttachmentByteForByteUnderItsName) {
  const auto mail =
      parse(fax(part("Content-Type: text/plain", "Please file.") + attached(pdf) + attached("second", "filename=../x/b.tif")));
  ASSERT_TRUE(mail) << mail.error().message;
  EXPECT_EQ(mail->from, "Praxis Müller <fax@example.org>");
  EXPECT_EQ(mail->subject, "Müller, report");
  EXPECT_EQ(mail->message_id, "<1@example.org>");
  ASSERT_EQ(mail->attachments.size(), 2U) << "the letter itself is none";
  EXPECT_EQ(mail->attachments[0].bytes, pdf);
  EXPECT_EQ(mail->attachments[0].name, "fax.pdf");
  EXPECT_EQ(mail->attachments[1].name, "b.tif") << "no sender chooses a folder";
}

TEST(Mail, ReadsQuotedPrintableAndBareLineEnds) {
  std::string text =
      fax(part("Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: quoted-printable", "=89PNG=0D=0A=\r\n=1A=0A"));
  for (const bool bare : {false, true}) {
    if (bare) std::erase(text, '\r');
    const auto mail = parse(text);
    ASSERT_TRUE(mail) << mail.error().message;
    ASSERT_EQ(mail->attachments.size(), 1U);
    EXPECT_EQ(mail->attachments[0].bytes, "\x89PNG\r\n\x1a\n");
    EXPECT_EQ(scanned_type(mail->attachments[0].bytes), "image/png");
  }
}

TEST(Mail, PutsLongFileNamesTogetherByRfc2231) {
  const auto mail = parse(fax(attached(pdf, "filename*0*=utf-8''M%C3%BCl;\r\n filename*1*=ler%20;\r\n filename*2=\"1.pdf\"")));
  ASSERT_TRUE(mail) << mail.error().message;
  EXPECT_EQ(mail->attachments.at(0).name, "Müller 1.pdf");
}

TEST(Mail, LooksIntoForwardedAndSignedMail) {
  const std::string inner = fax(attached(pdf));
  const auto mail =
      parse("Subject: Fwd\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\nContent-Type: message/rfc822\r\n\r\n" +
            inner + "\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nxyz\r\n--s--\r\n");
  ASSERT_TRUE(mail) << mail.error().message;
  ASSERT_EQ(mail->attachments.size(), 1U);
  EXPECT_EQ(mail->attachments[0].bytes, pdf);
  EXPECT_EQ(mail->subject, "Fwd") << "of the mail that came";
}

TEST(Mail, ALogoInTheLettersOwnTextIsNoAttachment) {
  const auto mail = parse(
      "Subject: x\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + part("Content-Type: text/html", "<img src=cid:1>") +
      part("Content-Type: image/png; name=logo.png\r\nContent-ID: <1>\r\nContent-Disposition: inline", "\x89PNG") + "--b--\r\n");
  ASSERT_TRUE(mail) << mail.error().message;
  EXPECT_TRUE(mail->attachments.empty());
}

TEST(Mail, HalfAMailIsRefusedWhereverItEnds) {
  const std::string whole = fax(attached(pdf));
  const auto end = whole.find("--b--") + 4;
  for (std::size_t i = whole.find("boundary") + 13; i < end; ++i) EXPECT_FALSE(parse(whole.substr(0, i))) << "cut at " << i;
}

TEST(Mail, SaysWhyItIsRefused) {
  expect_refused("", "no mail");
  expect_refused("just words\r\nand more\r\n", "no field");
  expect_refused("Subject: x\r\nContent-Type: application/pkcs7-mime\r\n\r\nxyz", "encrypted");
  expect_refused(fax(part("Content-Type: multipart/encrypted; boundary=e", "")), "encrypted");
  expect_refused(fax(part("Content-Type: application/pdf; name=a\r\nContent-Transfer-Encoding: base64", "JVBE*Rg==")),
                 "base64 is broken");
  expect_refused(fax(part("Content-Type: application/pdf; name=a\r\nContent-Transfer-Encoding: quoted-printable", "=zz")),
                 "broken");
  expect_refused(fax(part("Content-Type: application/pdf; name=a\r\nContent-Transfer-Encoding: rot13", "x")), "encoding");
  expect_refused("Subject: x\r\nContent-Type: multipart/mixed\r\n\r\nx", "boundary");
  expect_refused(fax(attached(pdf)), "larger than", Limits{.bytes = 100});
  expect_refused(fax(attached(pdf) + attached(pdf)), "more than 2 parts", Limits{.parts = 2});
}

TEST(Mail, NestsOnlySoDeep) {
  std::string text = "Subject: x\r\n";
  for (int i = 0; i < 100'000; ++i) text += "Content-Type: message/rfc822\r\n\r\n";
  expect_refused(text, "deep");
}

TEST(Mail, WordsOfAnUnknownCharacterSetKeepWhatIsSure) {
  EXPECT_EQ(decode_words("=?x-unknown?Q?a=FFb?="), "a?b");
  EXPECT_EQ(decode_words("=?utf-8?Q?a?= =?utf-8?Q?b?= c"), "ab c");
  EXPECT_EQ(decode_words("=?broken =?utf-8?Q"), "=?broken =?utf-8?Q");
}

}  // namespace
}  // namespace charta::mail
