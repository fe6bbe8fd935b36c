// SPDX-License-Identifier: Apache-2.0
// What a machine reads. Where `cached_at` is there, the server could not be reached and the thing is what it said then;
// only a client whose use_cache() was called has such.
#pragma once

#include "signet/client/time.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

struct SecretValue {
  SecretBytes value = {};     // UTF-8; of a structured secret a JSON object of strings
  std::uint64_t version = 0;  // 0 if the server does not say, and from the cache
  std::optional<Time> cached_at = {};
};

struct SecretFields {
  std::map<std::string, SecretBytes> fields = {};
  std::uint64_t version = 0;
  std::optional<Time> cached_at = {};
};

struct SecretItem {
  std::string id = {};
  std::string name = {};
  std::optional<std::vector<std::string>> field_names = {};  // nothing for a single value
  std::string project_id = {};
  std::optional<Time> cached_at = {};
};

struct ExportedSecret {
  std::string id = {};
  std::string name = {};
  SecretBytes value = {};
  std::optional<std::vector<std::string>> field_names = {};
  std::optional<Time> cached_at = {};
};

/// A project that this machine is in. The application is empty for a project that stands alone.
struct MachineProject {
  std::string project_id = {};
  std::string project_name = {};
  std::string application_id = {};
  std::string application_name = {};
  std::optional<Time> cached_at = {};
};

/// Which secrets an export is about.
class ExportScope {
 public:
  enum class Of : std::uint8_t { everything, project, application };

  [[nodiscard]] static ExportScope everything() { return {Of::everything, ""}; }
  [[nodiscard]] static ExportScope project(std::string_view id) { return {Of::project, id}; }
  [[nodiscard]] static ExportScope application(std::string_view id) { return {Of::application, id}; }

  [[nodiscard]] Of of() const { return of_; }
  [[nodiscard]] const std::string& id() const { return id_; }

 private:
  ExportScope(Of of, std::string_view id) : of_(of), id_(id) {}
  Of of_;
  std::string id_;
};

/// The fields of a structured secret's value; nothing if it is a single value.
[[nodiscard]] std::optional<std::map<std::string, SecretBytes>> fields_of(const SecretBytes& value);

}  // namespace signet::client
