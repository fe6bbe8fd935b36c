// SPDX-License-Identifier: Apache-2.0
#include "certificate.hpp"

#include "support/process.hpp"

#include <stdexcept>

namespace signet::testing {

Certificate make_certificate(const std::filesystem::path& folder, const std::string& name, const std::string& names) {
  Certificate made{folder / (name + ".crt"), folder / (name + ".key")};
  const auto ended =
      run({.arguments = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                         "-keyout", made.key.string(), "-out", made.certificate.string(), "-days", "2", "-subj",
                         "/CN=" + name, "-addext", "subjectAltName=" + names}});
  if (ended.code != 0) throw std::runtime_error("no certificate from the openssl program: " + ended.err);
  return made;
}

}  // namespace signet::testing
