// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/sealing.hpp"

#include "base/text.hpp"
#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <set>
#include <sys/stat.h>
#include <zlib.h>

namespace charta::downtime {
namespace {

constexpr int salt_size = 16, nonce_size = 12, key_size = 32;
constexpr std::size_t tag_size = 16, unsealed_most = std::size_t{1} << 30U;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(Bytes& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

Error crypto_failure() {
  return fail(ErrorKind::internal, "the cipher library refused to work");
}

Result<Bytes> key_of(std::string_view passphrase, std::string_view salt, int iterations) {
  Bytes key(key_size, '\0');
  if (PKCS5_PBKDF2_HMAC(passphrase.data(), static_cast<int>(passphrase.size()), raw(salt), static_cast<int>(salt.size()),
                        iterations, EVP_sha256(), key_size, raw(key)) != 1)
    return crypto_failure();
  return key;
}

Result<Bytes> gzipped(BytesView plain) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16, memory_level = 8;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
    return fail(ErrorKind::internal, "the pack could not be compressed");
  Bytes out(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = const_cast<Bytef*>(raw(plain));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = raw(out);
  stream.avail_out = static_cast<uInt>(out.size());
  const bool is_whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (!is_whole) return fail(ErrorKind::internal, "the pack could not be compressed");
  return out;
}

}  // namespace

Result<Sealed> seal(std::string_view passphrase, int iterations, BytesView plain, std::string_view open_words) {
  Sealed sealed{random_bytes(salt_size), random_bytes(nonce_size), iterations, {}};
  CHARTA_TRY(const auto key, key_of(passphrase, sealed.salt, iterations));
  CHARTA_TRY(const auto small, gzipped(plain));
  const CipherContext context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  sealed.bytes.resize(small.size() + tag_size);
  int written = 0, last = 0;
  if (EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key), raw(sealed.nonce)) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &written, raw(open_words), static_cast<int>(open_words.size())) != 1 ||
      EVP_EncryptUpdate(context.get(), raw(sealed.bytes), &written, raw(small), static_cast<int>(small.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), raw(sealed.bytes) + written, &last) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size, raw(sealed.bytes) + small.size()) != 1)
    return crypto_failure();
  return sealed;
}

Result<Bytes> unseal(std::string_view passphrase, const Sealed& sealed, std::string_view open_words) {
  const auto refused = fail(ErrorKind::invalid, "the passphrase is not this pack's, or the pack was altered", "passphrase");
  if (sealed.bytes.size() < tag_size || sealed.nonce.size() != nonce_size) return refused;
  CHARTA_TRY(const auto key, key_of(passphrase, sealed.salt, sealed.iterations));
  const CipherContext context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  const auto size = sealed.bytes.size() - tag_size;
  Bytes tag = sealed.bytes.substr(size), plain(size, '\0');
  int written = 0;
  if (EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key), raw(sealed.nonce)) != 1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &written, raw(open_words), static_cast<int>(open_words.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), raw(plain), &written, raw(sealed.bytes), static_cast<int>(size)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, raw(tag)) != 1)
    return crypto_failure();
  int last = 0;
  if (EVP_DecryptFinal_ex(context.get(), raw(plain) + written, &last) != 1) return refused;
  return archive::gunzip(plain, unsealed_most);
}

Result<void> check_passphrase(std::string_view passphrase, const PassphraseRule& rule) {
  const std::set<char> different(passphrase.begin(), passphrase.end());
  if (static_cast<int>(passphrase.size()) >= rule.least_letters && static_cast<int>(different.size()) >= rule.least_different)
    return {};
  return fail(ErrorKind::business_rule,
              fmt::format("the passphrase of the downtime pack is too weak: it takes at least {} letters, {} of them different; "
                          "write several words into its file",
                          rule.least_letters, rule.least_different),
              "passphrase");
}

Result<std::string> read_passphrase(const std::string& file, const PassphraseRule& rule) {
  if (file.empty())
    return fail(ErrorKind::business_rule,
                "no downtime pack is made without a passphrase: name its file in the configuration (downtime-passphrase)",
                "passphrase");
  struct stat seen {};
  if (::stat(file.c_str(), &seen) == 0 && (seen.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(ErrorKind::business_rule, "others than its owner may read the passphrase in " + file + "; chmod 600 it",
                "passphrase");
  CHARTA_TRY(const auto bytes, store::read_file(file));
  const std::string passphrase(trimmed(std::string_view(bytes).substr(0, bytes.find('\n'))));
  CHARTA_TRY_DO(check_passphrase(passphrase, rule));
  return passphrase;
}

}  // namespace charta::downtime
