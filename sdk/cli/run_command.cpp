// SPDX-License-Identifier: Apache-2.0
#include "child.hpp"
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "machine_access.hpp"
#include "printable.hpp"
#include "secret_folder.hpp"
#include "secret_template.hpp"
#include "selection.hpp"
#include "signet/client/private_file.hpp"
#include "signet/client/watch.hpp"
#include "supervisor.hpp"

#include <fmt/format.h>

#include <sys/prctl.h>
#include <sys/stat.h>

#include <map>
#include <mutex>
#include <system_error>

namespace signet::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMaxTemplate = 1'024 * 1'024;
constexpr int kNotFound = 127, kNotRunnable = 126;  // as shells have it

struct RunArguments {
  std::shared_ptr<std::vector<std::string>> allowed;
  std::shared_ptr<std::vector<std::string>> templates;
  Flag watch, files, env, last_wins, no_inherit, allow_disk, overwrite;
  Text dir;
  std::shared_ptr<unsigned> grace;
};

/// Device and inode; zeros if there is no such file.
using FileIdentity = std::pair<dev_t, ino_t>;
FileIdentity identity_of(const fs::path& file) {
  struct stat status{};
  if (::lstat(file.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

/// What the program gets, beside its words.
class Delivery {
 public:
  Delivery(Session& session, const RunArguments& arguments) : session_(session), arguments_(arguments) {}
  ~Delivery() {
    std::error_code ignored;
    for (const auto& [file, made] : written_) {
      if (identity_of(file) == made) fs::remove(file, ignored);
    }
  }
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  [[nodiscard]] Result<void> prepare() {
    if (!*arguments_.files && arguments_.templates->empty()) return {};
    auto folder = SecretFolder::make(*arguments_.dir, *arguments_.allow_disk);
    if (!folder) return std::unexpected(folder.error());
    folder_.emplace(std::move(*folder));
    return {};
  }

  /// Files and templates. Error: local.
  [[nodiscard]] Result<void> put(std::span<const Variable> variables) {
    if (*arguments_.files) {
      if (auto done = folder_->put(variables); !done) return done;
    }
    for (const auto& each : *arguments_.templates) {
      if (auto done = fill(each, variables); !done) return done;
    }
    return {};
  }

  [[nodiscard]] ChildEnvironment environment(std::span<const Variable> variables) const {
    ChildEnvironment environment(!*arguments_.no_inherit);
    if (folder_) environment.set("SIGNET_SECRETS_DIR", folder_->path().string());
    if (!*arguments_.files || *arguments_.env) {
      for (const auto& variable : variables) environment.set(variable.name, variable.value.expose_text());
    }
    return environment;
  }

 private:
  Result<void> fill(const std::string& said, std::span<const Variable> variables) {
    const auto colon = said.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == said.size()) {
      return fail(fmt::format("--template takes SOURCE:DESTINATION, not \"{}\"", said));
    }
    const std::string source = said.substr(0, colon);
    const fs::path place = folder_->path() / said.substr(colon + 1);  // an absolute one stays as it is
    const auto text = read_input(session_.console(), source, kMaxTemplate);
    if (!text) return std::unexpected(text.error());
    const auto filled = fill_template(text->expose_text(), variables, source);
    if (!filled) return std::unexpected(filled.error());
    if (!*arguments_.allow_disk && !is_in_memory(place.parent_path())) {
      return fail(
          fmt::format("{} is not in memory (tmpfs): name a place in the run's own folder (no / in front), or "
                      "say --allow-disk",
                      place.string()));
    }
    const auto ours = written_.find(place);
    const bool replace = *arguments_.overwrite || (ours != written_.end() && identity_of(place) == ours->second);
    const auto if_there = replace ? client::IfThere::replace : client::IfThere::refuse;
    if (auto done = client::write_private_file(place, filled->expose(), if_there, client::Sync::no); !done) return done;
    written_[place] = identity_of(place);
    return {};
  }

  Session& session_;
  const RunArguments& arguments_;
  std::optional<SecretFolder> folder_;
  std::map<fs::path, FileIdentity> written_;  // only these are replaced and removed, while they are what was written
};

bool are_same(std::span<const Variable> a, std::span<const Variable> b) {
  return std::ranges::equal(a, b, [](const Variable& one, const Variable& other) {
    return one.name == other.name && constant_time_equal(one.value.expose(), other.value.expose());
  });
}

/// One run of the program and its successors.
class Run {
 public:
  Run(Session& session, const Selection& selection, const MachineAccess& access, const RunArguments& arguments)
      : session_(session),
        selection_(selection),
        access_(access),
        arguments_(arguments),
        delivery_(session, arguments) {}

  Result<void> go() {
    ::prctl(PR_SET_DUMPABLE, 0);  // no core file of ours; the program decides for itself
    Supervisor supervisor{std::chrono::seconds(*arguments_.grace)};
    supervisor_ = &supervisor;
    auto ready = delivery_.prepare();
    const auto fetch_first = [&] {
      if (ready) ready = open();
      if (ready) ready = read();
    };
    if (const auto signal = supervisor.heed(fetch_first, [this] { stop_.request_stop(); })) {
      session_.exit_with(128 + *signal);
      return {};
    }
    if (ready) ready = delivery_.put(current_);
    if (!ready) return ready;
    auto watch = start_watch();
    if (!watch) return std::unexpected(watch.error());
    session_.exit_with(supervisor.run([this] { return start(); }));
    stop_.request_stop();
    return {};
  }

 private:
  Result<void> open() {
    auto opened = access_.open(session_, stop_.get_token());
    if (!opened) return std::unexpected(opened.error());
    client_.emplace(std::move(*opened));
    return {};
  }

  Result<void> read() {
    auto variables = fetch();
    if (!variables) return std::unexpected(variables.error());
    current_ = std::move(*variables);
    return {};
  }

  Result<std::vector<Variable>> fetch() {
    const auto secrets = selection_.read(*client_);
    if (!secrets) return std::unexpected(secrets.error());
    ids_.clear();
    for (const auto& secret : *secrets) ids_.push_back(secret.id);
    MachineAccess::warn(session_, *client_, secrets->empty() ? std::nullopt : secrets->front().cached_at);
    auto variables = variables_of(*secrets, *arguments_.last_wins ? Collisions::last_wins : Collisions::refuse);
    if (!variables || (*arguments_.files && !*arguments_.env)) return variables;
    if (auto fits = check_for_environment(*variables, *arguments_.allowed); !fits) return std::unexpected(fits.error());
    return variables;
  }

  Result<std::optional<client::Watch>> start_watch() {
    if (!*arguments_.watch || (ids_.empty() && !selection_.is_open())) return std::nullopt;
    std::function<Result<std::vector<std::string>>()> list;
    if (selection_.is_open()) list = [this] { return selection_.ids(*client_); };
    auto watch =
        client::Watch::start(*client_, ids_,
                             {.on_change = [this](const client::SecretChange&) { take_news(); },
                              .on_problem = [this](const client::Error& error,
                                                   bool ended) { say(error, ended ? "; no longer watching" : ""); },
                              .list = std::move(list)},
                             {.fetch = false});
    if (!watch) return std::unexpected(watch.error());
    return std::optional<client::Watch>(std::move(*watch));
  }

  /// In the watch's thread, so that signals never wait for the network. The program keeps running until the new values
  /// are here.
  void take_news() {
    auto variables = fetch();
    if (!variables) return say(variables.error(), "; the command goes on with what it has");
    const std::lock_guard lock(mutex_);
    if (are_same(*variables, next_ ? *next_ : current_)) return;
    next_ = std::move(*variables);
    supervisor_->restart();
  }

  void say(const client::Error& error, std::string_view more) {
    if (!stop_.stop_requested()) {
      session_.console().err(fmt::format("signet: {}{}\n", printable(error.message), more));
    }
  }

  std::expected<pid_t, int> start() {
    const std::lock_guard lock(mutex_);
    if (next_) {
      current_ = std::move(*next_);
      next_.reset();
      if (const auto put = delivery_.put(current_); !put) {
        say(put.error(), "");
        return std::unexpected(1);
      }
    }
    auto environment = delivery_.environment(current_);
    const auto& words = session_.words_after_dashes();
    const auto child = start_child(words, environment, supervisor_->signals_before());
    if (child) return *child;
    session_.console().err(fmt::format("signet: cannot run {}: {}\n", printable(words.front()),
                                       std::generic_category().message(child.error())));
    return std::unexpected(child.error() == ENOENT ? kNotFound : kNotRunnable);
  }

  Session& session_;
  const Selection& selection_;
  const MachineAccess& access_;
  const RunArguments& arguments_;
  Supervisor* supervisor_ = nullptr;
  std::stop_source stop_;
  std::optional<client::Client> client_;
  Delivery delivery_;
  std::vector<std::string> ids_;
  std::mutex mutex_;  // of the two below
  std::vector<Variable> current_;
  std::optional<std::vector<Variable>> next_;
};

}  // namespace

Action define_run(CLI::App& command) {
  const Selection selection(command, Selection::Offer::scopes_and_secrets);
  const MachineAccess access(command, MachineAccess::Offer::cache_and_enrolment);
  RunArguments arguments{
      .allowed = options(command, "--allow-env", "NAME", "Take a name that programs obey. Repeatable"),
      .templates = options(command, "--template", "SRC:DST",
                           "Fill {{NAME}} in SRC and write it to DST, in the run's folder unless it begins with /. "
                           "Repeatable"),
      .watch = flag(command, "--watch", "Start the command again when a secret changes"),
      .files = flag(command, "--files", "One file for each secret, in a folder of memory: SIGNET_SECRETS_DIR"),
      .env = flag(command, "--env", "Environment variables; the usual way, and beside --files if both are said"),
      .last_wins = flag(command, "--last-wins", "Of secrets that come out under one name, take the last"),
      .no_inherit = flag(command, "--no-inherit", "Nothing of this environment, only the secrets"),
      .allow_disk = flag(command, "--allow-disk", "Write files even where that is a disk"),
      .overwrite =
          flag(command, "--overwrite", "Let --template replace a file that is there; it is removed at the end"),
      .dir = option(command, "--dir", "FOLDER", "Where the run's folder is made (XDG_RUNTIME_DIR or /dev/shm)"),
      .grace = std::make_shared<unsigned>(10)};
  command
      .add_option_function<unsigned>(
          "--grace", [grace = arguments.grace](const unsigned& seconds) { *grace = seconds; },
          "Seconds between SIGTERM and SIGKILL at a restart (10)")
      ->type_name("SECONDS");
  const auto words = options(command, "COMMAND", "", "Behind --: the command and its arguments");
  command.get_option("COMMAND")->expected(-1);
  command.footer(
      "The exit code is the command's own, or 128 and the signal that ended it; 126 and 127 if it cannot be\n"
      "run or is not there. Before it is run, the codes are those of signet --help.");
  return [=](Session& session) -> Result<void> {
    if (session.words_after_dashes().empty())
      return fail("what is to be run? Say it behind --: signet run --all -- CMD");
    return Run(session, selection, access, arguments).go();
  };
}

}  // namespace signet::cli
