// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/signing_key.hpp"

#include "base/text.hpp"

#include <openssl/evp.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace charta::ledger {
namespace {

using KeyPointer = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using ContextPointer = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

constexpr std::size_t seed_size = 32;

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error cannot(const std::string& file, std::string_view what) {
  return fail(ErrorKind::unavailable, "ledger key " + file + ": " + std::string(what) + ": " + std::strerror(errno));
}

/// The whole text durable under a name that did not exist. Somebody else's file of that name stays, and is no error: it is whole,
/// for nobody sees one under its name before that.
Result<void> write_new_file(const std::string& file, std::string_view text, mode_t mode) {
  const std::string unnamed = file + "." + to_hex(random_bytes(8)) + ".new";
  const int descriptor = ::open(unnamed.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return cannot(file, "cannot be made");
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  Result<void> done{};
  if (!written) {
    done = cannot(file, "cannot be written");
  } else if (::link(unnamed.c_str(), file.c_str()) != 0 && errno != EEXIST) {
    done = cannot(file, "cannot be given its name");
  }
  ::unlink(unnamed.c_str());
  return done;
}

Result<Bytes> read_seed(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return cannot(file, "cannot be read");
  if ((status.st_mode & 077) != 0)
    return fail(ErrorKind::unavailable, "ledger key " + file + " is readable by others; chmod 600 it");
  std::ifstream input(file);
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  const auto seed = from_hex(trimmed(text));
  if (!seed || seed->size() != seed_size) return fail(ErrorKind::unavailable, "ledger key " + file + " is not 64 hex digits");
  return *seed;
}

/// Two servers that start at once agree on the key of the one that was first.
Result<Bytes> read_or_make_seed(const std::string& file) {
  if (std::filesystem::exists(file)) return read_seed(file);
  CHARTA_TRY_DO(write_new_file(file, to_hex(random_bytes(seed_size)) + "\n", 0600));
  return read_seed(file);
}

}  // namespace

struct SigningKey::Key {
  KeyPointer pointer;
};

SigningKey::SigningKey(std::shared_ptr<Key> key, Bytes public_key)
    : key_(std::move(key)), public_key_(std::move(public_key)), name_(key_name(public_key_)) {}

Result<SigningKey> SigningKey::open(const std::string& file) {
  CHARTA_TRY(const Bytes seed, read_or_make_seed(file));
  KeyPointer pointer(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, octets(seed), seed.size()), &EVP_PKEY_free);
  Bytes public_key(32, '\0');
  std::size_t size = public_key.size();
  if (!pointer || EVP_PKEY_get_raw_public_key(pointer.get(), reinterpret_cast<unsigned char*>(public_key.data()), &size) != 1)
    return fail(ErrorKind::unavailable, "ledger key " + file + " is not an Ed25519 key");
  const std::string published = file + ".pub";
  if (!std::filesystem::exists(published)) CHARTA_TRY_DO(write_new_file(published, to_hex(public_key) + "\n", 0644));
  return SigningKey(std::make_shared<Key>(Key{std::move(pointer)}), std::move(public_key));
}

Bytes SigningKey::sign(std::string_view text) const {
  Bytes signature(64, '\0');
  std::size_t size = signature.size();
  const ContextPointer context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->pointer.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, octets(text), text.size()) != 1)
    return {};
  return signature;
}

std::string key_name(std::string_view public_key) {
  return sha256(public_key).hex().substr(0, 16);
}

bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature) {
  if (public_key.size() != 32 || signature.size() != 64) return false;
  const KeyPointer key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(public_key), public_key.size()),
                       &EVP_PKEY_free);
  const ContextPointer context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(text), text.size()) == 1;
}

}  // namespace charta::ledger
