// SPDX-License-Identifier: Apache-2.0
// Whatever a backup file begins with, its head is refused, or is exactly what Signet would write for what it says.
#include "fuzz/require.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/secret_bytes.hpp"
#include "store/backup_header.hpp"

using signet::testing::require;

namespace {

void check(std::string_view file) {
  const auto read = signet::store::parse_backup_header(file);
  require(read || !read.error().empty());
  if (read) require(signet::store::encode(read->header) == file.substr(0, read->length));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = signet::as_text(signet::ByteView(data, size));
  check(text);
  // With the digest it should have, so that the lines are reached.
  std::string lines = "signet-backup-v1\n" + std::string(text) + "\n";
  check(lines + "end " + signet::crypto::sha256_hex(signet::as_bytes(lines)) + "\n");
  return 0;
}
