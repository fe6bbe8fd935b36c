// SPDX-License-Identifier: Apache-2.0
// Groups of projects.
#pragma once

#include "domain/application.hpp"
#include "domain/vault.hpp"
#include "store/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace signet::store {

/// A project that a machine is a member of.
struct JoinedProject {
  ProjectId id;
  std::string name;
  std::optional<Application> application;
};

class ApplicationReads {
 public:
  virtual ~ApplicationReads() = default;
  virtual std::optional<Application> find_application(const ApplicationId& id) = 0;
  virtual bool is_application_name_taken(const VaultId& vault, const std::string& name) = 0;
  virtual Page<Application> list_applications(const VaultId& vault, const PageRequest& page) = 0;
  /// As they were made.
  virtual std::vector<Project> projects_of(const ApplicationId& id) = 0;
  /// By name.
  virtual std::vector<JoinedProject> list_joined(const MachineId& machine) = 0;
};

class ApplicationWrites {
 public:
  virtual ~ApplicationWrites() = default;
  virtual void insert_application(const Application& application) = 0;
  virtual void rename_application(const ApplicationId& id, const std::string& name) = 0;
  virtual void delete_application(const ApplicationId& id) = 0;  // its projects are gone before
};

}  // namespace signet::store
