// SPDX-License-Identifier: Apache-2.0
// The composition root: the only place that names every part. Parts are built in the order of their need for one
// another and go in reverse.
#include "app/serve.hpp"

#include "api/housekeeping.hpp"
#include "api/pipeline.hpp"
#include "api/sign_checkpoints.hpp"
#include "api/watch_disk.hpp"
#include "app/process.hpp"
#include "net/server.hpp"
#include "measure.hpp"
#include "open_keyring.hpp"
#include "outgoing/post_office.hpp"
#include "port_file.hpp"
#include "store/store.hpp"
#include "ticker.hpp"
#include "witness_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include <unistd.h>

namespace signet::app {
namespace {

constexpr std::size_t kMostThreads = 8;           // one thread commits for all, so more do not help
constexpr std::size_t kOtherOpenFiles = 256;      // beside the connections: databases, listeners, the log
constexpr std::chrono::milliseconds kGrace{500};  // for the answers that say that the outcome is unknown
constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::seconds kQuiet{10};  // between two lines about a database that cannot be written

net::ListenerOptions listener_options(const Config& config, observe::Log& log) {
  net::ListenerOptions options;
  options.addresses = config.addresses;
  options.port = config.port;
  options.threads = config.threads != 0
                        ? static_cast<unsigned>(config.threads)
                        : std::clamp(std::thread::hardware_concurrency(), 1U, static_cast<unsigned>(kMostThreads));
  if (config.tls == TlsMode::on) options.tls = {config.certificate.string(), config.private_key.string()};
  options.trusted_proxies = config.trusted_proxies;
  options.limits.connections = config.connections;
  options.limits.connections_per_address = config.connections_per_address;
  options.log = [&log](std::string_view line) { log.warning(line); };
  return options;
}

void check_open_files(const Config& config, observe::Log& log) {
  const auto wanted = config.connections + kOtherOpenFiles;
  if (const auto files = raise_open_files(wanted); files < wanted)
    log.warning(
        fmt::format("this process may open {} files, too few for limits.connections = {}: raise the limit to "
                    "{} (ulimit -n, LimitNOFILE)",
                    files, config.connections, wanted));
}

void obey(net::Server& server, bool tls, const std::function<Order()>& next_order, observe::Log& log) {
  while (next_order() == Order::reload) {
    if (!tls)
      log.info("there is no certificate to read again: tls.mode is not \"on\"");
    else if (const auto done = server.reload_tls())
      log.info("certificate files read again");
    else
      log.error(fmt::format("the old certificate stays: {}", done.error()));
  }
  log.info("stopping");
}

/// A log that ends here ends with a signature. Without it the next start goes on where this one stopped.
void sign_last_checkpoints(const api::Services& services, store::Committer& committer) {
  try {
    api::sign_all_checkpoints(services, committer);
  } catch (const std::exception& error) {
    services.log.error(fmt::format("the last checkpoint: {}", error.what()));
  }
}

/// The reserve is made, or it is said that there is no room: neither is a reason not to start.
void look_at_disk(const api::Services& services, store::Committer& committer) {
  try {
    api::watch_disk(services, committer);
  } catch (const std::exception& error) {
    services.log.error(fmt::format("the disk: {}", error.what()));
  }
}

/// What is read once, at the start. The snapshot ends with this: one that stayed open would keep the log of the
/// database from ever being folded in.
struct Start {
  keyring::Keyring keyring;
  std::string installation_id;
  std::vector<store::LockoutRow> lockouts;
  std::optional<store::KeySlot> completed = {};
};

/// Whether some of several people can open it, over the network.
bool has_shares(store::Snapshot& snapshot) {
  const auto slots = snapshot.list_key_slots();
  return std::ranges::find(slots, "shares", &store::KeySlot::kind) != slots.end();
}

Result<Start> read_start(store::Store& store, const Config& config, const ServeOptions& options) {
  const auto reader = store.reader();
  const auto snapshot = reader->snapshot();
  const Way way{.key_file = config.root_key_file,
                .credential = options.credential,
                .passphrase_file = options.passphrase_file};
  const auto id = snapshot->load_installation().id.str();
  if (nothing_is_at_hand(way) && has_shares(*snapshot))
    return Start{keyring::Keyring(crypto::system_random()), id, snapshot->list_lockouts()};
  auto opened = open_slot(way, *snapshot);
  if (!opened) return std::unexpected(opened.error());
  auto keyring = make_keyring(opened->root_key.expose(), *snapshot, crypto::system_random());
  if (!keyring) return std::unexpected(keyring.error());
  return Start{std::move(*keyring), id, snapshot->list_lockouts(), std::move(opened->completed)};
}

Result<void> run(const Config& config, const ServeOptions& options, observe::Log& log) {
  // Room for all connections before the first one, and ports that only root may take.
  check_open_files(config, log);
  auto listener = listener_options(config, log);
  net::BoundPorts ports(listener);
  Measuring measuring(config, log);
  // All that follows is done by whoever serves.
  if (auto became = become(config.user); !became) return became;
  // The disk, with something left on it to start with.
  const auto disk = std::make_shared<store::DiskWatch>(store::disk_under(config.data_dir));
  disk->make_room_to_start();
  // The database: checked, and locked for this process.
  const auto store = store::open_sqlite(config.database());
  // The keys, without which no secret can be read, and who was locked out when the server last stopped.
  auto start = read_start(*store, config, options);
  if (!start) return std::unexpected(start.error());
  auth::Lockout lockout({}, start->lockouts);
  // Floods, counted until housekeeping writes them down.
  auth::Refusals refusals;
  // Reads, counted likewise.
  audit::ReadTally reads;
  // Who is woken by which commit.
  api::Waiters waiters;
  // Who remembers the checkpoints, whatever happens to the database.
  std::optional<WitnessFile> witness;
  if (!config.witness_file.empty()) witness.emplace(config.witness_file, log);
  // What all handlers share.
  const api::Services services{.store = *store,
                               .keyring = start->keyring,
                               .lockout = lockout,
                               .refusals = refusals,
                               .reads = reads,
                               .waiters = waiters,
                               .clock = system_clock(),
                               .random = crypto::system_random(),
                               .log = log,
                               .installation_id = start->installation_id,
                               .public_url = config.public_url,
                               .lock_known_addresses = config.lock_known_addresses,
                               .budgets = std::make_shared<auth::Budgets>(auth::Budgets::Rules{
                                   .requests_per_identity = config.requests_per_identity,
                                   .checks_per_address = config.failed_checks_per_address,
                                   .checks_of_strangers = config.failed_checks}),
                               .keep_write_proofs = std::chrono::days(config.keep_proofs_days),
                               .witness = witness ? [&](const std::string& line) { witness->append(line); }
                                                  : std::function<void(const std::string&)>(),
                               .disk = disk};
  // The one thread that writes. When nobody can know whether a commit happened, only a fresh start can tell.
  std::atomic<bool> outcome_unknown = false;
  const auto on_unknown_outcome = [&](const std::string& what) {
    outcome_unknown = true;
    log.error(
        fmt::format("a commit failed and may or may not be on disk: {}; this process ends, start it again", what));
    end_process_after(kGrace, ExitCode::outcome_unknown);
  };
  // Clients are told to try again; why they must is said here, and not once for each of them.
  const auto on_failure = [&log, disk, quiet_until = std::chrono::steady_clock::time_point()](
                              const store::WriteFailure& failure) mutable {
    if (failure.no_room) disk->give_up_reserve();
    const auto now = std::chrono::steady_clock::now();
    if (now < quiet_until) return;
    quiet_until = now + kQuiet;
    log.error(fmt::format("the database cannot be written ({}): requests are answered 503 until it can", failure.what));
  };
  const auto committer = store->committer(
      {.queue = config.commit_queue,
       .on_unknown_outcome = on_unknown_outcome,
       .on_change =
           [&](std::span<const store::Announcement> announced) {
             for (const auto& change : announced) waiters.changed(change.vault, change.machine, change.secret);
           },
       .on_failure = on_failure,
       .is_on_reserve = [disk] { return disk->is_on_reserve(); },
       .on_group = [&](const store::GroupReport& group) { measuring.committed(group); }});
  // A slot of an older program, whose key was at hand: from now on another root key can be wrapped for it without that.
  if (start->completed)
    store::commit_and_wait(*committer, [&](store::Transaction& tx) { tx.rewrap_key_slot(*start->completed); });
  look_at_disk(services, *committer);
  // What has to happen with time.
  api::Housekeeping housekeeping(services, *committer);
  const auto keep_house = [&](void (api::Housekeeping::*work)()) {
    try {
      (housekeeping.*work)();
    } catch (const std::exception& error) {
      log.error(fmt::format("housekeeping: {}", error.what()));
    }
  };
  Ticker ticker(kTick, [&] { keep_house(&api::Housekeeping::tick); });
  // What is sent to webhooks, by threads that keep nobody waiting.
  outgoing::PostOffice post_office(*store, *committer, start->keyring, system_clock(), log,
                                   {.allow_private_addresses = config.webhooks_to_private_addresses});
  // Where scripts look for the port. After the lock: a second server must not take away the first one's.
  std::optional<PortFile> port_file;
  if (options.port_file) port_file.emplace(*options.port_file);
  // The doors, last: whoever comes in finds everything there.
  listener.answered = [&](const net::Answered& answer) { measuring.answered(*services.measurements, answer); };
  net::Server server(listener,
                     net::vault_service([&] { return std::make_unique<api::Pipeline>(services); }, *store, *committer,
                                        listener),
                     std::move(ports));
  server.start();
  const auto measured = measuring.show(
      {.api = *services.measurements, .server = server, .committer = *committer, .store = *store, .disk = *disk});
  if (geteuid() == 0) log.warning("root runs this server: name another user in the setting `user`, or in its unit");
  log.info(fmt::format("installation {}, data in {}", start->installation_id, config.data_dir.string()));
  if (start->keyring.is_sealed())
    log.warning(
        "sealed: no key file is there, so operators must post shares of the root key (signet admin root-key unseal)");
  log.info(fmt::format("listening on {}", listening_urls(config, server.port())));
  if (port_file && !port_file->write(server.port()))
    return fail(ExitCode::usage, fmt::format("--port-file: {} cannot be written", options.port_file->string()));

  obey(server, config.tls == TlsMode::on, options.next_order, log);
  server.stop();
  ticker.stop();
  post_office.stop();
  keep_house(&api::Housekeeping::finish);
  sign_last_checkpoints(services, *committer);
  committer->stop();
  if (outcome_unknown) return fail(ExitCode::outcome_unknown, "the outcome of the last commit is unknown");
  return {};
}

}  // namespace

ExitCode serve(const Config& config, const ServeOptions& options) {
  observe::Log log(config.log);
  const auto ended_by = [&](ExitCode code, std::string_view message) {
    log.error(message);
    return code;
  };
  try {
    const auto done = run(config, options, log);
    if (!done) return ended_by(done.error().code, done.error().message);
  } catch (const store::StoreError& error) {
    return ended_by(ExitCode::data, error.what());
  } catch (const store::CorruptStore& error) {
    return ended_by(ExitCode::data, fmt::format("{} is damaged: {}", config.database().string(), error.what()));
  } catch (const std::exception& error) {
    return ended_by(ExitCode::machine, error.what());
  }
  log.info("stopped");
  return ExitCode::done;
}

}  // namespace signet::app
