// SPDX-License-Identifier: Apache-2.0
// Certificates, for machines. A signed body names the subject key; unsigned headers do for public clients, where the
// secret allows it.
#include "certificate_headers.hpp"
#include "handlers.hpp"
#include "input.hpp"
#include "read_answers.hpp"
#include "respond.hpp"

#include <charconv>

namespace signet::api {
namespace {

constexpr std::string_view kSshHeader = "X-SikkerKey-Subject-Key";
constexpr std::string_view kX509Header = "X-SikkerKey-Subject-Key-X509";
constexpr std::string_view kValidityHeader = "X-SikkerKey-Validity";

Json fields_of(const vault::IssuedCertificate& issued) {
  const auto& profile = issued.profile;
  if (issued.kind == AuthorityKind::ssh)
    return {{"username", json_text(profile.subject)}, {"host", json_text(profile.host)}};
  return {{"commonName", json_text(profile.subject)}, {"chain", json_text(issued.chain)}};
}

Response render(const vault::IssuedCertificate& issued) {
  return json_response(200, Json{{"certificate", json_text(issued.certificate)},
                                 {"certificateType", json_text(name_of(issued.kind))},
                                 {"fields", fields_of(issued)},
                                 {"validAfter", issued.valid_after},
                                 {"validBefore", issued.valid_before}});
}

}  // namespace

bool has_subject_key(const RequestHead& head) { return head.count(kSshHeader) + head.count(kX509Header) != 0; }

vault::Result<vault::SubjectKeys> subject_keys_of(const RequestHead& head) {
  for (const auto name : {kSshHeader, kX509Header, kValidityHeader})
    if (head.count(name) > 1) return vault::refuse(ErrorCode::invalid, std::string(name) + " stands twice");
  vault::SubjectKeys keys{.ssh = std::string(head.value(kSshHeader)),
                          .x509 = std::string(head.value(kX509Header)),
                          .seconds = {},
                          .by_headers = true};
  if (const auto text = head.value(kValidityHeader); head.count(kValidityHeader) == 1) {
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds == 0)
      return vault::refuse(ErrorCode::invalid, std::string(kValidityHeader) + " must be a number of seconds");
    keys.seconds = seconds;
  }
  return keys;
}

Reply issue(const Call& call, vault::ReadAttempt attempt, vault::SubjectKeys keys) {
  const auto allowed = vault::may_read(call.snapshot, attempt, call.now, call.journal);
  if (!allowed) return allowed.error();
  return Change([attempt = std::move(attempt), keys = std::move(keys)](vault::Work& work) -> vault::Result<Written> {
    const auto before = work.journal.events.size();
    const auto issued = vault::issue_certificate(work, attempt, keys);
    if (issued) return Written{render(*issued)};
    // A read that was denied is recorded as such; any other refusal like those of all requests.
    if (work.journal.events.size() == before) return std::unexpected(issued.error());
    return Written{respond(issued.error())};
  });
}

Reply issue_certificate(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  vault::SubjectKeys keys{.ssh = input.optional_text("subjectKey").value_or(""),
                          .x509 = input.optional_text("subjectKeyX509").value_or(""),
                          .seconds = input.optional_number("validity"),
                          .by_headers = false};
  if (keys.ssh.empty() && keys.x509.empty()) input.fail("subjectKey", "Give subjectKey or subjectKeyX509");
  if (keys.seconds == 0) input.fail("validity", "Must be at least 1");
  if (auto error = input.error()) return *error;
  return issue(call, read_attempt(call), std::move(keys));
}

}  // namespace signet::api
